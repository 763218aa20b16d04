import { catalogues } from '../../formatters/text/catalogue';
import { ko } from '../../formatters/text/ko';
import { inLanguage } from '../../src/lib/language';
import { createRenderer } from '../../src/notify/render';
import { open } from '../helpers/incidents';
import { standInCatalogue } from '../helpers/standInCatalogue';

beforeEach(() => {
  catalogues.ko = standInCatalogue;
});
afterEach(() => {
  catalogues.ko = ko;
});

const render = createRenderer({
  options: () => ({ demo: false, currency: null, zone: 'UTC', docsUrl: null }),
  languageOf: (channel) => (channel === 'C0SEOUL' ? 'ko' : 'en'),
});
const now = new Date('2026-11-22T03:02:00Z');
const incident = { kind: 'incident', id: 'n1', channel: 'C0SEOUL', detectedAt: now, incident: open } as const;

/** Whether an alert is in the stand-in: its text, and its blocks. */
function saidIn(goesTo?: string) {
  const { message } = render(incident as never, {
    ...{ now, detectedAt: now, isDelayed: false, delayReason: null, redirectedFrom: null },
    ...(goesTo !== undefined && { goesTo }),
  });
  return [message.text, JSON.stringify(message.blocks)].map((each) => each.includes('«'));
}

test('an alert is in the language of its channel, its text and its blocks', () => {
  expect(saidIn()).toEqual([true, true]);
});

test('an alert that goes to another channel is in the language of that one', () => {
  expect(saidIn('C0OPS')).toEqual([false, false]);
});

test('an alert keeps that language, whoever made the bot send or change it', () => {
  expect(inLanguage('ko', () => saidIn('C0OPS'))).toEqual([false, false]);
  expect(inLanguage('en', () => saidIn('C0SEOUL'))).toEqual([true, true]);
});
