import { DateTime, IANAZone } from 'luxon';

const MINUTES_OF_DAY = 1_440;

/** `22:00` as minutes since midnight; `24:00` is the end of the day. Null for what is no time of day. */
export function minutesOf(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):([0-5]\d)$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return hour === undefined || minutes > MINUTES_OF_DAY ? null : minutes;
}

/** Whether it is an IANA time zone, such as `Asia/Seoul`. */
export const isTimeZone = (text: string): boolean => IANAZone.isValidZone(text);

/** The day of `now` in the zone, and so many days later. */
export const dayIn = (zone: string, now: Date, later = 0): DateTime =>
  DateTime.fromJSDate(now, { zone }).startOf('day').plus({ days: later });

/** The date of `now` in the zone: `2026-11-22`. */
export const localDate = (zone: string, now: Date): string =>
  DateTime.fromJSDate(now, { zone }).toISODate() ?? '';

/**
 * When the clocks of the day's zone show this time. A time that they skip is the moment at which they are put forward; of
 * one that they show twice it is the first or the last.
 */
export function instantAt(day: DateTime, minutes: number, which: 'first' | 'last'): Date {
  if (minutes >= MINUTES_OF_DAY) return instantAt(day.plus({ days: 1 }), minutes - MINUTES_OF_DAY, which);
  for (let later = minutes; later < MINUTES_OF_DAY; later++) {
    const [hour, minute] = [Math.floor(later / 60), later % 60];
    const { year, month, day: date } = day;
    const shown = DateTime.fromObject({ year, month, day: date, hour, minute }, { zone: day.zone });
    if (shown.hour !== hour || shown.minute !== minute) continue;
    const times = shown.getPossibleOffsets().map((each) => each.toMillis());
    return new Date(which === 'first' ? Math.min(...times) : Math.max(...times));
  }
  return day.plus({ days: 1 }).startOf('day').toJSDate();
}
