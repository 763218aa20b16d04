import { placeOfId } from '../../state/keys';
import type { Incident, TargetId } from '../incidents/incident';
import { realMoneyOf } from '../observation/realMoney';
import { circuitBreaker } from '../rules/circuitBreaker';
import { noSignOfLife } from '../rules/noSignOfLife';
import type { Silence } from '../silences/silence';
import { silencesOf, type TargetSilence, targetSilenceOf } from '../silences/targetSilence';
import type { TargetRecord } from './alertState';
import { isOpenFor } from './targetState';
import type { TargetStatus } from './targetStatus';

/** How a target stands as at the last check, with what people did since. */
export interface Standing {
  readonly target: TargetId;
  readonly status: TargetStatus;
  /** Of one that is down, since when. */
  readonly downSince: Date | null;
  readonly silenced: TargetSilence | null;
  /** A Slack user; null where nobody did. */
  readonly acknowledgedBy: string | null;
  /** How many of its alerts are open. */
  readonly openAlerts: number;
  /** Null where that is not known. */
  readonly realMoney: boolean | null;
  /** Null where nothing tells. */
  readonly breakerActive: boolean | null;
}

/** How a target that was checked stands. */
export function standingOf(
  record: TargetRecord,
  incidents: readonly Incident[],
  now: Date,
  silences: readonly Silence[] = [],
): Standing {
  const { target, status, reported, lastRealOrderAt } = record;
  const open = incidents.filter((incident) => isOpenFor(incident, target));
  const down = open.find(({ rule }) => rule === noSignOfLife.name);
  const isBreakerOpen = open.some(({ rule }) => rule === circuitBreaker.name);
  const mode = placeOfId(target)?.mode ?? 'paper';
  return {
    target,
    status,
    downSince: down?.targets.find((each) => each.target === target)?.startedAt ?? null,
    silenced: targetSilenceOf(record, open, silencesOf(silences, target, now)),
    acknowledgedBy: open.find(({ state }) => state === 'acknowledged')?.acknowledgedBy ?? null,
    openAlerts: open.length,
    realMoney: realMoneyOf({ mode, ...reported }, lastRealOrderAt, now).value,
    breakerActive: isBreakerOpen ? true : reported.breakerActive,
  };
}
