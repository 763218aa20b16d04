import type { Piece } from './blocks';

/** A message that comes later than it should. */
export interface Late {
  readonly detectedAt: Date;
  readonly deliveredAt: Date;
  /** What kept it, as words in brackets: `Slack was unreachable`. */
  readonly because?: string;
}

/** `Detected 12:01, delivered 12:19 (Slack was unreachable).` */
export const lateLine = ({ detectedAt, deliveredAt, because }: Late): Piece[] => [
  { bold: 'Late: ' },
  'detected ',
  { at: detectedAt },
  ', delivered ',
  { at: deliveredAt },
  ...(because === undefined ? [] : [` (${because})`]),
  '.',
];
