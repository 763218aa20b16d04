import { parseSnooze } from '../../../commands/lib/parseSnooze';

const until = (word: string, now: string, zone: string): string =>
  parseSnooze(word, new Date(now), zone).toISOString();

test.each([
  ['today, while it is still to come', '2026-11-22T06:00:00Z', 'UTC', '2026-11-22T09:00:00.000Z'],
  ['tomorrow, once it has passed', '2026-11-22T09:00:00Z', 'UTC', '2026-11-23T09:00:00.000Z'],
  ['by the clocks of the zone', '2026-11-22T12:00:00Z', 'Asia/Seoul', '2026-11-23T00:00:00.000Z'],
  [
    'in the night when clocks go forward',
    '2026-03-28T22:00:00Z',
    'Europe/Berlin',
    '2026-03-29T07:00:00.000Z',
  ],
  ['in the night when clocks go back', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
])('until 09:00 is %s', (_, now, zone, expected) => {
  expect(until('09:00', now, zone)).toBe(expected);
});

test('a time that the clocks skip comes when they show the hour after it', () => {
  expect(until('02:30', '2026-03-28T22:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});

test('a length of time is as long in the night when clocks change', () => {
  expect(until('4h', '2026-03-28T23:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T03:00:00.000Z');
});

test.each([
  ['before both', '2026-11-01T05:15:00Z', '2026-11-01T05:30:00.000Z'],
  ['between the two', '2026-11-01T05:45:00Z', '2026-11-01T06:30:00.000Z'],
  ['in the second hour, before it', '2026-11-01T06:15:00Z', '2026-11-01T06:30:00.000Z'],
  ['after both', '2026-11-01T06:45:00Z', '2026-11-02T06:30:00.000Z'],
  ['the evening before', '2026-11-01T02:00:00Z', '2026-11-01T05:30:00.000Z'],
])('a time that the clocks show twice, asked %s, is the next one to come', (_, now, expected) => {
  expect(until('01:30', now, 'America/New_York')).toBe(expected);
});
