import { addMs } from '../../lib/time';
import { controlsExpireAt } from '../controls';
import { lossesOverAt } from '../dataLoss';
import type { TargetId } from '../incidents/incident';
import type { AlertState } from '../state/alertState';
import type { AlertSettings } from '../types';
import { incidentDeadlines } from './incidentDeadlines';
import { type Deadline, ruleDeadlines } from './ruleDeadlines';
import { silenceDeadlines } from './silenceDeadlines';

/** Who dies together gives the last sign of life within this time, in ms: one check, and one message, has them all. */
const STORM_MS = 1_000;

/** When something is due by time alone. */
export interface NextChange {
  readonly at: Date;
  /** The only targets that have to be observed for it; null for all. */
  readonly only: ReadonlySet<TargetId> | null;
}

/**
 * When a check can first decide something else by time alone, though nothing new is written: a target goes stale, a reminder
 * is due, a silence ends. Null for never. Always later than the last check of it, which has decided all that was due then: so
 * nothing is asked twice. Tuning sessions are not among it, which are read once a minute.
 */
export function nextChange(known: AlertState, settings: AlertSettings): NextChange | null {
  const lossesOver = lossesOverAt(known.losses);
  const others = [
    ...incidentDeadlines(known, settings),
    ...silenceDeadlines(known, settings),
    ...controlsExpireAt(known.controls),
    ...(lossesOver === null ? [] : [lossesOver]),
  ].filter((at) => at > known.observedAt);
  const all = [
    ...ruleDeadlines(known, settings),
    ...others.map((at): Deadline => ({ at, target: null, storm: null })),
  ];
  const first = earliestOf(all);
  if (first === null) return null;
  const at = endOfStorm(first, all);
  const due = all.filter((each) => each.at <= at).map(({ target }) => target);
  const targets = due.filter((target) => target !== null);
  return { at, only: targets.length === due.length ? new Set(targets) : null };
}

const earliestOf = (deadlines: readonly Deadline[]): Deadline | null =>
  deadlines.reduce<Deadline | null>(
    (first, each) => (first === null || each.at < first.at ? each : first),
    null,
  );

function endOfStorm({ at, storm }: Deadline, all: readonly Deadline[]): Date {
  if (storm === null) return at;
  const until = addMs(at, STORM_MS);
  return all.reduce(
    (last, each) => (each.storm === storm && each.at > last && each.at <= until ? each.at : last),
    at,
  );
}
