import { z } from 'zod';

/** A counter's last reported value; null while none was. */
export const counterValueSchema = z.number().nullable();

/**
 * What a counter did since it was last reported. One that is not reported has not changed, and is not 0.
 * `appeared`: it is reported for the first time while the target is watched, so something was counted; how much is
 * not known. At the first observation of a target (`known` undefined) nothing has happened. One that leaps by more than a
 * number holds was not counted up: it is reported as one that fell, for counting begins anew in both cases.
 */
export type CounterStep =
  | { readonly did: 'nothing' }
  | { readonly did: 'appeared'; readonly to: number }
  | { readonly did: 'rose' | 'fell'; readonly from: number; readonly to: number };

export function counterDelta(known: number | null | undefined, seen: number | null): CounterStep {
  if (known === undefined || seen === null || seen === known) return { did: 'nothing' };
  if (known === null) return seen > 0 ? { did: 'appeared', to: seen } : { did: 'nothing' };
  const isRise = seen > known && Number.isFinite(seen - known);
  return { did: isRise ? 'rose' : 'fell', from: known, to: seen };
}

/** A loss of Redis's data explains a counter that fell for so long, in ms: it may have come back as it was before. */
const LOSS_EXPLAINS_MS = 600_000;

/**
 * What may have been counted since a counter fell, as where it was reset across a restart of the trader: at most what it
 * shows. Null where it did not fall, shows nothing new, or Redis has just lost data.
 */
export function countedSinceReset(
  step: CounterStep,
  { now, lostAt }: { readonly now: Date; readonly lostAt: Date | null },
): { readonly from: number; readonly atMost: number } | null {
  if (step.did !== 'fell' || step.to <= 0 || step.to >= step.from) return null;
  const isLoss = lostAt !== null && Math.abs(now.getTime() - lostAt.getTime()) <= LOSS_EXPLAINS_MS;
  return isLoss ? null : { from: step.from, atMost: step.to };
}
