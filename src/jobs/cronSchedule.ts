import { DateTime } from 'luxon';
import cron, { type ParsedFields } from 'node-cron';
import type { Logger } from '../lib/logger';

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
export function validateCron(expression: string): string | null {
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
export function previousRun(expression: string, zone: string, after: Date, now: Date): Date | null {
  const near = previousRunNearby(expression, zone, now.getTime());
  if (near !== null) return near > after.getTime() ? new Date(near) : null;
  const { fields, isMeant } = readExpression(expression);
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

/** The slots of a day and of those beside it, in ms since the epoch: asked for every minute, they change once a day. */
const runCache = new Map<string, { readonly utcDay: number; readonly slots: readonly number[] }>();

/** The latest slot of about the last day; null when there is none in that time. */
function previousRunNearby(expression: string, zone: string, nowMs: number): number | null {
  const utcDay = Math.floor(nowMs / DAY_MS);
  const key = `${expression} ${zone}`;
  const known = runCache.get(key);
  const near = known?.utcDay === utcDay ? known : { utcDay, slots: runsAround(expression, zone, utcDay) };
  runCache.set(key, near);
  return near.slots.findLast((slot) => slot <= nowMs) ?? null;
}

function runsAround(expression: string, zone: string, utcDay: number): readonly number[] {
  const { fields, isMeant } = readExpression(expression);
  const slots: number[] = [];
  for (let midnightMs = (utcDay - 2) * DAY_MS; midnightMs <= (utcDay + 1) * DAY_MS; midnightMs += DAY_MS) {
    const midnight = new Date(midnightMs);
    if (isMeant(midnight)) slots.push(...slotsOfDay(dayOf(midnight), fields, zone));
  }
  return slots.sort((a, b) => a - b);
}

const dayOf = (midnight: Date): Day => ({
  year: midnight.getUTCFullYear(),
  month: midnight.getUTCMonth() + 1,
  day: midnight.getUTCDate(),
});

/** Expressions come from the configuration, so they are few, and are asked about every minute. */
const expressionsRead = new Map<string, { fields: ParsedFields; isMeant: (midnight: Date) => boolean }>();

function readExpression(expression: string) {
  const known = expressionsRead.get(expression);
  if (known !== undefined) return known;
  const fields = cron.parse(expression);
  const read = { fields, isMeant: dayMatcher(expression, fields) };
  expressionsRead.set(expression, read);
  return read;
}

/** Whether a day, given as its midnight in UTC, is one of the expression's: asked of node-cron itself. */
function dayMatcher(expression: string, { hour: [hour = 0], minute: [minute = 0] }: ParsedFields) {
  const task = cron.createTask(expression, () => undefined, { timezone: 'UTC' });
  void task.destroy();
  return (midnight: Date): boolean =>
    task.match(new Date(midnight.getTime() + (hour * 60 + minute) * MINUTE_MS));
}

/** In ms since the epoch; null when none of the day's slots has come. */
function latestOfDay(day: Day, fields: ParsedFields, zone: string, nowMs: number): number | null {
  const past = slotsOfDay(day, fields, zone).filter((ms) => ms <= nowMs);
  return past.length === 0 ? null : past.reduce((a, b) => Math.max(a, b));
}

function slotsOfDay(day: Day, { hour, minute }: ParsedFields, zone: string): number[] {
  const instantOf = localToInstant(day, zone);
  return hour.flatMap((h) => minute.map((m) => instantOf(h, m)));
}

/** The instants of a day's local times, in ms since the epoch; asking luxon for each only where the clocks change. */
function localToInstant(day: Day, zone: string): (hour: number, minute: number) => number {
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
export function scheduleCron(
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
