import type { Incident } from '../../../src/alerting/incidents/incident';
import type { AlertHistory } from '../../../src/alerting/service';
import { contextBlock, header, type TextSpan } from '../../blockKit/blocks';
import { safeText } from '../../blockKit/fallbackText';
import { dataMessage, type Message } from '../../blockKit/message';
import type { AlertOptions } from '../../blockKit/options';
import { truncatedList } from '../../text/blockLists';
import { t } from '../../text/catalogue';
import { targetLabel } from '../../text/targetNames';
import { assignment, namedIncident } from '../alertsOverviewMessage';
import { durationOf, isOver, startOf } from '../incidentText';
import { auditLine } from './auditLines';

const INCIDENTS_LISTED = 15;
const AUDIT_LISTED = 12;

/** Which alerts there were, for how long, and who did what. */
export function historyMessage(history: AlertHistory, options: AlertOptions): Message {
  const { incidents, shortIds, audit, target, now, since } = history;
  const { history: text } = t.alertQueries;
  const name = target === null ? null : targetLabel(target);
  const heading = text.heading(incidents.length, now.getTime() - since.getTime(), name);
  return dataMessage(
    `${safeText(heading)}.`,
    [
      header(heading),
      ...truncatedList(text.incidents, incidents, INCIDENTS_LISTED, (incident) =>
        pastLine(incident, shortIds.get(incident.id) ?? null, now),
      ),
      ...truncatedList(text.activity, audit, AUDIT_LISTED, auditLine),
      contextBlock(text.kept),
    ],
    options,
  );
}

function pastLine(incident: Incident, shortId: string | null, now: Date): TextSpan[] {
  const { history } = t.alertQueries;
  const { severity, acknowledgedBy } = incident;
  const end = assignment(incident);
  return history.closed(
    t.alerts.severe(severity, namedIncident(incident, true)),
    startOf(incident),
    durationOf(incident, now),
    isOver(incident) && acknowledgedBy !== null ? history.acknowledgedAnd(acknowledgedBy, end) : end,
    shortId,
  );
}
