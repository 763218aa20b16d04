import { Cron } from 'croner';
import cron from 'node-cron';
import type { Logger } from '../lib/logger';

/** What keeps a cron expression from being the time of a digest, as a clause; null when nothing does. */
export function validateCron(expression: string): string | null {
  const { valid, errors, fields } = cron.validateDetailed(expression);
  if (!valid || fields === undefined) return errors[0]?.message ?? 'it is not a cron expression';
  if (fields.second.join() !== '0')
    return 'it has seconds, and the finest unit is a minute: leave that field out';
  if (!isEvery(fields.dayOfMonth, 31) && !isEvery(fields.dayOfWeek, 7))
    return 'it restricts both the day of the month and the weekday, which some programs read as "and", others as "or": put * in one of them';
  try {
    return toCroner(expression, 'UTC').nextRun(new Date(0)) === null ? 'it never comes' : null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).replace(/^CronPattern: /, '');
  }
}

/**
 * The latest run after `after`, at or before `now`, of a cron expression in an IANA zone; null when there is none. A
 * local time that comes twice when the clocks change is one run, the first of the two; one that is skipped runs at the
 * end of the gap. Throws Error for an expression that `validateCron` refuses.
 */
export function previousRun(expression: string, zone: string, after: Date, now: Date): Date | null {
  const key = `${expression} ${zone}`;
  let span = spans.get(key);
  if (span === undefined || now < span.from || now >= span.until) {
    const runs = toCroner(expression, zone);
    const run = runs.previousRuns(1, new Date(now.getTime() + 1))[0] ?? null;
    span = { run, from: run ?? now, until: runs.nextRun(now) ?? now };
    spans.set(key, span);
  }
  return span.run !== null && span.run > after ? span.run : null;
}

/** From one run to the next: asked for every minute, it changes mostly once a day. */
const spans = new Map<string, { readonly run: Date | null; readonly from: Date; readonly until: Date }>();

/** The same expression with the fields as node-cron reads them, so that both mean the same times. */
function toCroner(expression: string, zone: string): Cron {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = cron.parse(expression);
  const days = isEvery(dayOfMonth, 31) ? '*' : dayOfMonth;
  const weekdays = isEvery(dayOfWeek, 7) ? '*' : dayOfWeek;
  // Lists are fixed times, which run once where the clocks change; a wildcard would run twice, or not at all.
  const options = { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard' } as const;
  return new Cron([minute, hour, days, month, weekdays].join(' '), options);
}

const isEvery = (values: readonly unknown[], count: number): boolean => values.length === count;

/** Runs `run` at each time; a second run begins only when the first has ended. `run` must not reject. */
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
  // Each run finds what was missed, so a missed run is worth no warning.
  const options = { timezone: zone, noOverlap: true, suppressMissedWarning: true, logger };
  const task = cron.schedule(expression, run, options);
  return { stop: () => void task.destroy() };
}
