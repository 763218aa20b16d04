import { isOutage } from '../../alerting/observation/gap';
import { earlier } from '../../lib/time';
import type { MessageMetadata, Posted, SendFailure } from '../../slack/outbound/slackApi';
import type { Claim } from '../../storage/alertStore';
import type { MessageRefs } from '../model/messageRefs';
import type { Notification } from '../model/notification';
import type { Route } from '../routing/route';
import type { Lease } from './lease';

interface AttemptFacts {
  readonly notification: Notification;
  readonly claim: Claim;
  readonly lease: Lease;
  readonly startedAt: Date;
  /** True of one in the local outbox, which nobody else sends. */
  readonly isLocal: boolean;
  readonly refs: MessageRefs;
  readonly hadMessage: boolean;
  /** Messages that are not this notification's: their ts, or the id in their metadata. */
  readonly excluded: ReadonlySet<string>;
  /** Whether its message may have been sent without our knowing. */
  readonly mayHaveBeenSent: boolean;
  /** It could not be looked up for so long that it is sent anyway. */
  readonly isUnverified: boolean;
  readonly route: Route;
  /** Whether its incident's message is posted again instead of changed. */
  readonly isRepost: boolean;
  /** The metadata of a message that was found; null for none. */
  readonly found: MessageMetadata | null;
  /** Slack's code, once it has refused the blocks. */
  readonly rejectedBlocks: string | null;
  /** It has refused the text, too: only what it is about is still to be said. */
  readonly isBare: boolean;
  readonly lastFailure: SendFailure;
}

/** Where an attempt to send one notification stands. */
export type AttemptState = AttemptFacts &
  (
    | { readonly step: 'place' | 'verify' | 'send' }
    | {
        readonly step: 'resolveDuplicates' | 'complete';
        readonly posted: Posted;
        /** True of a message that was found, so that it is not known which revision it shows. */
        readonly isExisting: boolean;
      }
  );

/** A message of it is in Slack. */
export type PostedState = Extract<AttemptState, { readonly posted: Posted }>;

/** The state that every attempt begins in has met no failure yet: a route that is not free now is tried again soon. */
export const NO_FAILURE_YET: SendFailure = { kind: 'rate_limited', retryAfterMs: 1_000 };

/** An incident that is reported for the first time was detected when it opened, whatever became of it since. */
export function firstDetectedAt({ notification, hadMessage }: AttemptState): Date {
  if (notification.kind !== 'incident' || hadMessage || isOutage(notification.incident))
    return notification.detectedAt;
  return earlier(notification.incident.openedAt, notification.detectedAt);
}
