import type { Completion, RetryState, StoredFailure } from '../../storage/alertStore';

/** How an attempt ends: the notification is sent, or waits for another attempt, or is another instance's. */
export type AttemptResult =
  | { readonly kind: 'completed'; readonly completion: Completion }
  | {
      readonly kind: 'retry';
      readonly attempts: RetryState;
      /** For how long Slack may still carry out what it did not answer, in ms. */
      readonly inFlightMs: number;
      /** Slack refuses it wherever it may go, and has for long; why. Null while it may still be taken. */
      readonly undeliverable: StoredFailure | null;
    }
  | { readonly kind: 'conflict' };
