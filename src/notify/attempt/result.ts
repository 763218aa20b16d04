import type { Attempts, Settlement } from '../../storage/alertStore';

/** How an attempt ends: the delivery is done with, or let go of for another try, or another copy's business. */
export type Ending =
  | { readonly kind: 'settled'; readonly settlement: Settlement; readonly sent: boolean }
  | Released
  | { readonly kind: 'lost' };

export interface Released {
  readonly kind: 'released';
  readonly attempts: Attempts;
  /** For how long Slack may still carry out what it did not answer, in ms. */
  readonly mayLandForMs: number;
}
