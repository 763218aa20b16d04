import type { Posted } from '../../slack/outbound/slackApi';
import type { MessageRef, Notification } from '../model/notification';
import type { ChannelCircuitBreaker } from './channelBreaker';
import type { Operation } from './rateLimiter';

/** Where, and how, a delivery goes. */
export interface Route {
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
export function selectRoute(
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
): Route {
  const [first, ...others] = candidateRoutes(delivery, messages, fallback);
  const open = [first, ...others].find(({ channel }) => roads.retryAt(channel) <= nowMs);
  if (open === undefined) return earliest([first, ...others], roads) ?? first;
  // What merely is slow to answer is waited for; only what a person has to mend is gone around.
  return open === first || roads.faultOf(first.channel) !== null ? open : first;
}

type Candidates = readonly [Route, ...Route[]];

function candidateRoutes(
  delivery: Notification,
  messages: readonly MessageRef[],
  fallback: string | null,
): Candidates {
  const there = delivery.kind === 'incident' || delivery.kind === 'note' ? messages : [];
  const routeTo = (channel: string): Route => {
    const message = there.find((each) => each.channel === channel);
    if (message === undefined) return postTo(channel);
    return delivery.kind === 'note' ? replyRoute(message) : updateRoute(message);
  };
  if (delivery.kind === 'incident' && delivery.staleChannel !== undefined)
    return [routeTo(delivery.staleChannel)];
  const first = there[0]?.channel ?? delivery.channel;
  const others = channelsOf(delivery, fallback).filter((channel) => channel !== first);
  return [routeTo(first), ...others.map(routeTo)];
}

/** Its own channel, and the fallback, if that is another. */
export const channelsOf = (
  { channel }: Pick<Notification, 'channel'>,
  fallback: string | null,
): readonly string[] => (fallback === null || fallback === channel ? [channel] : [channel, fallback]);

/** A change of this message. */
export const updateRoute = ({ channel, ts }: Posted): Route => ({
  operation: 'update',
  channel,
  ts,
  threadTs: null,
});

/** Where a delivery's message may have gone without our knowing, when it was to go to this place. */
export const possibleRoutes = (
  delivery: Notification,
  place: Route,
  fallback: string | null,
): readonly Route[] => [place, ...channelsOf(delivery, fallback).map(postTo)];

/** Where another message of its incident may have gone without our knowing, besides these. */
export const possibleFallbackRoutes = (
  delivery: Notification,
  messages: readonly MessageRef[],
  fallback: string | null,
): readonly Route[] =>
  channelsOf(delivery, fallback)
    .filter((channel) => messages.every((each) => each.channel !== channel))
    .map(postTo);

const replyRoute = ({ channel, ts }: Posted): Route => ({
  operation: 'post',
  channel,
  ts: null,
  threadTs: ts,
});

/** A new message in the channel itself. */
export const postTo = (channel: string): Route => ({ operation: 'post', channel, ts: null, threadTs: null });

const earliest = (ways: Candidates, roads: ChannelCircuitBreaker): Route | undefined =>
  [...ways].sort((a, b) => roads.retryAt(a.channel) - roads.retryAt(b.channel))[0];
