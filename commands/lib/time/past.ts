import { DateTime } from 'luxon';
import { folded } from '../plainText';
import { parseDuration } from './duration';
import { hasProblem, type TimeContext } from './timeProblem';

const AGO = /^(.+) ago$/;
const DAY = /^(?:at |on )?(\d{4}-\d{2}-\d{2})(?:[t ](\d{1,2}:\d{2}))?$/;
const TIME = /^at (\d{1,2}:\d{2})$/;

/** `3h ago`, `at 14:00` (today), `2026-11-27`, `at 2026-11-27 14:00` in the zone given; null for any other text. */
export function parsePast(text: string, { now, zone }: Pick<TimeContext, 'now' | 'zone'>): Date | null {
  const typed = folded(text).trim();
  const [, ago] = AGO.exec(typed) ?? [];
  if (ago !== undefined) {
    const parsed = parseDuration(ago);
    return parsed === null || hasProblem(parsed) ? null : new Date(now.getTime() - parsed.value);
  }
  const today = DateTime.fromJSDate(now, { zone }).toISODate();
  const [, time] = TIME.exec(typed) ?? [];
  const [, day = time === undefined ? undefined : today, clock = time ?? '0:00'] = DAY.exec(typed) ?? [];
  if (day === undefined || day === null) return null;
  const at = DateTime.fromFormat(`${day} ${clock}`, 'yyyy-MM-dd H:mm', { zone });
  return at.isValid ? at.toJSDate() : null;
}
