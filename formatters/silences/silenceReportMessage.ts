import type { SilenceReminder, SilenceReport } from '../../src/alerting/silences/reports/report';
import type { HeldIncident, SilenceSummary } from '../../src/alerting/silences/reports/summarySchema';
import type { HeldEvent } from '../../src/alerting/silences/silence';
import { type DeliveryInfo, deliveryNotes } from '../alerts/deliveryNotes';
import { header, richText, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { safeText, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { joinNames } from '../text/lists';
import { targetLabel } from '../text/targetNames';
import { silenceLists } from './silenceLists';
import { silenceName, silenceSubject } from './silenceText';

const LISTED = 10;
const NAMED = 4;
const TITLE_LENGTH = 60;

interface ReportContext extends DeliveryInfo {
  readonly now: Date;
}

/** What a silence held back, at its end; or what is silenced without an end. */
export const silenceReportMessage = (
  report: SilenceReport,
  context: ReportContext,
  options: AlertOptions,
): Message =>
  report.kind === 'ended'
    ? summaryMessage(report, context, options)
    : muteReminderMessage(report, context, options);

function summaryMessage(summary: SilenceSummary, context: ReportContext, options: AlertOptions): Message {
  const { silence, incidents, incidentsOmitted } = summary;
  const { ended } = t.silences;
  const firing = incidents.filter(({ endedAt }) => endedAt === null);
  const over = incidents.filter(({ endedAt }) => endedAt !== null);
  const headline = ended.headline(silenceName(silence), firing.length, over.length + incidentsOmitted);
  const { from, until, by, reason, endedBy } = silence;
  const below = [ended.lasted(from, until ?? context.now, by, reason, endedBy), ...deliveryNotes(context)];
  const blocks = [
    header(`${silence.kind === 'maintenance' ? '🔧' : '🔔'} ${headline}`),
    ...truncatedList(ended.firingList, firing, LISTED, incidentLine),
    ...truncatedList(ended.overList, over, LISTED, incidentLine, incidentsOmitted),
    ...truncatedList(ended.eventList, silence.events, LISTED, eventLine, silence.eventsOmitted),
    richText(...below),
  ];
  const spoken = [...incidents.map(incidentLine), ...silence.events.map(eventLine)].slice(0, NAMED);
  const sentences = spoken.map((line) => `${toFallbackText(line, context.now, options.zone)}.`);
  return dataMessage([`${safeText(headline)}.`, ...sentences].join(' '), blocks, options);
}

function incidentLine({ rule, details, targets, state, startedAt, endedAt }: HeldIncident): TextSpan[] {
  const { ended } = t.silences;
  const title = sanitize(t.rules.describe(rule, details).title, TITLE_LENGTH);
  const what = t.alerts.what(title, silenceSubject(targets), false);
  if (endedAt === null) return ended.firing(what, startedAt);
  const how = state === 'muted' || state === 'closed' ? state : 'recovered';
  return ended.over(what, startedAt, endedAt, endedAt.getTime() - startedAt.getTime(), how);
}

function eventLine({ rule, target, at }: HeldEvent): TextSpan[] {
  const title = sanitize(t.rules.describe(rule, {}).title, TITLE_LENGTH);
  return t.silences.ended.event(t.alerts.what(title, targetLabel(target), false), at);
}

function muteReminderMessage(
  { silences, muted }: SilenceReminder,
  context: ReportContext,
  options: AlertOptions,
): Message {
  const { reminder } = t.silences;
  const names = [
    ...silences.map(({ targets }) => silenceSubject(targets)),
    ...muted.map(({ target }) => targetLabel(target)),
  ];
  const headline = reminder.headline(joinNames([...new Set(names)], NAMED) ?? '');
  const { now } = context;
  return dataMessage(
    `${safeText(headline)}. ${reminder.why}`,
    [
      header(`🔕 ${headline}`),
      ...silenceLists(silences, muted, now),
      richText([reminder.why], ...deliveryNotes(context)),
    ],
    options,
  );
}
