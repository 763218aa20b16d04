import type { KnownBlock } from '@slack/types';
import type { IncidentWithMessage, Suppression, TargetExplanation } from '../../src/alerting/service';
import { contextBlock, header, type Line, literal, richText, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { standingText } from '../live/statusText';
import { silenceLine } from '../silences/silenceText';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';
import { incidentLine, pendingLine } from './alertsOverviewMessage';
import { incidentTitle, isOutageAlert, isOver } from './incidentText';
import { auditLine } from './queries/auditLines';
import { describeReason } from './queries/reasonText';

const RULES_LISTED = 12;
const INCIDENTS_LISTED = 6;
const PENDING_LISTED = 6;
const AUDIT_LISTED = 6;

/** What was observed of a target, what each rule found, and what was sent or not, and why. */
export function explainMessage(explanation: TargetExplanation, options: AlertOptions): Message {
  const { rules, rulesOff, incidents, shortIds, suppressed, pending, audit, now } = explanation;
  const { explain } = t.alertQueries;
  const headline = headlineOf(explanation);
  const blocks: KnownBlock[] = [
    header(headline),
    richText(...observationLines(explanation)),
    ...truncatedList(explain.alerts, incidents, INCIDENTS_LISTED, (one) =>
      incidentDeliveryLine(one, shortIds.get(one.incident.id) ?? null, now),
    ),
    ...truncatedList(explain.suppressed, suppressed, RULES_LISTED, suppressionLine),
    ...truncatedList(explain.pending, pending, PENDING_LISTED, (one) => pendingLine(one, now)),
    ...truncatedList(explain.rules, rules, RULES_LISTED, ({ rule, at, reason }) =>
      explain.rule(sanitize(rule, 40), at, describeReason(reason)),
    ),
    ...(rulesOff.length === 0 ? [] : [richText(explain.rulesOff(rulesOff))]),
    ...truncatedList(explain.activity, audit, AUDIT_LISTED, auditLine),
    contextBlock(explain.asked(now)),
  ];
  return dataMessage(`${safeText(headline)}.`, blocks, options);
}

function headlineOf({ target, standing, incidents }: TargetExplanation): string {
  const { explain } = t.alertQueries;
  if (standing === null) return explain.neverSeen(targetLabel(target));
  const open = incidents.filter(({ incident }) => !isOver(incident));
  const alerts = open.length === 0 ? explain.noOpenAlert : t.common.openAlerts(open.length);
  // How it stood at the last check is not how it is.
  if (open.some(({ incident }) => isOutageAlert(incident)))
    return explain.redisUnavailable(targetLabel(target), alerts);
  return `${standingText(standing)} · ${alerts}`;
}

function suppressionLine(suppression: Suppression): TextSpan[] {
  const { explain } = t.alertQueries;
  if (suppression.kind === 'muted') return [explain.muted];
  if (suppression.kind === 'silence') return silenceLine(suppression.silence, suppression.silence.from);
  const { incident } = suppression;
  const { state, openedAt, storeOutage, nextReminderAt } = incident;
  if (suppression.kind === 'outage')
    return storeOutage === undefined ? explain.outage(openedAt) : explain.storeOutage(storeOutage, openedAt);
  const title = incidentTitle(incident);
  if (incident.hold !== undefined && state === 'open')
    return explain.heldBack(title, t.silences.heldBack(incident.hold));
  if (state === 'acknowledged') return explain.acknowledged(title, incident.acknowledgedBy);
  if (state === 'snoozed') return explain.snoozed(title, incident.snoozedBy, incident.snoozedUntil);
  return nextReminderAt === null ? [] : explain.nextReminder(title, nextReminderAt);
}

function observationLines({ observedAt, continuousSince }: TargetExplanation): Line[] {
  if (observedAt === null || continuousSince === null) return [[t.alertQueries.overview.noCheckYet]];
  return [
    t.alertQueries.explain.lastCheck(observedAt),
    t.alertQueries.explain.monitoredSince(continuousSince),
  ];
}

function incidentDeliveryLine(
  { incident, message }: IncidentWithMessage,
  shortId: string | null,
  now: Date,
): TextSpan[] {
  const line = withShortId(incidentLine(incident, now), shortId);
  const { notSentYet, sent } = t.alertQueries.explain;
  // What was sent about an outage that lasts, each instance knows by itself.
  if (isOutageAlert(incident) && !isOver(incident)) return line;
  if (message === null) return incident.unposted ? line : [...line, notSentYet];
  return [...line, ...sent(message.channel, message.postedAt, message.revision >= incident.revision)];
}

const withShortId = (line: TextSpan[], shortId: string | null): TextSpan[] =>
  shortId === null ? line : [literal(shortId), ' ', ...line];
