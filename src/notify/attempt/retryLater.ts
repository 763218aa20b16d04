import type { Posted, SendFailure } from '../../slack/outbound/slackApi';
import type { DispatcherDeps } from '../dispatcherOptions';
import { toStoredFailure } from '../failure';
import { IN_FLIGHT_WINDOW_MS } from '../retryPolicy';
import type { Route } from '../routing/route';
import type { SlackSender } from '../slackSender';
import { isUndeliverable, nextRefusals } from './refusals';
import type { AttemptResult } from './result';
import { nextRetryState } from './retryState';
import type { AttemptState } from './state';

/** What failed in an attempt. */
export interface FailedAttempt {
  readonly state: AttemptState;
  readonly failure: SendFailure;
  readonly call: Route['operation'] | 'find';
  /** A message of ours, of which it is not known yet whether it is a duplicate. */
  readonly unresolved?: Posted | undefined;
}

/** The same, one after the other. */
export type RetryArguments = [
  state: AttemptState,
  failure: SendFailure,
  call: FailedAttempt['call'],
  unresolved?: Posted,
];

/** When to try again, by what failed; and whether to give up. */
export function retryLater(
  { settings, clock, random }: Pick<DispatcherDeps, 'settings' | 'clock' | 'random'>,
  sender: SlackSender,
  { state, failure, call, unresolved }: FailedAttempt,
): AttemptResult {
  const { notification, claim, route, isLocal } = state;
  const { threadTs } = route;
  const isAmbiguous = failure.kind === 'ambiguous' && call !== 'find';
  const isInDoubt = state.mayHaveBeenSent || (isAmbiguous && call === 'post');
  const inFlightMs = isAmbiguous ? (settings.inFlightMs ?? IN_FLIGHT_WINDOW_MS) : 0;
  const context = {
    notification,
    now: clock.now(),
    lastTakenAt: sender.lastTakenAt(route.channel),
    lastTakenAnywhereAt: sender.lastTakenAt(route.channel, notification.channel, settings.fallbackChannel),
    fallback: settings.fallbackChannel,
  };
  const known = claim.attempts?.refusals;
  const refusals = call === 'find' ? known : nextRefusals(failure, claim.attempts, context);
  const isGivenUp = !isLocal && refusals !== known && isUndeliverable(failure, refusals, context);
  const attempts = nextRetryState(failure, {
    before: claim.attempts,
    inDoubtSince: isInDoubt ? state.startedAt : null,
    inDoubtThread:
      isAmbiguous && call === 'post' && threadTs !== null ? { channel: route.channel, ts: threadTs } : null,
    inFlightMs,
    refusals,
    lookupSince: call === 'find' && unresolved === undefined && isOfLookup(failure) ? state.startedAt : null,
    isUnverifiedPost: state.isUnverified && isAmbiguous && call === 'post',
    now: clock.now(),
    random,
  });
  return {
    kind: 'retry',
    inFlightMs,
    undeliverable: isGivenUp ? toStoredFailure(failure) : null,
    attempts: unresolved ? { ...attempts, posted: unresolved } : attempts,
  };
}

/** While Slack cannot be reached, or refuses the token, nothing can be sent either. */
const isOfLookup = (failure: SendFailure): boolean =>
  failure.kind !== 'not_sent' && !(failure.kind === 'rejected' && failure.scope === 'token');
