import { DateTime } from 'luxon';
import { t } from '../../formatters';
import { UsageError } from './parseArgs';

const MS_OF = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d{1,6}) ?(m|h|d|mins?|minutes?|hours?|days?)$/i;
const CLOCK_TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** A snooze is not a way to switch an alert off, in ms. */
const LONGEST_MS = 7 * MS_OF.d;

/** What is meant when no time is given. */
export const DEFAULT_SNOOZE = '1h';

/**
 * Until when a snooze lasts: `30m`, `2h`, `1d`, or a clock time in `zone`, the next one to come. Throws UsageError.
 */
export function parseSnooze(word: string, now: Date, zone: string): Date {
  const [, hour, minute] = CLOCK_TIME.exec(word) ?? [];
  if (hour !== undefined && minute !== undefined)
    return nextClockTime(Number(hour), Number(minute), now, zone);
  const [, digits, unit] = DURATION.exec(word) ?? [];
  if (digits === undefined || unit === undefined) throw usageError(word, t.commands.alerts.notATime, zone);
  const ms = Number(digits) * MS_OF[unitOf(unit)];
  if (ms === 0) throw usageError(word, t.commands.alerts.noTime, zone);
  if (ms > LONGEST_MS) throw usageError(word, t.commands.alerts.tooLong, zone);
  return new Date(now.getTime() + ms);
}

const unitOf = (word: string): keyof typeof MS_OF => {
  const letter = word.slice(0, 1).toLowerCase();
  return letter === 'm' || letter === 'h' ? letter : 'd';
};

/** A time that a change of the clocks skips comes as the clocks show it then; one that it repeats comes twice. */
function nextClockTime(hour: number, minute: number, now: Date, zone: string): Date {
  const today = DateTime.fromJSDate(now, { zone }).set({ hour, minute, second: 0, millisecond: 0 });
  const tomorrow = today.plus({ days: 1 }).set({ hour, minute });
  const times = [...today.getPossibleOffsets(), ...tomorrow.getPossibleOffsets()];
  return (times.find((time) => time.toMillis() > now.getTime()) ?? tomorrow).toJSDate();
}

const usageError = (word: string, problem: string, zone: string): UsageError =>
  new UsageError({
    word,
    problem,
    expected: t.commands.alerts.time(zone),
    suggestion: null,
  });
