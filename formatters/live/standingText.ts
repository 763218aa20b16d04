import type { Standing } from '../../src/alerting/state/standing';
import type { TargetStatus } from '../../src/alerting/state/targetStatus';
import { targetWords } from '../text/targetNames';
import { STATUS_WORDS } from './statusText';

/* How a target stood at the last check, in a word or two each. */

const GRAVE: readonly TargetStatus[] = ['down', 'unknown', 'no_heartbeat', 'stale_portfolio'];

/** Whether it needs somebody, whatever became of its alerts. */
export const isUnwell = ({ status, breakerActive }: Pick<Standing, 'status' | 'breakerActive'>): boolean =>
  GRAVE.includes(status) || breakerActive === true;

/** The mark of the gravest of those that are unwell, in the order of an overview's heading; null where none is. */
export function gravestMark(standings: readonly Standing[]): string | null {
  const has = (status: TargetStatus) => standings.some((each) => each.status === status);
  if (has('down')) return STATUS_WORDS.down.mark;
  if (standings.some(({ breakerActive }) => breakerActive === true)) return '⛔';
  const grave = GRAVE.find(has);
  return grave === undefined ? null : STATUS_WORDS[grave].mark;
}

/** `down · REAL MONEY · muted`, without its name. */
export function standingWords({ status, breakerActive, realMoney, silenced }: Standing): string {
  return [
    STATUS_WORDS[status].words.toLowerCase(),
    ...(realMoney === true ? ['REAL MONEY'] : []),
    ...(breakerActive === true ? ['BREAKER ACTIVE'] : []),
    ...(silenced === null ? [] : [silenced.kind]),
  ].join(' · ');
}

/** `live docker: down · REAL MONEY · muted`. */
export const namedStanding = (standing: Standing): string =>
  `${targetWords(standing.target)}: ${standingWords(standing)}`;
