import { DateTime } from 'luxon';
import { memoize } from '../../lib/memoize';

export interface LocalDay {
  /** `2026-11-22`. */
  readonly day: string;
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 86_400_000;

/** The last `days` local days up to that of `until`, ascending. */
export function localDays(until: Date, days: number, zone: string): readonly LocalDay[] {
  const last = DateTime.fromJSDate(until, { zone }).toISODate() ?? '';
  return Array.from({ length: days }, (_, i) => daysIn(zone)(dateBefore(last, days - 1 - i)));
}

/** As the calendar goes, wherever that is. */
const dateBefore = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

const daysIn = memoize((zone: string) =>
  memoize((day: string): LocalDay => {
    const start = DateTime.fromISO(day, { zone }).startOf('day');
    return { day, from: start.toJSDate(), to: start.plus({ days: 1 }).startOf('day').toJSDate() };
  }, 2_000),
);
