import type { TargetState } from '../src/alerts/targetState';
import type { Piece } from './blocks';

/** Who has it in hand, and why its alerts are held back: a line each. */
export const handledLines = ({ silenced, acknowledgedBy }: TargetState): Piece[][] => [
  ...(acknowledgedBy === null ? [] : [['👤 Acknowledged by ', { who: acknowledgedBy }, '.']]),
  ...(silenced === null ? [] : [silenceLine(silenced)]),
];

function silenceLine({ kind, until, by }: NonNullable<TargetState['silenced']>): Piece[] {
  const whose: Piece[] = by === null ? [] : [' by ', { who: by }];
  if (kind === 'muted') return ['🔕 Muted', ...whose, ': no alerts until it is well again.'];
  return ['🔕 Snoozed', ...whose, ...(until === null ? [] : [' until ', { at: until }]), '.'];
}
