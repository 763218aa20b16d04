import type { TargetState } from '../../src/alerting/state/targetState';
import type { TextSpan } from '../blockKit/blocks';
import { pluralize } from '../text/numbers';

/** Of one whose status does not say what is wrong: that something is. */
export function openAlertsLine({ status, breakerActive, incidents }: TargetState): string | null {
  const isSaid = breakerActive === true || !['ok', 'late', 'not_reported'].includes(status);
  if (isSaid || incidents.length === 0) return null;
  return `🔔 ${pluralize(incidents.length, 'open alert')}: see /arb-alerts.`;
}

/** What is open, who has it in hand, and why its alerts are held back: a line each. */
export const handledLines = (state: TargetState): TextSpan[][] => {
  const { silenced, acknowledgedBy } = state;
  const open = openAlertsLine(state);
  return [
    ...(open === null ? [] : [[open]]),
    ...(acknowledgedBy === null ? [] : [['👤 Acknowledged by ', { who: acknowledgedBy }, '.']]),
    ...(silenced === null ? [] : [silenceLine(silenced)]),
  ];
};

function silenceLine({ kind, until, by }: NonNullable<TargetState['silenced']>): TextSpan[] {
  const whose: TextSpan[] = by === null ? [] : [' by ', { who: by }];
  if (kind === 'muted') return ['🔕 Muted', ...whose, ': no alerts until it is well again.'];
  return ['🔕 Snoozed', ...whose, ...(until === null ? [] : [' until ', { at: until }]), '.'];
}
