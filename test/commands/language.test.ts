import { catalogues } from '../../formatters/text/catalogue';
import { ko } from '../../formatters/text/ko';
import type { Languages } from '../../src/access/languages';
import { createCommandHarness } from '../helpers/commandHarness';
import { standInCatalogue } from '../helpers/standInCatalogue';

beforeEach(() => {
  catalogues.ko = standInCatalogue;
});
afterEach(() => {
  catalogues.ko = ko;
});

const languages = (person: 'en' | 'ko', channel: 'en' | 'ko'): Languages => ({
  ofPerson: async () => person,
  ofChannel: () => channel,
});

/** Whether a command answers in the stand-in: its text, and its blocks. */
async function saidInStandIn(line: string, given: Languages) {
  const { ask } = createCommandHarness({ languages: given });
  const { text, shown } = await ask(line);
  return [text, shown].map((each) => each.includes('«'));
}

describe('an answer', () => {
  test.each([
    '/arb-status',
    '/arb-status help',
    '/arb-status tomorrow',
    '/arb-status paper docker',
    '/arb-tuning',
    '/arb',
  ])('to %s is in the language of who asked, its text and its blocks', async (line) => {
    expect(await saidInStandIn(line, languages('ko', 'en'))).toEqual([true, true]);
    expect(await saidInStandIn(line, languages('en', 'ko'))).toEqual([false, false]);
  });

  test('that the whole channel sees is in the language of the channel', async () => {
    expect(await saidInStandIn('/arb-status public', languages('ko', 'en'))).toEqual([false, false]);
    expect(await saidInStandIn('/arb-status public', languages('en', 'ko'))).toEqual([true, true]);
  });

  test('that something is wrong is for who asked, though the answer would have been for the channel', async () => {
    expect(await saidInStandIn('/arb-status tomorrow public', languages('ko', 'en'))).toEqual([true, true]);
  });
});
