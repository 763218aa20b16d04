import { DateTime } from 'luxon';

export interface LocalDay {
  /** `2026-11-22`. */
  readonly day: string;
  readonly from: Date;
  readonly to: Date;
}

/** The local day that `at` is in. */
export function localDayOf(at: Date, zone: string): LocalDay {
  const start = DateTime.fromJSDate(at, { zone }).startOf('day');
  return dayFrom(start);
}

/** The last `days` local days up to that of `until`, ascending. */
export function localDays(until: Date, days: number, zone: string): readonly LocalDay[] {
  const last = DateTime.fromJSDate(until, { zone }).startOf('day');
  return Array.from({ length: days }, (_, i) => dayFrom(last.minus({ days: days - 1 - i }).startOf('day')));
}

const dayFrom = (start: DateTime): LocalDay => ({
  day: start.toISODate() ?? '',
  from: start.toJSDate(),
  to: start.plus({ days: 1 }).startOf('day').toJSDate(),
});
