import type { LiveStatusSnapshot } from '../monitors/liveSnapshot';
import { expectedSigns, type SignName } from './expectedSigns';
import { type RealMoney, realMoneyOf } from './realMoney';
import { NO_SIGNS, observeSigns, type SignRecord, type Signs, signId } from './signs';
import { between } from './values';

/** An order so long ago, in ms, is evidence that its trader should still be running. */
const ORDER_EXPECTS_FOR_MS = 86_400_000;

/** Why a trader should be running of which no sign of life was ever observed. */
export type RunEvidence = 'flags' | 'orders' | 'configured';

/** What one check observed of a target, in the light of what was observed before. */
export interface TargetObservation {
  readonly signs: Signs;
  /** Those that it is expected to give. */
  readonly expected: readonly SignRecord[];
  /** The expected sign that was written last; null where no write of any was ever observed. */
  readonly last: WrittenSign | null;
  /** An expected sign was written since the check before. */
  readonly isWritten: boolean;
  readonly money: RealMoney;
  readonly evidence: RunEvidence | null;
}

export type WrittenSign = SignRecord & { readonly writtenAt: Date };

interface Before {
  readonly signs: Signs | null;
  /** The newest real order known of, by our clock; null where none is. */
  readonly lastRealOrderAt: Date | null;
  /** What the configuration says of this target; undefined where it is not listed. */
  readonly configured: { readonly signs: readonly SignName[] | null } | undefined;
  /** What is known was noted by the clock that tells `now`; so unless said otherwise. */
  readonly isOwnClock?: boolean;
}

/** What of a snapshot tells whether its trader lives, and what is at stake. */
export type Evidence = Pick<
  LiveStatusSnapshot,
  'mode' | 'signs' | 'liveEnabled' | 'liveArmed' | 'liveByMetrics'
>;

export function observeTarget(
  snapshot: Evidence,
  { signs: before, lastRealOrderAt, configured, isOwnClock = true }: Before,
  now: Date,
): TargetObservation {
  const { signs, written } = observeSigns(before ?? NO_SIGNS, snapshot.signs, now, { isOwnClock });
  const expected = expectedSigns(signs, configured?.signs ?? null);
  return {
    signs,
    expected,
    last: lastOf(expected),
    isWritten: expected.some((record) => written.includes(signId(record))),
    money: realMoneyOf(snapshot, lastRealOrderAt, now),
    evidence: evidenceOf(snapshot, lastRealOrderAt, configured !== undefined, now),
  };
}

export const isWrittenSign = (record: SignRecord): record is WrittenSign => record.writtenAt !== null;

/** The one that was written last; null where none ever was. */
export const lastOf = (records: readonly SignRecord[]): WrittenSign | null =>
  records
    .filter(isWrittenSign)
    .reduce<WrittenSign | null>(
      (last, each) => (last !== null && last.writtenAt >= each.writtenAt ? last : each),
      null,
    );

function evidenceOf(
  { mode, liveEnabled, liveArmed }: Evidence,
  lastRealOrderAt: Date | null,
  isConfigured: boolean,
  now: Date,
): RunEvidence | null {
  if (mode === 'live' && (liveEnabled === true || liveArmed === true)) return 'flags';
  if (lastRealOrderAt !== null && between(lastRealOrderAt, now) <= ORDER_EXPECTS_FOR_MS) return 'orders';
  return isConfigured ? 'configured' : null;
}
