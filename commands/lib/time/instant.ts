import { DateTime } from 'luxon';
import { folded } from '../plainText';
import { type ClockTime, nextTimeAfter, parseClockTime, timesOnDay } from './clockTime';
import { parseDay } from './day';
import { hasProblem, problemOf, type TimeContext, type TimeResult } from './timeProblem';
import { splitZone } from './zoneName';

/** An instant as it was typed. */
export interface TypedInstant {
  readonly at: Date;
  /** The IANA zone in which it was read; null where none mattered, as in `2026-11-30T09:00Z`. */
  readonly zone: string | null;
}

/** A time of day with the day, or without. */
export interface TypedMoment {
  readonly time: ClockTime;
  /** When the clocks show it: on the day that is named, past or not; null where none is. */
  readonly times: readonly Date[] | null;
}

const LEADING = /^(?:until|till|til|by|at|@) ?/;
const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?) ?(z|[+-]\d{2}:?\d{2})$/;

/** `until 9`, `09:00`, `9am`, `tomorrow 9:00`, `monday 9:00`, `2026-11-30 09:00`, `9:00 UTC`: the next time to come. */
export function parseInstant(text: string, context: TimeContext): TimeResult<TypedInstant> {
  const typed = folded(text).trim();
  const absolute = parseAbsolute(typed, context);
  if (absolute !== null) return absolute;
  const split = splitZone(typed.replace(LEADING, ''));
  if (split === null || hasProblem(split)) return split;
  const zone = split.value.zone ?? context.zone;
  const moment = parseMoment(split.value.text, { ...context, zone });
  if (moment === null || hasProblem(moment)) return moment;
  const { time, times } = moment.value;
  if (times === null && !time.isUnmistakable && !LEADING.test(typed)) {
    const number = split.value.text;
    return /^\d+$/.test(number) ? problemOf({ kind: 'bare_number', number }) : null;
  }
  const at =
    times === null ? nextTimeAfter(context.now, time, zone) : times.find((each) => each > context.now);
  return at === undefined ? problemOf({ kind: 'past' }) : { value: { at, zone } };
}

/** With an offset, no zone matters. */
function parseAbsolute(typed: string, { now }: TimeContext): TimeResult<TypedInstant> {
  const [, date, time, offset = ''] = WITH_OFFSET.exec(typed.replace(LEADING, '')) ?? [];
  if (date === undefined) return null;
  const read = DateTime.fromISO(`${date}T${time}${offset.toUpperCase()}`);
  if (!read.isValid) return problemOf({ kind: 'no_such_date' });
  const at = read.toJSDate();
  return at > now ? { value: { at, zone: null } } : problemOf({ kind: 'past' });
}

/** A time of day, before or behind a day, of a folded text without its zone. */
export function parseMoment(text: string, context: TimeContext): TimeResult<TypedMoment> {
  const alone = parseClockTime(text);
  if (alone !== null) return hasProblem(alone) ? alone : { value: { time: alone.value, times: null } };
  const onlyDay = parseDay(text, context);
  if (onlyDay !== null) return hasProblem(onlyDay) ? onlyDay : problemOf({ kind: 'time_missing', day: text });
  for (const [day, time] of splitsOf(text)) {
    const days = parseDay(day, context);
    const clock = days === null ? null : parseClockTime(time);
    if (days === null || clock === null) continue;
    if (hasProblem(days)) return days;
    if (hasProblem(clock)) return clock;
    return {
      value: { time: clock.value, times: days.value.flatMap((each) => timesOnDay(each, clock.value)) },
    };
  }
  return null;
}

/** Day and time of day, in either order: at each space, and at the T of ISO 8601. */
function splitsOf(text: string): readonly (readonly [string, string])[] {
  const [, date, isoTime] = /^(\d{4}-\d{1,2}-\d{1,2})t(.+)$/.exec(text) ?? [];
  if (date !== undefined && isoTime !== undefined) return [[date, isoTime]];
  const words = text.split(/ *, *| +/);
  return words.slice(1).flatMap((_, i) => {
    const first = words.slice(0, i + 1).join(' ');
    const second = words.slice(i + 1).join(' ');
    return [
      [first, second.replace(/^(?:at|@) ?/, '')],
      [second, first],
    ] as const;
  });
}
