import { DateTime } from 'luxon';
import cron, { type ParsedFields } from 'node-cron';
import type { Logger } from '../logger';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The rarest day that a calendar has, February 29th on a given weekday, comes within this time. */
const DAYS_TRIED = 366 * 41;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** What keeps a cron expression from being the time of a digest, as a clause; null when nothing does. */
export function cronProblem(expression: string): string | null {
  const { valid, errors, fields } = cron.validateDetailed(expression);
  if (!valid || fields === undefined) return errors[0]?.message ?? 'it is no cron expression';
  if (fields.second.join() !== '0') return 'it has seconds, and the finest is a minute: leave that field out';
  const days = dayMatcher(expression, fields);
  for (let day = 0; day < DAYS_TRIED; day++) if (days(new Date(day * DAY_MS))) return null;
  return 'it never comes: no day fits it';
}

/**
 * The latest slot after `after`, at or before `now`, of a cron expression in an IANA zone; null when there is none.
 *
 * Which days, hours and minutes are meant, node-cron says. What becomes of them when the clocks change follows RFC
 * 5545, 3.3.5: a local time that comes twice is one slot, the first of the two; one that is skipped is told with the
 * offset from before, so `30 2 * * *` comes at 03:30 that day. Throws Error for an expression that is none.
 */
export function latestSlot(expression: string, zone: string, after: Date, now: Date): Date | null {
  const fields = cron.parse(expression);
  const isMeant = dayMatcher(expression, fields);
  const today = DateTime.fromJSDate(now, { zone });
  // A slot of one day may come on the next, where the clocks skip midnight.
  const days = Math.ceil((now.getTime() - after.getTime()) / DAY_MS) + 1;
  for (let back = 0; back <= days; back++) {
    const { year, month, day } = today.minus({ days: back });
    if (!isMeant(new Date(Date.UTC(year, month - 1, day)))) continue;
    const slot = latestOfDay({ year, month, day }, fields, zone, now.getTime());
    if (slot !== null) return slot > after.getTime() ? new Date(slot) : null;
  }
  return null;
}

/** Whether a day, given as its midnight in UTC, is one of the expression's: asked of node-cron itself. */
function dayMatcher(expression: string, { hour: [hour = 0], minute: [minute = 0] }: ParsedFields) {
  const task = cron.createTask(expression, () => undefined, { timezone: 'UTC' });
  void task.destroy();
  return (midnight: Date): boolean =>
    task.match(new Date(midnight.getTime() + (hour * 60 + minute) * MINUTE_MS));
}

/** In ms since the epoch; null when none of the day's slots has come. */
function latestOfDay(day: Day, { hour, minute }: ParsedFields, zone: string, nowMs: number): number | null {
  const instantOf = instantsOf(day, zone);
  const past = hour.flatMap((h) => minute.map((m) => instantOf(h, m))).filter((ms) => ms <= nowMs);
  return past.length === 0 ? null : past.reduce((a, b) => Math.max(a, b));
}

/** The instants of a day's local times, in ms since the epoch; asking luxon for each only where the clocks change. */
function instantsOf(day: Day, zone: string): (hour: number, minute: number) => number {
  const midnightMs = Date.UTC(day.year, day.month - 1, day.day);
  const offsetAt = (ms: number): number => DateTime.fromMillis(ms, { zone }).offset;
  const offset = offsetAt(midnightMs - DAY_MS);
  if (offset === offsetAt(midnightMs + 2 * DAY_MS))
    return (hour, minute) => midnightMs + (hour * 60 + minute - offset) * MINUTE_MS;
  return (hour, minute) =>
    Math.min(
      ...DateTime.fromObject({ ...day, hour, minute }, { zone })
        .getPossibleOffsets()
        .map((time) => time.toMillis()),
    );
}

/** Runs `run` at each slot; a second run begins only when the first has ended. `run` must not reject. */
export function atSlots(
  { cron: expression, zone }: { readonly cron: string; readonly zone: string },
  run: () => Promise<unknown>,
  log: Logger,
): { stop(): void } {
  const logger = {
    info: (message: string) => log.debug(message),
    warn: (message: string) => log.warn(message),
    error: (message: string | Error, error?: Error) =>
      log.error({ err: error ?? message }, 'a cron task failed'),
    debug: (message: string | Error) => log.debug(String(message)),
  };
  // A slot that was missed is made up for by whoever looks what is due, so it is worth no warning.
  const options = { timezone: zone, noOverlap: true, suppressMissedWarning: true, logger };
  const task = cron.schedule(expression, run, options);
  return { stop: () => void task.destroy() };
}
