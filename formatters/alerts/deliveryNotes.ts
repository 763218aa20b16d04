import type { Piece } from '../blockKit/blocks';
import { shown } from '../blockKit/escape';

/** A message that comes later than it should. */
export interface Late {
  readonly detectedAt: Date;
  readonly deliveredAt: Date;
  /** What kept it, as words in brackets: `Slack was unreachable`. */
  readonly because?: string;
}

/** How a message came to where it stands. */
export interface Passage {
  /** Given when it comes later than it should. */
  readonly deliveredLate: Late | null;
  /** The channel it was meant for, when it stands in the fallback instead, and Slack's word for why. */
  readonly insteadOf?: { readonly channel: string; readonly code: string } | null;
}

/** What is to be said of how it came; nothing, when it came as it should. */
export const passageLines = ({ deliveredLate, insteadOf }: Passage): Piece[][] => [
  ...(deliveredLate === null ? [] : [lateLine(deliveredLate)]),
  ...(insteadOf
    ? [['Meant for ', { who: insteadOf.channel }, ', which cannot take it (', { data: insteadOf.code }, ').']]
    : []),
];

/** `Detected 12:01, delivered 12:19 (Slack was unreachable).` */
const lateLine = ({ detectedAt, deliveredAt, because }: Late): Piece[] => [
  { bold: 'Late: ' },
  'detected ',
  { at: detectedAt },
  ', delivered ',
  { at: deliveredAt },
  ...(because === undefined ? [] : [' (', shown(because, 100), ')']),
  '.',
];
