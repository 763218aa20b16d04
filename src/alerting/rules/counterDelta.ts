import { z } from 'zod';

/** A counter's last reported value; null while none was. */
export const counterValueSchema = z.number().nullable();

/**
 * What a counter did since it was last reported. One that is not reported has not changed, and is not 0.
 * `appeared`: it is reported for the first time while the target is watched, so something was counted; how much is
 * not known. At the first sight of a target (`known` undefined) nothing has happened. One that leaps by more than a
 * number holds was not counted up: it is told as one that fell, for counting begins anew in both cases.
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
