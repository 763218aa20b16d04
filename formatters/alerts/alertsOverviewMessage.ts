import type { KnownBlock } from '@slack/types';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { AlertsOverview, PendingNotification } from '../../src/alerting/service';
import type { StoredFailure } from '../../src/storage/alertStore';
import { contextBlock, header, type Line, literal, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { clockText, safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { escalationText } from '../escalation/escalationText';
import { gravestMark, needsAttention, STATUS_MARKS, standingText } from '../live/statusText';
import { silenceLists } from '../silences/silenceLists';
import { silenceName } from '../silences/silenceText';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { textIn } from '../text/details';
import { joinNames } from '../text/lists';
import { targetLabel } from '../text/targetNames';
import { dropHint, droppedList, droppedSpoken } from './deliveryNotes';
import {
  durationOf,
  hasRealMoney,
  incidentTitle,
  incidentWhat,
  isOutageAlert,
  startOf,
} from './incidentText';

const INCIDENTS_LISTED = 12;
const NAMES_LISTED = 6;
const UNWELL_NAMED = 2;
const PENDING_LISTED = 8;
const OPEN_SPOKEN = 3;

/** What is wrong now, who has it, and what has not yet reached Slack. */
export function alertsOverviewMessage(overview: AlertsOverview, options: AlertOptions): Message {
  const { open, targets, shortIds, silences, pending, dropped, observedAt, now } = overview;
  const { overview: text } = t.alertQueries;
  const muted = targets.filter(({ silenced }) => silenced?.kind === 'muted');
  const headline = headlineOf(overview);
  const undelivered = pending.length === 0 ? [] : [pendingText(pending, now)];
  const blocks: KnownBlock[] = [
    header(`${statusMarkOf(overview)} ${headline}`),
    ...truncatedList(text.openList, open, INCIDENTS_LISTED, (incident) =>
      openLine(incident, shortIds.get(incident.id) ?? null, now),
    ),
    ...truncatedList(text.mutedList, muted, NAMES_LISTED, (one) => [standingText(one)]),
    ...silenceLists([...silences.active, ...silences.upcoming], [], now),
    ...truncatedList(undelivered[0] ?? '', pending, PENDING_LISTED, (one) => pendingLine(one, now)),
    ...dropHint(pending),
    ...droppedList(dropped),
    contextBlock(observedAt === null ? text.noCheckYet : text.lastCheck(observedAt), text.more),
  ];
  const spoken = open
    .slice(0, OPEN_SPOKEN)
    .map((incident) =>
      safeText(
        t.alerts.severe(
          incident.severity,
          isOutageAlert(incident)
            ? text.outageSince(incidentTitle(incident), clockText(startOf(incident), now, options.zone))
            : `${incidentWhat(incident)}.`,
        ),
      ),
    );
  return dataMessage(
    [
      `${safeText(headline)}.`,
      ...spoken,
      ...undelivered.map((line) => `${line}.`),
      ...[droppedSpoken(dropped)].filter((line) => line !== null),
    ].join(' '),
    blocks,
    options,
  );
}

/** In a drill nothing is wrong. */
const realAlerts = (open: readonly Incident[]): readonly Incident[] =>
  open.filter(({ drill }) => drill === undefined);

/** Green only after a check, and never where a target needs attention of which no alert is open, such as one that is muted. */
function statusMarkOf({ open, targets, observedAt }: AlertsOverview): string {
  if (realAlerts(open).length > 0) return STATUS_MARKS.down;
  return gravestMark(targets) ?? (observedAt === null ? '⚪' : STATUS_MARKS.ok);
}

function headlineOf({ open, targets, observedAt, now }: AlertsOverview): string {
  const { overview } = t.alertQueries;
  const alerts = realAlerts(open);
  if (alerts.length > 0) return overview.openAlerts(alerts.length);
  if (observedAt === null) return overview.noCheck;
  const unwell = targets.filter(needsAttention).map(standingText);
  return joinNames(unwell, UNWELL_NAMED) ?? overview.noAlert(observedAt, now);
}

function pendingText(pending: readonly PendingNotification[], now: Date): string {
  const times = pending.flatMap(({ detectedAt }) => detectedAt?.getTime() ?? []);
  const waitingMs = times.length === 0 ? null : now.getTime() - Math.min(...times);
  return t.alertQueries.overview.undelivered(pending.length, waitingMs);
}

/** `Down: live docker, paper docker · REAL MONEY`. */
export function namedIncident(incident: Incident, withMoney: boolean): string {
  const names = joinNames(
    incident.targets.map(({ target }) => targetLabel(target)),
    NAMES_LISTED,
  );
  return t.alerts.what(incidentTitle(incident), names, withMoney && hasRealMoney(incident.targets));
}

/** What, how bad, since when, who has it, and what to type for it. */
const openLine = (incident: Incident, shortId: string | null, now: Date): TextSpan[] => [
  ...incidentLine(incident, now),
  ...(shortId === null ? [] : [' · ', literal(shortId)]),
];

export function incidentLine(incident: Incident, now: Date): TextSpan[] {
  const what = t.alerts.severe(incident.severity, namedIncident(incident, true));
  return t.alertQueries.overview.incident(
    what,
    startOf(incident),
    durationOf(incident, now),
    assignmentAndHold(incident),
  );
}

const assignmentAndHold = (incident: Incident): Line => [
  ...assignment(incident),
  ...(incident.hold === undefined ? [] : t.silences.heldBack(incident.hold)),
];

export function assignment(incident: Incident): Line {
  const { acknowledgedBy, snoozedBy, snoozedUntil, closedAt, storeOutage } = incident;
  const text = t.alertQueries.assignment;
  switch (incident.state) {
    case 'open':
      if (!isOutageAlert(incident)) return [text.open, ...escalationText(incident)];
      return [storeOutage === undefined ? text.outage : text.storeOutage(storeOutage)];
    case 'acknowledged':
      return text.acknowledged(acknowledgedBy);
    case 'snoozed':
      return text.snoozed(snoozedBy, snoozedUntil);
    case 'recovered':
      return text.recovered(closedAt);
    case 'muted':
      return [text.muted];
    case 'closed':
      return [text.closed];
  }
}

/** What keeps it. What Slack or a webhook said of a page stands for itself. */
const keptBy = ({ notification }: PendingNotification, failure: StoredFailure): string =>
  notification?.kind === 'page' ? failure.detail : t.common.notSent(failure);

/** What waits, for how long, and what keeps it. */
export function pendingLine(one: PendingNotification, now: Date): TextSpan[] {
  const { channel, detectedAt, attempts } = one;
  const { number, line, inDoubt, nextTry } = t.alertQueries.pending;
  const waitingMs = detectedAt && now.getTime() - detectedAt.getTime();
  return [
    ...number(one.number),
    ...line(
      [sanitize(pendingWhat(one), 200)],
      channel,
      waitingMs,
      attempts?.count ?? null,
      attempts?.lastFailure ? keptBy(one, attempts.lastFailure) : null,
    ),
    ...(attempts?.inDoubtSince ? [inDoubt] : []),
    ...(attempts?.notBefore && attempts.notBefore > now ? nextTry(attempts.notBefore) : []),
  ];
}

function pendingWhat({ notification }: PendingNotification): string {
  const { pending } = t.alertQueries;
  switch (notification?.kind) {
    case undefined:
      return pending.unreadable;
    case 'incident': {
      const { incident, staleChannel } = notification;
      return staleChannel === undefined
        ? pending.alert(namedIncident(incident, false))
        : pending.update(namedIncident(incident, false));
    }
    case 'page':
      return t.escalation.pending(notification.via, namedIncident(notification.incident, false));
    case 'note':
      return pending.note[notification.note.kind];
    case 'event': {
      const { rule, target, details } = notification.event;
      const session = rule === 'tuning' ? textIn(details, 'sessionId') : null;
      return session === null
        ? pending.event(t.rules.describe(rule, details).title, targetLabel(target))
        : pending.tuning(textIn(details, 'what') ?? '', session);
    }
    case 'silence':
      return notification.report.kind === 'ended'
        ? t.silences.pending(silenceName(notification.report.silence))
        : t.silences.pendingReminder;
    case 'digest':
      return pending.digest;
    case 'configuration':
      return t.configuration.pending;
  }
}
