import type { SendFailure } from '../../slack/outbound/slackApi';
import type { ChannelCircuitBreaker } from '../routing/channelBreaker';
import { postTo, selectRoute } from '../routing/route';
import { staysAsItIs } from './refusals';
import type { AttemptState } from './state';

/** Slack's error codes for a message that is gone or cannot be edited. */
const MESSAGE_MISSING_ERRORS: readonly string[] = [
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
];

/** The same for the thread to reply in. */
const THREAD_MISSING_ERRORS: readonly string[] = [
  'thread_not_found',
  'message_not_found',
  'cannot_reply_to_message',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
];

export interface RouteContext {
  readonly breaker: ChannelCircuitBreaker;
  readonly fallback: string | null;
  readonly now: Date;
  /** When Slack last took another message in the channel; null for never. */
  readonly lastTakenAt: Date | null;
}

/**
 * The state in which to try another route at once after a failure; null when there is none. Each of them loses a message,
 * a thread, the blocks or a channel for good, so that no attempt goes on for ever.
 */
export function nextRoute(
  state: AttemptState,
  failure: SendFailure,
  { breaker, fallback, now, lastTakenAt }: RouteContext,
): AttemptState | null {
  const { notification, route, refs, claim } = state;
  const way = claim.attempts?.refusals?.way ?? 'usual';
  const next = { ...state, isRepost: false, step: 'verify', lastFailure: failure } as const;
  const elsewhere = (): AttemptState | null => {
    const instead = selectRoute(notification, { messages: refs.existing, breaker, fallback, way });
    return breaker.isClosed(instead.channel) && instead.channel !== route.channel
      ? { ...next, route: instead }
      : null;
  };
  if (failure.kind === 'rate_limited') return elsewhere();
  if (failure.kind !== 'rejected') return null;
  const isUnchangeable =
    MESSAGE_MISSING_ERRORS.includes(failure.code) ||
    staysAsItIs(failure, claim.attempts, { notification, now, lastTakenAt });
  if (route.ts !== null && isUnchangeable) {
    const left = refs.markDeleted(route.ts);
    const instead = selectRoute(notification, { messages: left.existing, breaker, fallback, way });
    // It may have been posted anew already, where the store is older than that.
    return { ...next, refs: left, route: instead, mayHaveBeenSent: true };
  }
  if (route.threadTs !== null && THREAD_MISSING_ERRORS.includes(failure.code))
    return { ...next, route: postTo(route.channel) };
  if (failure.scope === 'message') {
    if (state.rejectedBlocks === null)
      return { ...next, isRepost: state.isRepost, rejectedBlocks: failure.code };
    return state.isBare ? null : { ...next, isRepost: state.isRepost, isBare: true };
  }
  return failure.scope === 'channel' ? elsewhere() : null;
}
