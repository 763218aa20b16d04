import { addMs } from '../../../src/lib/time';
import { folded } from '../plainText';
import { type ClockTime, lastTimeUpTo, nextTimeAfter } from './clockTime';
import { parseDuration } from './duration';
import { parseInstant, parseMoment, type TypedMoment } from './instant';
import { hasProblem, problemOf, type TimeContext, type TimeResult } from './timeProblem';
import { splitZone } from './zoneName';

/** From when to when, as it was typed. */
export interface TypedRange {
  /** May be past, of a range that lasts already. */
  readonly from: Date;
  /** Is to come. */
  readonly to: Date;
  /** The IANA zone in which it was read; null where none mattered. */
  readonly zone: string | null;
}

const SEPARATOR = / ?-+ ?| (?:to|until|till|til|and|for) /g;

/**
 * `22:00-23:00`, also over midnight; `tomorrow 22:00-23:00`, `from 22:00 to 23:00`, `22:00 for 1h`; from now on `2h`
 * or `until 23:00`.
 */
export function parseRange(text: string, context: TimeContext): TimeResult<TypedRange> {
  const { now } = context;
  const typed = folded(text).trim();
  const duration = parseDuration(typed);
  if (duration !== null)
    return hasProblem(duration)
      ? duration
      : { value: { from: now, to: addMs(now, duration.value), zone: null } };
  const untilEnd = typed.replace(/^now ?(?:-+|to|until|till|til) ?/, 'until ');
  if (/^(?:until|till|til) /.test(untilEnd)) {
    const end = parseInstant(untilEnd, context);
    return end === null || hasProblem(end)
      ? end
      : { value: { from: now, to: end.value.at, zone: end.value.zone } };
  }
  const split = splitZone(typed.replace(/^(?:from|between) /, ''));
  if (split === null || hasProblem(split)) return split;
  const zone = split.value.zone ?? context.zone;
  return parseStartAndEnd(split.value.text, { ...context, zone });
}

function parseStartAndEnd(text: string, context: TimeContext): TimeResult<TypedRange> {
  for (const match of text.matchAll(SEPARATOR)) {
    const [separator] = match;
    const start = text.slice(0, match.index);
    const end = text.slice(match.index + separator.length);
    const first = parseMoment(start, context);
    if (first === null) continue;
    const length = separator === ' for ' ? parseDuration(end) : null;
    const last = length === null ? parseMoment(end, context) : null;
    if (length === null && last === null) continue;
    if (hasProblem(first)) return first;
    if (hasProblem(last)) return last;
    if (hasProblem(length)) return length;
    const { value } = first;
    if (length !== null) return lasting(value, (from) => addMs(from, length.value), context);
    if (last === null) continue;
    if (value.time.hasNoHalf && !last.value.time.hasNoHalf && /m\.?$/.test(end))
      return problemOf({ kind: 'which_half', start, end });
    return between(value, last.value, context);
  }
  const alone = parseMoment(text, context);
  if (alone === null || hasProblem(alone)) return alone;
  const { time, times } = alone.value;
  return problemOf(
    times === null && !time.isUnmistakable
      ? { kind: 'bare_number', number: text }
      : { kind: 'end_missing', start: text },
  );
}

function between(start: TypedMoment, end: TypedMoment, context: TimeContext): TimeResult<TypedRange> {
  const { now, zone } = context;
  if (end.times !== null) {
    const { times } = end;
    if (start.times !== null) return lasting(start, (from) => times.find((each) => each > from), context);
    // `22:00-23:00 tomorrow`, `22:00 - tomorrow 2:00`: the last such time before the end.
    const to = times.find((each) => each > now);
    if (to === undefined) return problemOf({ kind: 'past' });
    return { value: { from: lastTimeUpTo(addMs(to, -1), start.time, zone), to, zone } };
  }
  if (isSameTime(start.time, end.time)) return problemOf({ kind: 'ends_before_start' });
  return lasting(start, (from) => nextTimeAfter(from, end.time, zone), context);
}

/** The range that lasts now, or else the next one. */
function lasting(
  { time, times }: TypedMoment,
  endOf: (from: Date) => Date | undefined,
  { now, zone }: TimeContext,
): TimeResult<TypedRange> {
  const starts = times ?? [lastTimeUpTo(now, time, zone), nextTimeAfter(now, time, zone)];
  const ranges = starts.flatMap((from) => {
    const to = endOf(from);
    return to === undefined ? [] : [{ from, to, zone }];
  });
  const value = ranges.find(({ to }) => to > now);
  if (value !== undefined) return { value };
  return problemOf({ kind: ranges.length === 0 ? 'ends_before_start' : 'past' });
}

const isSameTime = (a: ClockTime, b: ClockTime): boolean =>
  (a.hour % 24) * 60 + a.minute === (b.hour % 24) * 60 + b.minute && a.hour !== 0;
