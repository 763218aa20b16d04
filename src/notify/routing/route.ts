import type { Posted } from '../../slack/outbound/slackApi';
import type { Refusals } from '../../storage/alertStore';
import type { MessageRef, Notification } from '../model/notification';
import { isOutageNotification } from '../model/predicates';
import type { ChannelCircuitBreaker } from './channelBreaker';
import type { Operation } from './rateLimiter';

/** Where, and how, a notification goes. */
export interface Route {
  readonly operation: Operation;
  readonly channel: string;
  /** The message to update. */
  readonly ts: string | null;
  readonly threadTs: string | null;
}

/**
 * Where a notification goes now: the message that is there, or its channel; and while that has a fault, the fallback. When
 * no channel may be tried, the one that may be first.
 */
export function selectRoute(
  notification: Notification,
  {
    messages,
    breaker,
    fallback,
    way = 'usual',
  }: {
    /** Those of its incident. */
    readonly messages: readonly MessageRef[];
    readonly breaker: ChannelCircuitBreaker;
    readonly fallback: string | null;
    /** How it is tried after Slack has refused it as usual. */
    readonly way?: Refusals['way'];
  },
): Route {
  if (way === 'elsewhere' && fallback !== null) return postTo(fallback);
  const [first, ...others] = candidateRoutes(notification, way === 'plain' ? [] : messages, fallback);
  const open = [first, ...others].find(({ channel }) => breaker.isClosed(channel));
  if (open === undefined) return earliest([first, ...others], breaker) ?? first;
  // What merely is slow to answer is waited for; only what a person has to mend is gone around.
  return open === first || breaker.faultOf(first.channel) !== null ? open : first;
}

type Candidates = readonly [Route, ...Route[]];

function candidateRoutes(
  notification: Notification,
  messages: readonly MessageRef[],
  fallback: string | null,
): Candidates {
  const existing = notification.kind === 'incident' || notification.kind === 'note' ? messages : [];
  const routeTo = (channel: string): Route => {
    const message = existing.find((each) => each.channel === channel);
    if (message === undefined) return postTo(channel);
    return notification.kind === 'note' ? replyTo(message) : updateRoute(message);
  };
  if (notification.kind === 'incident' && notification.pointer !== undefined)
    return [updateRoute(notification.pointer)];
  if (notification.kind === 'incident' && notification.staleChannel !== undefined)
    return [routeTo(notification.staleChannel)];
  const first = existing[0]?.channel ?? notification.channel;
  const others = channelsOf(notification, fallback).filter((channel) => channel !== first);
  return [routeTo(first), ...others.map(routeTo)];
}

/** Its own channel, and the fallback, if that is another. */
const channelsOf = (
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

/**
 * Where a notification's message may have gone without our knowing, when it was to go by this route. An outage may have been
 * reported in another channel, by an instance that knew less of the traders.
 */
export const possibleRoutes = (
  notification: Notification,
  route: Route,
  messages: readonly Posted[],
  {
    fallbackChannel,
    alertChannels = [],
  }: { readonly fallbackChannel: string | null; readonly alertChannels?: readonly string[] },
): readonly Route[] => [
  route,
  ...(notification.kind === 'note' ? messages.map(replyTo) : []),
  ...channelsOf(notification, fallbackChannel).map(postTo),
  ...(isOutageNotification(notification) ? alertChannels.map(postTo) : []),
];

/** Where another message of its incident may have gone without our knowing, besides these. */
export const possibleFallbackRoutes = (
  notification: Notification,
  messages: readonly MessageRef[],
  fallback: string | null,
): readonly Route[] =>
  channelsOf(notification, fallback)
    .filter((channel) => messages.every((each) => each.channel !== channel))
    .map(postTo);

const replyTo = ({ channel, ts }: Posted): Route => ({
  operation: 'post',
  channel,
  ts: null,
  threadTs: ts,
});

/** A new message in the channel itself. */
export const postTo = (channel: string): Route => ({ operation: 'post', channel, ts: null, threadTs: null });

const earliest = (routes: Candidates, breaker: ChannelCircuitBreaker): Route | undefined =>
  [...routes].sort((a, b) => breaker.retryAt(a.channel) - breaker.retryAt(b.channel))[0];
