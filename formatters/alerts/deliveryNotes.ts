import type { Line } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';

/** A message that comes later than it should. */
export interface DelayInfo {
  readonly detectedAt: Date;
  readonly deliveredAt: Date;
  /** What kept it: `Slack was unreachable`. */
  readonly because?: string;
}

/** How a message came to where it stands. */
export interface DeliveryInfo {
  /** Given when it comes later than it should. */
  readonly deliveredLate: DelayInfo | null;
  /** The channel it was meant for, when it stands in the fallback instead, and Slack's word for why. */
  readonly insteadOf?: { readonly channel: string; readonly code: string } | null;
}

/** What is to be said of how it came; nothing, when it came as it should. */
export const deliveryNotes = ({ deliveredLate: late, insteadOf }: DeliveryInfo): Line[] => [
  ...(late === null
    ? []
    : [
        t.common.late(
          late.detectedAt,
          late.deliveredAt,
          late.because === undefined ? null : sanitize(late.because, 100),
        ),
      ]),
  ...(insteadOf ? [t.common.redirected(insteadOf.channel, insteadOf.code)] : []),
];
