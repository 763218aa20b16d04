import { parseDuration } from '../../../commands/lib/time/duration';
import { parseInstant } from '../../../commands/lib/time/instant';
import { parseRange } from '../../../commands/lib/time/range';
import { parseUntil } from '../../../commands/lib/time/takeTime';
import { hasProblem, type TimeResult } from '../../../commands/lib/time/timeProblem';

/** Sunday, 12:02 in Seoul. */
const IN_SEOUL = { now: new Date('2026-11-22T03:02:00Z'), zone: 'Asia/Seoul' };

function outcome<T>(result: TimeResult<T>, show: (value: T) => unknown): unknown {
  if (result === null) return null;
  return hasProblem(result) ? result.problem.kind : show(result.value);
}

const until = (word: string, now: string, zone: string): unknown =>
  outcome(parseUntil(word, { now: new Date(now), zone }), ({ at }) => at.toISOString());

const M = 60_000;
const H = 60 * M;
const D = 24 * H;

test.each([
  ['90m', 90 * M],
  ['90 min', 90 * M],
  ['1hr', H],
  ['2h30m', 2.5 * H],
  ['2h 30m', 2.5 * H],
  ['2 hours and 30 minutes', 2.5 * H],
  ['1h30', 1.5 * H],
  ['1.5h', 1.5 * H],
  ['1,5h', 1.5 * H],
  ['2 days', 2 * D],
  ['1w', 7 * D],
  ['for half an hour', H / 2],
  ['２Ｈ', 2 * H],
  ['0m', 'zero'],
  ['30m 2h', null],
  ['2h 3h', null],
  ['2 parsecs', null],
  ['90', null],
  ['forever', null],
  ['-1h', null],
])('"%s" as a length of time is %p', (text, expected) => {
  expect(outcome(parseDuration(text), (ms) => ms)).toBe(expected);
});

test.each([
  ['until 9', '2026-11-23T00:00:00.000Z'],
  ['until 09:00', '2026-11-23T00:00:00.000Z'],
  ['13:00', '2026-11-22T04:00:00.000Z'],
  ['9am', '2026-11-23T00:00:00.000Z'],
  ['9 p.m.', '2026-11-22T12:00:00.000Z'],
  ['12am', '2026-11-22T15:00:00.000Z'],
  ['until noon', '2026-11-23T03:00:00.000Z'],
  ['24:00', '2026-11-22T15:00:00.000Z'],
  ['tomorrow 9:00', '2026-11-23T00:00:00.000Z'],
  ['9:00 tomorrow', '2026-11-23T00:00:00.000Z'],
  ['until tomorrow at 9', '2026-11-23T00:00:00.000Z'],
  ['monday 9:00', '2026-11-23T00:00:00.000Z'],
  ['on Tue 9:00', '2026-11-24T00:00:00.000Z'],
  ['sunday 13:00', '2026-11-22T04:00:00.000Z'],
  ['sunday 11:00', '2026-11-29T02:00:00.000Z'],
  ['2026-12-01 09:00', '2026-12-01T00:00:00.000Z'],
  ['2026‑12‑01T09:00', '2026-12-01T00:00:00.000Z'],
  ['2026-12-01T09:00Z', '2026-12-01T09:00:00.000Z'],
  ['2026-12-01T09:00+01:00', '2026-12-01T08:00:00.000Z'],
  ['until 9:00 UTC', '2026-11-22T09:00:00.000Z'],
  ['9:00 europe/berlin', '2026-11-22T08:00:00.000Z'],
  ['９：００', '2026-11-23T00:00:00.000Z'],
  ['9', 'bare_number'],
  ['25:00', 'no_such_time'],
  ['9:75', 'no_such_time'],
  ['13pm', 'no_such_time'],
  ['tomorrow', 'time_missing'],
  ['2026-12-01', 'time_missing'],
  ['2026-02-30 9:00', 'no_such_date'],
  ['next monday 9:00', 'which_week'],
  ['today 8:00', 'past'],
  ['2025-12-01 09:00', 'past'],
  ['9:00 KST', 'zone_abbreviation'],
  ['sometime', null],
])('"%s" as an instant is %p', (text, expected) => {
  expect(outcome(parseInstant(text, IN_SEOUL), ({ at }) => at.toISOString())).toBe(expected);
});

test.each([
  ['22:00-23:00', '22T13:00 22T14:00'],
  ['22:00–23:00', '22T13:00 22T14:00'],
  ['from 22:00 to 23:00', '22T13:00 22T14:00'],
  ['22-23', '22T13:00 22T14:00'],
  ['22:00 for 1h', '22T13:00 22T14:00'],
  ['23:00 - 01:00', '22T14:00 22T16:00'],
  ['22:00-24:00', '22T13:00 22T15:00'],
  ['9pm-11pm', '22T12:00 22T14:00'],
  ['tomorrow 22:00-23:00', '23T13:00 23T14:00'],
  ['22:00-23:00 tomorrow', '23T13:00 23T14:00'],
  ['22:00 - tomorrow 2:00', '22T13:00 22T17:00'],
  ['monday 22:00 to tuesday 2:00', '23T13:00 23T17:00'],
  ['2026-11-25 22:00-23:00', '25T13:00 25T14:00'],
  ['22:00-23:00 utc', '22T22:00 22T23:00'],
  ['11:00-13:00', '22T02:00 22T04:00'],
  ['10:00-11:00', '23T01:00 23T02:00'],
  ['2h', '22T03:02 22T05:02'],
  ['until 23:00', '22T03:02 22T14:00'],
  ['now-23:00', '22T03:02 22T14:00'],
  ['today 10:00-11:00', 'past'],
  ['22:00', 'end_missing'],
  ['22:00-22:00', 'ends_before_start'],
  ['9-11pm', 'which_half'],
  ['22:00-25:00', 'no_such_time'],
  ['deploy', null],
])('"%s" as a range is %p', (text, expected) => {
  const short = (date: Date): string => date.toISOString().slice(8, 16);
  expect(outcome(parseRange(text, IN_SEOUL), ({ from, to }) => `${short(from)} ${short(to)}`)).toBe(expected);
});

test.each([
  ['today, while it is still to come', '2026-11-22T06:00:00Z', 'UTC', '2026-11-22T09:00:00.000Z'],
  ['tomorrow, once it has passed', '2026-11-22T09:00:00Z', 'UTC', '2026-11-23T09:00:00.000Z'],
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

test('a range over a change of the clocks starts and ends when the clocks show it', () => {
  const context = { now: new Date('2026-10-24T20:00:00Z'), zone: 'Europe/Berlin' };
  expect(outcome(parseRange('23:00-04:00', context), ({ from, to }) => +to - +from)).toBe(6 * H);
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
