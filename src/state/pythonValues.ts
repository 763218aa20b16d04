import { DateTime } from 'luxon';
import { memoize } from '../lib/memoize';

/** A parsed value, or what is wrong with it, as the end of a sentence. */
export type ParseResult<T> = { readonly value: T } | { readonly error: string };

const PYTHON_FLOAT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const PYTHON_NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;
/** A minute, seconds, their fraction, and a zone. Python writes no hour 24. */
const PYTHON_ISOFORMAT =
  /^(\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}):([0-5]\d)(?:\.(\d{1,6}))?([+-]\d{2}:\d{2})?$/;
/** Python knows the years 1 to 9999; here they are counted in UTC. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const SHOWN_LENGTH = 60;

/** The text in quotes, on one line and truncated. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);

/** Parses what Python's `str(float)` or Redis's INCRBYFLOAT wrote; `nan` and `inf` are errors. */
export function pythonNumber(text: string): ParseResult<number> {
  const value = PYTHON_FLOAT.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return { value: value === 0 ? 0 : value };
  return {
    error: `is ${quoted(text)}, ${PYTHON_NOT_FINITE.test(text) ? 'which is no figure' : 'not a number'}`,
  };
}

/** Parses a whole number that is not negative, however Python wrote it (`3`, `3.0`). */
export function pythonCount(text: string): ParseResult<number> {
  const number = pythonNumber(text);
  if ('error' in number) return number;
  if (!Number.isSafeInteger(number.value) || number.value < 0)
    return { error: `is ${quoted(text)}, not a count` };
  return number;
}

export const pythonText = (text: string): ParseResult<string> => ({ value: text });

/** Parses a number, or Python's `True` and `False`. */
export function pythonMetric(text: string): ParseResult<number | boolean> {
  if (text === 'True') return { value: true };
  if (text === 'False') return { value: false };
  return pythonNumber(text);
}

/** Parses Python's `datetime.isoformat()`, in `zone` (an IANA name) unless it names one, to the millisecond. */
export function pythonTime(text: string, zone: string): ParseResult<Date> {
  const [, minute, seconds, fraction = '', ownZone = ''] = PYTHON_ISOFORMAT.exec(text) ?? [];
  const startMs = minute === undefined ? null : minuteParser(zone)(`${minute}${ownZone}`);
  if (startMs === null) return { error: `is ${quoted(text)}, not a time` };
  return { value: new Date(startMs + Number(seconds) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))) };
}

/**
 * When a minute of a zone began, in ms since the epoch; null when there is no such minute. Times come in crowds, and a
 * zone's rules are slow to apply, so this is done once for all times of a minute.
 */
const minuteParser = memoize((zone: string) =>
  memoize((minute: string): number | null => {
    const time = DateTime.fromISO(minute, { zone });
    const ms = time.toMillis();
    return time.isValid && ms >= FIRST_MS && ms <= LAST_MS ? ms : null;
  }),
);
