import type { KnownBlock } from '@slack/types';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { AlertsOverview, PendingNotification } from '../../src/alerting/service';
import type { AuditAction, AuditEntry } from '../../src/alerting/types';
import { contextBlock, header, type Line, type TextSpan } from '../blockKit/blocks';
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
import { actionText } from './threadMessage';

const INCIDENTS_LISTED = 12;
const NAMES_LISTED = 6;
const UNWELL_NAMED = 2;
const PENDING_LISTED = 8;
const AUDIT_LISTED = 8;
const OPEN_SPOKEN = 3;

/** What is wrong now, who has it, and what has not yet reached Slack. */
export function alertsOverviewMessage(overview: AlertsOverview, options: AlertOptions): Message {
  const { open, targets, silences, pending, dropped, audit, observedAt, now } = overview;
  const { overview: text } = t.alertQueries;
  const muted = targets.filter(({ silenced }) => silenced?.kind === 'muted');
  const headline = headlineOf(overview);
  const undelivered = pending.length === 0 ? [] : [pendingText(pending, now)];
  const blocks: KnownBlock[] = [
    header(`${statusMarkOf(overview)} ${headline}`),
    ...truncatedList(text.openList, open, INCIDENTS_LISTED, (incident) => incidentLine(incident, now)),
    ...truncatedList(text.mutedList, muted, NAMES_LISTED, (one) => [standingText(one)]),
    ...silenceLists([...silences.active, ...silences.upcoming], [], now),
    ...truncatedList(undelivered[0] ?? '', pending, PENDING_LISTED, (one) => pendingLine(one, now)),
    ...dropHint(pending),
    ...droppedList(dropped),
    ...truncatedList(text.activity, audit, AUDIT_LISTED, auditLine),
    contextBlock(observedAt === null ? text.noCheckYet : text.lastCheck(observedAt)),
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
function namedIncident(incident: Incident, withMoney: boolean): string {
  const names = joinNames(
    incident.targets.map(({ target }) => targetLabel(target)),
    NAMES_LISTED,
  );
  return t.alerts.what(incidentTitle(incident), names, withMoney && hasRealMoney(incident.targets));
}

export function incidentLine(incident: Incident, now: Date): TextSpan[] {
  const what = t.alerts.severe(incident.severity, namedIncident(incident, true));
  return t.alertQueries.overview.incident(what, startOf(incident), durationOf(incident, now), [
    ...assignment(incident),
    ...(incident.hold === undefined ? [] : t.silences.heldBack(incident.hold)),
  ]);
}

function assignment(incident: Incident): Line {
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
      attempts?.lastError || null,
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
      const { rule, target, facts } = notification.event;
      const session = rule === 'tuning' ? textIn(facts, 'sessionId') : null;
      return session === null
        ? pending.event(t.rules.describe(rule, facts).title, targetLabel(target))
        : pending.tuning(textIn(facts, 'what') ?? '', session);
    }
    case 'silence':
      return notification.report.kind === 'ended'
        ? t.silences.pending(silenceName(notification.report.silence))
        : t.silences.pendingReminder;
    case 'digest':
      return pending.digest;
  }
}

/** `acknowledged it (no_sign_of_life of live docker)`. */
export function auditLine({ at, actor, action, incident, target }: AuditEntry): TextSpan[] {
  const { activity } = t.alertQueries;
  const name = target === null ? null : targetLabel(target);
  const about =
    incident && (isOutageAlert(incident) ? activity.outage : activity.about(sanitize(incident.rule), name));
  return activity.line(at, actor, [
    ...activityText(action, name),
    ...(about === null ? [] : [` (${about})`]),
  ]);
}

function activityText(action: AuditAction, name: string | null): Line {
  const { activity } = t.alertQueries;
  switch (action.kind) {
    case 'drill':
      return [t.alertQueries.activity.drill];
    case 'test':
      return [activity.test];
    case 'paged':
      return t.escalation.activity.paged(action.via);
    case 'page_failed':
      return t.escalation.activity.failed(action.via, action.code);
    case 'page_skipped':
      return [t.escalation.activity.skipped(action.step)];
    case 'duty_swap':
      return t.escalation.activity.swapped(action.userId, action.until);
    case 'duty_clear':
      return [t.escalation.activity.swapEnded];
    case 'unmuted':
      return [activity.unmuted(name)];
    case 'dropped':
      return activity.dropped(action.code);
    case 'changed':
      return [activity.changed(action.from, action.to)];
    case 'unmute':
      return [t.silences.activity.unmute(name)];
    case 'silence_begun': {
      const { from, until, includesCritical } = action.silence;
      return t.silences.activity.begun(silenceName(action.silence), from, until, includesCritical);
    }
    case 'silence_ended':
      return [t.silences.activity.ended(silenceName(action.silence))];
    case 'held_back':
      return [t.silences.activity.heldBack(action.by)];
    default:
      return actionText(action);
  }
}
