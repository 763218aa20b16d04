import { addMs, msBetween } from '../../lib/time';
import type { TargetRecord } from '../state/alertState';
import type { SignRecord, Signs } from './signs';
import { lastOf } from './targetObservation';

/** The record of a target that lives on as before is stored at least this often, in ms. */
export const recordAgeMs = (staleAfterMs: number): number => staleAfterMs / 3;

/** A target that has given no sign for longer is stored by the next check, with its last one; in ms. */
const quietAfterMs = (ageMs: number): number => Math.min(ageMs, 10_000);

/** Whether a sign was last written longer than that before it was looked for. */
export const isLateSign = ({ writtenAt, observedAt }: SignRecord, afterMs: number): boolean =>
  writtenAt !== null && msBetween(writtenAt, observedAt) > afterMs;

/** Whether a target was quiet when it was looked at: then its record has its last sign. */
export function isQuiet({ records }: Signs, ageMs: number): boolean {
  const last = lastOf(Object.values(records));
  return last !== null && isLateSign(last, quietAfterMs(ageMs));
}

/**
 * After when a target has given a sign of life, though its record has none: it lived on as before at the last check, which stored
 * nothing of it. Null where its record is that check's, or it was quiet.
 */
export function seenAliveAt(
  { evaluatedAt, signs }: TargetRecord,
  observedAt: Date,
  staleAfterMs: number,
): Date | null {
  const ageMs = recordAgeMs(staleAfterMs);
  const lateMs = msBetween(evaluatedAt, observedAt);
  const isStoredLate = lateMs > 0 && lateMs < ageMs && !isQuiet(signs, ageMs);
  return isStoredLate ? addMs(observedAt, -quietAfterMs(ageMs)) : null;
}
