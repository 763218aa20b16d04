import { BEAT_MS } from '../../alerting/rules/gracePeriod';
import type { HistoryEvent } from '../../history/model/events';
import { WAITS_FROM } from '../settings/silenceLimits';
import { checksOf } from './checkTimes';
import { countUpTo } from './lastUpTo';
import type { Past } from './readPast';

/** Checks around one at which something changed, in which rules take notice: before it, and until a second sign of life has come. */
const BEFORE = 2;
const AFTER = 4;

const ms = (at: number): number => at;

/**
 * The checks, by their indices, at which something was recorded that a rule may go by. What passes at the others changes
 * nothing but by time alone. `limits`: after so much silence, in ms, a rule
 * alerts.
 */
export function turningPoints({ times, targets }: Past, limits: readonly number[]): Set<number> {
  const points = new Set<number>();
  const around = (checkMs: number): void => {
    const i = countUpTo(times, checkMs - 1, ms);
    for (let near = Math.max(0, i - BEFORE); near <= Math.min(times.length - 1, i + AFTER); near++)
      points.add(near);
  };
  for (const { events } of targets)
    for (const event of events.events) for (const at of turnsOf(event, limits)) around(at);
  points.add(0);
  return points;
}

function turnsOf(event: HistoryEvent, limits: readonly number[]): readonly number[] {
  if (event.kind !== 'silence') return checksOf(event);
  const { at, lastSilentAt, endedAt } = event;
  const untilMs = (endedAt ?? lastSilentAt).getTime();
  const from = at.getTime();
  const late = limits
    .flatMap((limitMs) => [from + limitMs / WAITS_FROM, from + limitMs + BEAT_MS])
    .filter((ms) => ms <= untilMs);
  return late.length === 0 ? [] : [from, ...late, lastSilentAt.getTime(), untilMs];
}
