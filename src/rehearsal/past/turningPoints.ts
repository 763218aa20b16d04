import type { HistoryEvent } from '../../history/model/events';
import { checksOf } from './checkTimes';
import { countUpTo } from './lastUpTo';
import type { Past } from './readPast';

/** Checks around one at which something changed, in which rules take notice: before it, and until a second sign of life has come. */
const BEFORE = 2;
const AFTER = 4;

const ms = (at: number): number => at;

/**
 * The checks, by their indices, at which something was recorded that a rule may go by. What passes at the others changes
 * nothing but by time alone. `silentMs`: of a silence that is no longer than that, nothing follows.
 */
export function turningPoints({ times, targets }: Past, silentMs: number): Set<number> {
  const points = new Set<number>();
  const around = (checkMs: number): void => {
    const i = countUpTo(times, checkMs - 1, ms);
    for (let near = Math.max(0, i - BEFORE); near <= Math.min(times.length - 1, i + AFTER); near++)
      points.add(near);
  };
  for (const { events } of targets)
    for (const event of events.events) for (const at of turnsOf(event, silentMs)) around(at);
  points.add(0);
  return points;
}

function turnsOf(event: HistoryEvent, silentMs: number): readonly number[] {
  if (event.kind !== 'silence') return checksOf(event);
  const { at, lastSilentAt, endedAt } = event;
  const untilMs = (endedAt ?? lastSilentAt).getTime();
  const lateMs = at.getTime() + silentMs + 1;
  return untilMs < lateMs ? [] : [at.getTime(), lateMs, lastSilentAt.getTime(), untilMs];
}
