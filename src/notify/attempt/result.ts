import type { Completion, RetryState } from '../../storage/alertStore';

/** How an attempt ends: the delivery is done with, or let go of for another try, or another copy's business. */
export type Ending =
  | { readonly kind: 'settled'; readonly settlement: Completion; readonly sent: boolean }
  | Retry
  | { readonly kind: 'lost' };

export interface Retry {
  readonly kind: 'released';
  readonly attempts: RetryState;
  /** For how long Slack may still carry out what it did not answer, in ms. */
  readonly mayLandForMs: number;
}
