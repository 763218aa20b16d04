import type { Delivery } from './delivery';
import type { PlacedMessage } from './deliveryText';
import type { Operation } from './pace';
import type { Roads } from './roads';

/** Where, and how, a delivery goes. */
export interface Place {
  readonly operation: Operation;
  readonly channel: string;
  /** The message to update. */
  readonly ts: string | null;
  readonly threadTs: string | null;
}

/**
 * Where a delivery goes now: the message that is there, or its channel; and while that has a fault, the fallback. When
 * every way is closed, the one that opens first.
 */
export function placeOf(
  delivery: Delivery,
  {
    placed,
    roads,
    fallback,
    nowMs,
  }: {
    /** The message of its incident. */
    readonly placed: PlacedMessage | null;
    readonly roads: Roads;
    readonly fallback: string | null;
    readonly nowMs: number;
  },
): Place {
  const [first, ...others] = waysFor(delivery, placed, fallback);
  const open = [first, ...others].find(({ channel }) => roads.opensAt(channel) <= nowMs);
  if (open === undefined) return soonest([first, ...others], roads) ?? first;
  // What merely is slow to answer is waited for; only what a person has to mend is gone around.
  return open === first || roads.faultIn(first.channel) !== null ? open : first;
}

type Ways = readonly [Place, ...Place[]];

function waysFor(delivery: Delivery, placed: PlacedMessage | null, fallback: string | null): Ways {
  const elsewhere = [delivery.channel, ...(fallback === null ? [] : [fallback])];
  if (placed === null) return waysTo(elsewhere[0] ?? delivery.channel, elsewhere.slice(1));
  const others = elsewhere.filter((channel) => channel !== placed.channel).map(postIn);
  if (delivery.kind === 'incident')
    return [{ operation: 'update', channel: placed.channel, ts: placed.ts, threadTs: null }, ...others];
  if (delivery.kind === 'note')
    return [{ operation: 'post', channel: placed.channel, ts: null, threadTs: placed.ts }, ...others];
  return waysTo(delivery.channel, elsewhere.slice(1));
}

const waysTo = (channel: string, others: readonly string[]): Ways => [
  postIn(channel),
  ...others.filter((other) => other !== channel).map(postIn),
];

/** A new message in the channel itself. */
export const postIn = (channel: string): Place => ({ operation: 'post', channel, ts: null, threadTs: null });

const soonest = (ways: Ways, roads: Roads): Place | undefined =>
  [...ways].sort((a, b) => roads.opensAt(a.channel) - roads.opensAt(b.channel))[0];
