import { addMs } from '../../lib/time';
import { controlsExpireAt } from '../controls';
import { lossesOverAt } from '../dataLoss';
import type { AlertState } from '../state/alertState';
import type { AlertSettings } from '../types';
import { incidentDeadlines } from './incidentDeadlines';
import { type Deadline, ruleDeadlines } from './ruleDeadlines';
import { silenceDeadlines } from './silenceDeadlines';

/** Who dies together gives the last sign of life within this time, in ms: one check, and one message, has them all. */
const STORM_MS = 1_000;

/**
 * When a check can first decide something else by time alone, though nothing new is written: a target goes stale, a reminder
 * is due, a silence ends. Null for never. Always later than the last check, which has decided all that was due then: so
 * nothing is asked twice. Tuning sessions are not among it, which are read once a minute.
 */
export function nextChangeAt(known: AlertState, settings: AlertSettings): Date | null {
  const lossesOver = lossesOverAt(known.losses);
  const ahead = [
    ...ruleDeadlines(known, settings),
    ...[
      ...incidentDeadlines(known, settings),
      ...silenceDeadlines(known, settings),
      ...controlsExpireAt(known.controls),
      ...(lossesOver === null ? [] : [lossesOver]),
    ].map((at): Deadline => ({ at, storm: null })),
  ].filter(({ at }) => at > known.observedAt);
  const first = earliestOf(ahead);
  return first && endOfStorm(first, ahead);
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
