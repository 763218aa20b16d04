import { addMs, later, msBetween } from '../../lib/time';
import type { Escalation, EscalationSettings } from './escalation';

/** A step that is this late, in ms, gives whom it pages the whole time until the next. */
const LATE_MS = 60_000;

/** A step that is due, and what follows. */
export interface DueStep {
  /** From 0. */
  readonly step: number;
  /** Earlier ones that were due as well and are not sent any more. */
  readonly skipped: readonly number[];
  /** When the next is due; null where there is none. */
  readonly nextDueAt: Date | null;
}

/**
 * The step to take now; null for none. After a gap several may be due: only the newest is taken, and the time until the
 * next counts from now.
 */
export function dueStep(
  { step, dueAt }: Pick<Escalation, 'step' | 'dueAt'>,
  { steps }: EscalationSettings,
  now: Date,
): DueStep | null {
  const first = steps[step];
  if (first === undefined || dueAt === null || dueAt > now) return null;
  const dueAtOf = (i: number): Date => addMs(dueAt, (steps[i]?.afterMs ?? 0) - first.afterMs);
  let newest = step;
  while (newest + 1 < steps.length && dueAtOf(newest + 1) <= now) newest += 1;
  const from = msBetween(dueAtOf(newest), now) > LATE_MS ? now : dueAtOf(newest);
  const [own, next] = [steps[newest], steps[newest + 1]];
  return {
    step: newest,
    skipped: Array.from({ length: newest - step }, (_, i) => step + i),
    nextDueAt: own && next ? later(now, addMs(from, next.afterMs - own.afterMs)) : null,
  };
}

/**
 * An escalation by the steps as they are configured now: the time of the next one moves by as much as that was changed, one
 * that was taken away is not waited for, and where steps were added after the last one it goes on.
 */
export function followPlan(known: Escalation, { steps }: EscalationSettings, now: Date): Escalation {
  const next = steps[known.step];
  if (known.status === 'finished' && next !== undefined)
    return {
      ...known,
      status: 'running',
      dueAt: later(now, addMs(known.since, next.afterMs)),
      stepAfterMs: next.afterMs,
    };
  if (known.status !== 'running' && known.status !== 'paused') return known;
  if (next === undefined) return { ...known, status: 'finished', dueAt: null, remainingMs: null };
  const movedMs = next.afterMs - (known.stepAfterMs ?? next.afterMs);
  if (movedMs === 0 && known.stepAfterMs !== undefined) return known;
  return {
    ...known,
    stepAfterMs: next.afterMs,
    dueAt: known.dueAt && addMs(known.dueAt, movedMs),
    remainingMs: known.remainingMs === null ? null : Math.max(0, known.remainingMs + movedMs),
  };
}
