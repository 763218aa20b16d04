import { DateTime } from 'luxon';
import { problemOf, type TimeContext, type TimeResult } from './timeProblem';

const WEEKDAYS = [
  /^mon(?:day)?$/,
  /^tue(?:s|sday)?$/,
  /^wed(?:nesday)?$/,
  /^thu(?:r|rs|rsday)?$/,
  /^fri(?:day)?$/,
  /^sat(?:urday)?$/,
  /^sun(?:day)?$/,
] as const;

const WEEKDAY = /^(?:on )?(?:(next|this|coming) )?([a-z]{3,9})$/;
const DATE = /^(?:on )?(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** `today`, `tomorrow`, `monday`, `2026-11-30`, of a folded text: the days that may be meant, the next one first. */
export function parseDay(text: string, { now, zone }: TimeContext): TimeResult<readonly DateTime[]> {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  if (text === 'today') return { value: [today] };
  if (text === 'tomorrow') return { value: [today.plus({ days: 1 })] };
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year !== undefined) {
    const date = DateTime.fromObject(
      { year: Number(year), month: Number(month), day: Number(day) },
      { zone },
    );
    return date.isValid ? { value: [date] } : problemOf({ kind: 'no_such_date' });
  }
  const [, which, name = ''] = WEEKDAY.exec(text) ?? [];
  const number = WEEKDAYS.findIndex((weekday) => weekday.test(name)) + 1;
  if (number === 0) return null;
  const first = today.plus({ days: (number - today.weekday + 7) % 7 });
  const second = first.plus({ days: 7 });
  if (which !== 'next') return { value: [first, second] };
  return problemOf({
    kind: 'which_week',
    weekday: name,
    dates: [first.toFormat('yyyy-MM-dd'), second.toFormat('yyyy-MM-dd')],
  });
}
