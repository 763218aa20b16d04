import type { Standing } from '../../src/alerting/state/standing';
import type { TargetState } from '../../src/alerting/state/targetState';
import type { TargetStatus } from '../../src/alerting/state/targetStatus';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';

/** A mark that only decorates the word for a status. */
export const STATUS_MARKS: Readonly<Record<TargetStatus, string>> = {
  unknown: '❔',
  down: '🔴',
  not_reported: '➖',
  no_heartbeat: '🟠',
  stale_portfolio: '🟠',
  late: '🟡',
  ok: '🟢',
};
export const BREAKER_MARK = '⛔';
const OPEN_ALERT_MARK = '🟠';

/** `Portfolio stale`, for the start of a line. */
export const statusLabel = (status: TargetStatus): string => t.live.status[status];

/** The mark of a status: never green where the breaker is active or an alert is open. */
export function statusMark(status: TargetStatus, isBreakerActive: boolean, openAlerts: number): string {
  if (status !== 'ok') return STATUS_MARKS[status];
  if (isBreakerActive) return BREAKER_MARK;
  return openAlerts > 0 ? OPEN_ALERT_MARK : STATUS_MARKS.ok;
}

export const markOfState = ({ status, breakerActive, incidents }: TargetState): string =>
  statusMark(status, breakerActive === true, incidents.length);

/* How a target stood at the last check, in a word or two each. */

const GRAVE: readonly TargetStatus[] = ['down', 'unknown', 'no_heartbeat', 'stale_portfolio'];

/** Whether somebody must look at it, whatever became of its alerts. */
export const needsAttention = ({
  status,
  breakerActive,
}: Pick<Standing, 'status' | 'breakerActive'>): boolean => GRAVE.includes(status) || breakerActive === true;

/** The mark of the gravest of them, in the order of an overview's heading; null where none needs attention. */
export function gravestMark(standings: readonly Standing[]): string | null {
  const has = (status: TargetStatus) => standings.some((each) => each.status === status);
  if (has('down')) return STATUS_MARKS.down;
  if (standings.some(({ breakerActive }) => breakerActive === true)) return BREAKER_MARK;
  const grave = GRAVE.find(has);
  return grave === undefined ? null : STATUS_MARKS[grave];
}

/** `live docker: down · REAL MONEY · muted`. */
export const standingText = ({ target, status, breakerActive, realMoney, silenced }: Standing): string =>
  `${targetLabel(target)}: ${[
    statusLabel(status).toLowerCase(),
    ...(realMoney === true ? [t.common.realMoney] : []),
    ...(breakerActive === true ? [t.common.breakerActive] : []),
    ...(silenced === null ? [] : [t.common.silenced[silenced.kind]]),
  ].join(' · ')}`;
