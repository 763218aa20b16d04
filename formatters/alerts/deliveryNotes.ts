import type { TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';

/** A message that comes later than it should. */
export interface DelayInfo {
  readonly detectedAt: Date;
  readonly deliveredAt: Date;
  /** What kept it, as words in brackets: `Slack was unreachable`. */
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
export const deliveryNotes = ({ deliveredLate, insteadOf }: DeliveryInfo): TextSpan[][] => [
  ...(deliveredLate === null ? [] : [delayNote(deliveredLate)]),
  ...(insteadOf
    ? [['Meant for ', { who: insteadOf.channel }, ', which cannot take it (', { data: insteadOf.code }, ').']]
    : []),
];

/** `Detected 12:01, delivered 12:19 (Slack was unreachable).` */
const delayNote = ({ detectedAt, deliveredAt, because }: DelayInfo): TextSpan[] => [
  { bold: 'Late: ' },
  'detected ',
  { at: detectedAt },
  ', delivered ',
  { at: deliveredAt },
  ...(because === undefined ? [] : [' (', sanitize(because, 100), ')']),
  '.',
];
