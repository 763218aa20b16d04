import { DATA_LOSS } from '../alerting/dataLoss';
import { isDrill } from '../alerting/drill/drill';
import type { Incident } from '../alerting/incidents/incident';
import { MAX_CLOSED_INCIDENTS, RETENTION_MS } from '../alerting/incidents/retention';
import { addMs } from '../lib/time';
import type { Digest, DigestIncident } from './digest';

const MAX_LISTED = 20;

/** The incidents of these targets that were open at some time since, with outages and data loss, which concern all targets. */
export function incidentsSince(
  incidents: readonly Incident[],
  targets: readonly string[],
  since: Date,
  now: Date,
): Pick<Digest, 'incidents' | 'incidentsOmitted' | 'incidentsSince'> {
  const found = incidents
    .filter((each) => !isDrill(each) && (each.closedAt === null || each.closedAt > since))
    .filter(
      (each) =>
        each.targets.length === 0 ||
        each.rule === DATA_LOSS ||
        each.targets.some(({ target }) => targets.includes(target)),
    )
    .map(toDigestIncident)
    .sort((a, b) => b.beganAt.getTime() - a.beganAt.getTime());
  const completeSince = retainedSince(incidents, now);
  return {
    incidents: found.slice(0, MAX_LISTED),
    incidentsOmitted: Math.max(0, found.length - MAX_LISTED),
    incidentsSince: completeSince > since ? completeSince : null,
  };
}

function toDigestIncident({ rule, severity, targets, state, openedAt, closedAt }: Incident): DigestIncident {
  const recoveries = targets.flatMap(({ recoveredAt }) => recoveredAt?.getTime() ?? []);
  const isRecovered = closedAt !== null && recoveries.length === targets.length && recoveries.length > 0;
  return {
    rule,
    severity,
    details: targets[0]?.details ?? {},
    targets: targets.map(({ target }) => target),
    state,
    beganAt: new Date(
      Math.min(...[openedAt, ...targets.map(({ startedAt }) => startedAt)].map((at) => at.getTime())),
    ),
    endedAt: isRecovered ? new Date(Math.max(...recoveries)) : closedAt,
  };
}

/** Since when all incidents are there: older closed ones are discarded. */
function retainedSince(incidents: readonly Incident[], now: Date): Date {
  const closed = incidents.flatMap(({ closedAt }) => closedAt?.getTime() ?? []);
  const byAge = addMs(now, -RETENTION_MS);
  return closed.length < MAX_CLOSED_INCIDENTS
    ? byAge
    : new Date(Math.max(byAge.getTime(), Math.min(...closed)));
}
