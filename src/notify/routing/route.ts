import type { Posted } from '../../slack/outbound/slackApi';
import type { MessageRef, Notification } from '../model/notification';
import type { ChannelCircuitBreaker } from './channelBreaker';
import type { Operation } from './rateLimiter';

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
  delivery: Notification,
  {
    messages,
    roads,
    fallback,
    nowMs,
  }: {
    /** Those of its incident. */
    readonly messages: readonly MessageRef[];
    readonly roads: ChannelCircuitBreaker;
    readonly fallback: string | null;
    readonly nowMs: number;
  },
): Place {
  const [first, ...others] = candidateRoutes(delivery, messages, fallback);
  const open = [first, ...others].find(({ channel }) => roads.opensAt(channel) <= nowMs);
  if (open === undefined) return earliest([first, ...others], roads) ?? first;
  // What merely is slow to answer is waited for; only what a person has to mend is gone around.
  return open === first || roads.faultIn(first.channel) !== null ? open : first;
}

type Routes = readonly [Place, ...Place[]];

function candidateRoutes(
  delivery: Notification,
  messages: readonly MessageRef[],
  fallback: string | null,
): Routes {
  const there = delivery.kind === 'incident' || delivery.kind === 'note' ? messages : [];
  const wayTo = (channel: string): Place => {
    const message = there.find((each) => each.channel === channel);
    if (message === undefined) return postTo(channel);
    return delivery.kind === 'note' ? replyRoute(message) : updateRoute(message);
  };
  if (delivery.kind === 'incident' && delivery.leftIn !== undefined) return [wayTo(delivery.leftIn)];
  const first = there[0]?.channel ?? delivery.channel;
  const others = channelsOf(delivery, fallback).filter((channel) => channel !== first);
  return [wayTo(first), ...others.map(wayTo)];
}

/** Its own channel, and the fallback, if that is another. */
export const channelsOf = (
  { channel }: Pick<Notification, 'channel'>,
  fallback: string | null,
): readonly string[] => (fallback === null || fallback === channel ? [channel] : [channel, fallback]);

/** A change of this message. */
export const updateRoute = ({ channel, ts }: Posted): Place => ({
  operation: 'update',
  channel,
  ts,
  threadTs: null,
});

/** Where a delivery's message may have gone without our knowing, when it was to go to this place. */
export const possibleRoutes = (
  delivery: Notification,
  place: Place,
  fallback: string | null,
): readonly Place[] => [place, ...channelsOf(delivery, fallback).map(postTo)];

/** Where another message of its incident may have gone without our knowing, besides these. */
export const possibleFallbackRoutes = (
  delivery: Notification,
  messages: readonly MessageRef[],
  fallback: string | null,
): readonly Place[] =>
  channelsOf(delivery, fallback)
    .filter((channel) => messages.every((each) => each.channel !== channel))
    .map(postTo);

const replyRoute = ({ channel, ts }: Posted): Place => ({
  operation: 'post',
  channel,
  ts: null,
  threadTs: ts,
});

/** A new message in the channel itself. */
export const postTo = (channel: string): Place => ({ operation: 'post', channel, ts: null, threadTs: null });

const earliest = (ways: Routes, roads: ChannelCircuitBreaker): Place | undefined =>
  [...ways].sort((a, b) => roads.opensAt(a.channel) - roads.opensAt(b.channel))[0];
