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
