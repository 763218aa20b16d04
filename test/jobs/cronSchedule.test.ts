import cron from 'node-cron';
import { previousRun, validateCron } from '../../src/jobs/cronSchedule';

const LONG_AGO = new Date('2025-01-01T00:00:00Z');

const STEP_MS = 15 * 60_000;

/** All slots of a cron expression in a span, looked for at every quarter of an hour. */
function slotsBetween(expression: string, zone: string, from: string, to: string): string[] {
  const found: string[] = [];
  let last = new Date(from);
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += STEP_MS) {
    const slot = previousRun(expression, zone, last, new Date(ms));
    if (slot === null) continue;
    found.push(slot.toISOString().slice(0, 16));
    last = slot;
  }
  return found;
}

describe('The due times of a digest', () => {
  test.each([
    [
      'in spring in Berlin',
      '0 9 * * *',
      'Europe/Berlin',
      '2026-03-28',
      '2026-03-31',
      ['28T08:00', '29T07:00', '30T07:00'],
    ],
    [
      'in autumn in Berlin',
      '0 9 * * *',
      'Europe/Berlin',
      '2026-10-24',
      '2026-10-27',
      ['24T07:00', '25T08:00', '26T08:00'],
    ],
    [
      'at a time that Berlin skips',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28',
      '2026-03-31',
      ['28T01:30', '29T01:00', '30T00:30'],
    ],
    [
      'at a time that Berlin has twice',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24',
      '2026-10-27',
      ['24T00:30', '25T00:30', '26T01:30'],
    ],
    [
      'at a time that New York skips',
      '30 2 * * *',
      'America/New_York',
      '2026-03-07',
      '2026-03-10',
      ['07T07:30', '08T07:00', '09T06:30'],
    ],
    [
      'at a time that New York has twice',
      '30 1 * * *',
      'America/New_York',
      '2026-10-31',
      '2026-11-03',
      ['31T05:30', '01T05:30', '02T06:30'],
    ],
    ['on weekdays', '0 9 * * 1-5', 'UTC', '2026-11-20', '2026-11-24', ['20T09:00', '23T09:00']],
  ] as const)(
    '%s come once a day: a time that comes twice at the first of the two, one that is skipped at the end of the gap',
    (_, expression, zone, from, to, slots) => {
      const found = slotsBetween(expression, zone, `${from}T00:00:00Z`, `${to}T00:00:00Z`);
      expect(found.map((slot) => slot.slice(8))).toEqual(slots);
    },
  );

  test.each([
    ['*/30 8-10 * * *', 'Asia/Seoul'],
    ['15 0,12 1,L * *', 'America/St_Johns'],
    ['0 9 * * mon#1', 'Europe/Berlin'],
    ['0 22-2 * * fri-mon', 'Europe/Berlin'],
  ])('of %s in %s are the minutes that node-cron matches, if no clock changes', (expression, zone) => {
    const task = cron.createTask(expression, () => undefined, { timezone: zone });
    const from = Date.parse('2026-11-29T00:00:00Z');
    const meant = Array.from({ length: 9 * 96 }, (_, i) => new Date(from + i * STEP_MS))
      .filter((minute) => task.match(minute))
      .map((minute) => minute.toISOString().slice(0, 16));
    void task.destroy();
    const slots = slotsBetween(expression, zone, '2026-11-28T23:45:00Z', '2026-12-07T23:45:00Z');
    expect(slots).toEqual(meant);
  });

  test('that were missed long ago are still found: the last one', () => {
    expect(previousRun('0 9 1 * *', 'UTC', LONG_AGO, new Date('2026-11-22T08:00:00Z'))).toEqual(
      new Date('2026-11-01T09:00:00Z'),
    );
  });

  test('that were handled are not found again', () => {
    const slot = new Date('2026-11-22T09:00:00Z');
    expect(previousRun('0 9 * * *', 'UTC', slot, new Date('2026-11-23T08:59:59Z'))).toBeNull();
  });
});

test.each([
  ['0 0 31 2 *', /impossible day/],
  ['0 9 1 * 1', /both the day of the month and the weekday/],
  ['0 0 1 1 1#5', /both the day of the month and the weekday/],
  ['0 9 31W 2 *', /never comes/],
  ['0 9 L-2 * *', /L has to be a value of its own/],
  ['61 * * * *', /minute/],
  ['* * * *', /5 or 6 fields/],
  ['*/10 * * * * *', /seconds/],
  ['soon', /5 or 6 fields/],
  ['', /characters|fields/],
])('The cron expression "%s" is rejected with a reason', (expression, why) => {
  expect(validateCron(expression)).toMatch(why);
});

test.each(['0 9 * * *', '0 0 29 2 *', '@daily', '0 9 * * mon-fri', '0 9 1-31 * mon', '0 22-2 * january *'])(
  'The cron expression "%s" is accepted',
  (expression) => {
    expect(validateCron(expression)).toBeNull();
  },
);
