import { DATA_LOSS } from '../alerting/dataLoss';
import type { Incident } from '../alerting/incidents/incident';
import { MAX_CLOSED_INCIDENTS, RETENTION_MS } from '../alerting/incidents/retention';
import { describeIncident } from '../alerting/rules/describe';
import { addMs } from '../lib/time';
import type { Digest, DigestIncident } from './digest';

const TOLD_AT_MOST = 20;
const TITLE_LENGTH = 60;

/** The incidents of these targets, and the outage and the lost data of all, that lasted at some time since. */
export function incidentsSince(
  incidents: readonly Incident[],
  targets: readonly string[],
  since: Date,
  now: Date,
): Pick<Digest, 'incidents' | 'incidentsOmitted' | 'incidentsSince'> {
  const found = incidents
    .filter(({ closedAt }) => closedAt === null || closedAt > since)
    .filter(
      (each) =>
        each.targets.length === 0 ||
        each.rule === DATA_LOSS ||
        each.targets.some(({ target }) => targets.includes(target)),
    )
    .map(toldOf)
    .sort((a, b) => b.beganAt.getTime() - a.beganAt.getTime());
  const knownSince = keptSince(incidents, now);
  return {
    incidents: found.slice(0, TOLD_AT_MOST),
    incidentsOmitted: Math.max(0, found.length - TOLD_AT_MOST),
    incidentsSince: knownSince > since ? knownSince : null,
  };
}

function toldOf({ rule, targets, state, openedAt, closedAt }: Incident): DigestIncident {
  const recoveries = targets.flatMap(({ recoveredAt }) => recoveredAt?.getTime() ?? []);
  const isWell = closedAt !== null && recoveries.length === targets.length && recoveries.length > 0;
  return {
    rule,
    title: describeIncident(rule, targets[0]?.details ?? {})?.title.slice(0, TITLE_LENGTH) ?? null,
    targets: targets.map(({ target }) => target),
    state,
    beganAt: new Date(
      Math.min(...[openedAt, ...targets.map(({ startedAt }) => startedAt)].map((at) => at.getTime())),
    ),
    endedAt: isWell ? new Date(Math.max(...recoveries)) : closedAt,
  };
}

/** Since when all incidents are known: older ones that were closed are forgotten. */
function keptSince(incidents: readonly Incident[], now: Date): Date {
  const closed = incidents.flatMap(({ closedAt }) => closedAt?.getTime() ?? []);
  const byAge = addMs(now, -RETENTION_MS);
  return closed.length < MAX_CLOSED_INCIDENTS
    ? byAge
    : new Date(Math.max(byAge.getTime(), Math.min(...closed)));
}
