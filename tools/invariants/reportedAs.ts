import type { Settings } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { stateIn } from './reading';

/**
 * The incident that was reported under this id by then. An instance that began to miss Redis while the message of an outage
 * said that this lasts goes on with that message, as documented, and pages of it under the id that it gave the outage.
 */
export function incidentReportedAs(
  settings: Settings,
  incidents: readonly ReportedIncident[],
  id: string,
  at: number,
): ReportedIncident | undefined {
  const own = incidents.find((each) => each.id === id);
  if (own !== undefined || !id.startsWith('monitoring_outage:')) return own;
  const since = outageBeganAt(id);
  return incidents.find(
    (each) =>
      each.rule === 'monitoring_outage' &&
      each.firstAt <= at + momentsMs(settings) &&
      saidToLastUntil(each) >= since,
  );
}

/** An outage has its beginning in its id, in s: `monitoring_outage:1795435253`, or `monitoring_outage:start:1795445879`. */
export const outageBeganAt = (id: string): number => Number(id.split(':').at(-1)) * 1000;

/** When its messages first said that it is over, and none did otherwise after; Infinity while one says that it lasts. */
function saidToLastUntil({ messages }: ReportedIncident): number {
  const versions = messages.flatMap((message) => message.versions).sort((a, b) => a.at - b.at);
  const lastOpen = versions.findLastIndex((version) => stateIn(version) !== 'recovered');
  return versions[lastOpen + 1]?.at ?? Number.POSITIVE_INFINITY;
}
