import { isoSeconds, msBetween } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import type { Details } from '../rules/details';

/** A real order proves for this long that real orders are sent, in ms. */
export const ORDER_PROVES_FOR_MS = 7 * 86_400_000;

/** Whether a trader may send real orders, and what says so. */
export interface RealMoney {
  /** Null where nothing tells. */
  readonly value: boolean | null;
  readonly by: 'orders' | 'flags' | 'metrics' | null;
  /** The newest real order or execution known of, by our clock; null where none is. */
  readonly lastOrderAt: Date | null;
  /** What says the opposite of `by`, with less weight; null where nothing does. */
  readonly contradictedBy: 'flags' | 'metrics' | null;
}

type Evidence = Pick<LiveStatusSnapshot, 'mode' | 'liveEnabled' | 'liveArmed' | 'liveByMetrics'>;

const NO_MONEY: RealMoney = { value: false, by: null, lastOrderAt: null, contradictedBy: null };

/**
 * Whether real money is at stake. Orders and executions are written only where real orders are sent, so that they weigh
 * more than the flags, and those more than the live metrics. Only a live trader can send real orders.
 */
export function realMoneyOf(evidence: Evidence, lastOrderAt: Date | null, now: Date): RealMoney {
  if (evidence.mode !== 'live') return NO_MONEY;
  const isProven = lastOrderAt !== null && msBetween(lastOrderAt, now) <= ORDER_PROVES_FOR_MS;
  const said = [
    { by: 'orders', value: isProven ? true : null },
    { by: 'flags', value: byFlags(evidence) },
    { by: 'metrics', value: evidence.liveByMetrics },
  ] as const;
  const first = said.find(({ value }) => value !== null);
  const value = first?.value ?? null;
  const other = said.find((each) => each.value !== null && each.value !== value);
  return {
    value,
    by: first?.by ?? null,
    lastOrderAt,
    contradictedBy: other === undefined || other.by === 'orders' ? null : other.by,
  };
}

/** Both must be set; one that is not, or not known, is enough to doubt it. */
function byFlags({ liveEnabled, liveArmed }: Evidence): boolean | null {
  if (liveEnabled === false || liveArmed === false) return false;
  return liveEnabled === true && liveArmed === true ? true : null;
}

/** What a message says of real money, as it was at that moment. */
export const moneyDetails = (
  { value, by, lastOrderAt, contradictedBy }: RealMoney,
  { liveEnabled, liveArmed, unreadable }: LiveStatusSnapshot,
): Details => ({
  realMoney: value,
  realMoneyBy: by,
  lastRealOrder: lastOrderAt === null ? null : isoSeconds(lastOrderAt),
  realMoneyContradictedBy: contradictedBy,
  liveEnabled,
  liveArmed,
  ...(unreadable.includes('liveEnabled') || unreadable.includes('liveArmed') ? { liveUnreadable: true } : {}),
});
