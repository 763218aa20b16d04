import {
  isWanted,
  isWithin,
  type Subscriber,
  subscribersAmong,
} from '../../src/alerting/personal/subscriber';
import type { PageNotification } from '../../src/notify/model/notification';
import { NO_PERSONAL_SETTINGS } from '../../src/storage/personal/personalSettings';
import { dyingTrader, HOUR } from '../helpers/dyingTrader';
import { runScenario, type Scenario } from '../helpers/scenario';

const somebody: Subscriber = {
  userId: 'U1',
  send: { severities: [], targets: [] },
  quiet: null,
  zone: 'Asia/Seoul',
};
const NIGHT = { from: 23 * 60, to: 7 * 60 };
const pages = (subscribers: readonly Subscriber[], plot: Partial<Scenario> = {}) =>
  runScenario({ traders: [dyingTrader], until: HOUR, ...plot, settings: { ...plot.settings, subscribers } })
    .deliveries.filter((each): each is PageNotification => each.kind === 'page')
    .map(({ id, via, isPersonal }) => [id.replace(/^.*\/personal\//, ''), via, isPersonal]);

describe('A direct message that somebody asked for', () => {
  test('is sent once of an alert, to each who asked', () => {
    expect(pages([somebody, { ...somebody, userId: 'U2' }])).toEqual([
      ['U1', { dm: 'U1' }, true],
      ['U2', { dm: 'U2' }, true],
    ]);
  });

  test('is not sent of a severity or a target that was not asked for', () => {
    expect(pages([{ ...somebody, send: { severities: ['critical'], targets: [] } }])).toEqual([]);
    expect(pages([{ ...somebody, send: { severities: [], targets: ['live:*'] } }])).toEqual([]);
    expect(pages([{ ...somebody, send: { severities: ['warning'], targets: ['paper:*'] } }])).toHaveLength(1);
  });

  test('is not sent to anybody who did not ask', () => {
    expect(pages([])).toEqual([]);
  });
});

describe('Quiet hours', () => {
  const at = (utc: string): Date => new Date(`2026-11-22T${utc}:00Z`);
  const alert = (severity: 'critical' | 'warning') => ({ severity, targets: [] });

  test.each([
    ['13:59', false],
    ['14:00', true],
    ['21:59', true],
    ['22:00', false],
  ])('of 23:00-07:00 in Seoul at %s UTC: %s', (utc, isQuiet) => {
    expect(isWithin(NIGHT, 'Asia/Seoul', at(utc))).toBe(isQuiet);
  });

  test('within one day end before its end', () => {
    expect(
      ['08:59', '09:00', '16:59', '17:00'].map((utc) => isWithin({ from: 540, to: 1_020 }, 'UTC', at(utc))),
    ).toEqual([false, true, true, false]);
  });

  test('hold back all but critical alerts', () => {
    const asleep = { ...somebody, quiet: NIGHT };
    expect(isWanted(alert('warning'), asleep, at('15:00'))).toBe(false);
    expect(isWanted(alert('critical'), asleep, at('15:00'))).toBe(true);
    expect(isWanted(alert('warning'), asleep, at('01:00'))).toBe(true);
  });
});

test('Only who asked for messages is a subscriber, in the own time zone or the one of the bot', () => {
  const { send } = somebody;
  const people = new Map([
    ['U1', { ...NO_PERSONAL_SETTINGS, send }],
    ['U2', { ...NO_PERSONAL_SETTINGS, send, zone: 'Asia/Seoul' }],
    ['U3', { ...NO_PERSONAL_SETTINGS, quiet: NIGHT }],
  ]);
  expect(subscribersAmong(people, 'UTC').map(({ userId, zone }) => [userId, zone])).toEqual([
    ['U1', 'UTC'],
    ['U2', 'Asia/Seoul'],
  ]);
});
