import { DateTime } from 'luxon';
import { problemOf, type TimeResult } from './timeProblem';

/** A time of day. */
export interface ClockTime {
  /** From 0 to 24; 24:00 is the end of a day. */
  readonly hour: number;
  readonly minute: number;
  /** Whether nobody could take it for anything else: `9:00` or `9am`, not `9`. */
  readonly isUnmistakable: boolean;
  /** Whether it is one of the first twelve hours and was not said to be in the morning or in the evening. */
  readonly hasNoHalf: boolean;
}

const CLOCK_TIME = /^(\d{1,2})(?:([:.])(\d{2})(?::\d{2})?)? ?(?:([ap])\.?m\.?)?$/;

/** `9`, `9:00`, `9.30`, `9am`, `9:30 pm`, `24:00`, `noon`, `midnight`, of a folded text. */
export function parseClockTime(text: string): TimeResult<ClockTime> {
  const named = { noon: 12, midnight: 0 }[text];
  if (named !== undefined)
    return { value: { hour: named, minute: 0, isUnmistakable: true, hasNoHalf: false } };
  const [, digits, separator, minutes = '0', half] = CLOCK_TIME.exec(text) ?? [];
  if (digits === undefined || (Number(digits) > 24 && separator === undefined && half === undefined))
    return null;
  const hour = half === undefined ? Number(digits) : hourOfHalf(Number(digits), half);
  const minute = Number(minutes);
  if (hour === null || minute > 59 || hour * 60 + minute > 24 * 60)
    return problemOf({ kind: 'no_such_time' });
  return {
    value: {
      hour,
      minute,
      isUnmistakable: half !== undefined || separator === ':',
      hasNoHalf: half === undefined && hour >= 1 && hour <= 12,
    },
  };
}

function hourOfHalf(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

/** When the clocks of the zone show that time on that day: twice, where it is repeated; later, where it is skipped. */
export function timesOnDay(day: DateTime, { hour, minute }: ClockTime): readonly Date[] {
  const shown = day
    .startOf('day')
    .plus({ days: hour === 24 ? 1 : 0 })
    .set({ hour: hour % 24, minute });
  return shown
    .getPossibleOffsets()
    .map((time) => time.toJSDate())
    .sort((a, b) => a.getTime() - b.getTime());
}

/** The next time after an instant at which the clocks of the zone show that time. */
export function nextTimeAfter(after: Date, time: ClockTime, zone: string): Date {
  const today = DateTime.fromJSDate(after, { zone });
  const times = [-1, 0, 1, 2].flatMap((days) => timesOnDay(today.plus({ days }), time));
  return times.find((each) => each > after) ?? after;
}

/** The last time up to an instant at which the clocks of the zone showed that time. */
export function lastTimeUpTo(upTo: Date, time: ClockTime, zone: string): Date {
  const today = DateTime.fromJSDate(upTo, { zone });
  const times = [-2, -1, 0].flatMap((days) => timesOnDay(today.plus({ days }), time));
  return times.findLast((each) => each <= upTo) ?? upTo;
}
