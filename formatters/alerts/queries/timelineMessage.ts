import type { IncidentTimeline } from '../../../src/alerting/service';
import { type Line, richText, type TextSpan } from '../../blockKit/blocks';
import { localAndUtc, safeText } from '../../blockKit/fallbackText';
import { dataMessage, type Message } from '../../blockKit/message';
import type { AlertOptions } from '../../blockKit/options';
import { t } from '../../text/catalogue';
import { targetLabel } from '../../text/targetNames';
import { assignment, pendingLine } from '../alertsOverviewMessage';
import { durationOf, incidentWhat } from '../incidentText';
import { shortMessage } from '../responses';
import { auditText } from './auditLines';

/** As many as surely fit into one message. */
const EVENTS_ON_A_PAGE = 40;

interface TimelineEvent {
  readonly at: Date;
  readonly what: Line;
}

/** Everything that is known of one incident, as text to be copied, a page at a time. Times in UTC and in `options.zone`. */
export function timelineMessage(timeline: IncidentTimeline, page: number, options: AlertOptions): Message {
  const { timeline: text } = t.alertQueries;
  const { incident, message, shortId, isAuditComplete, pending, now } = timeline;
  const events = eventsOf(timeline);
  const pages = Math.max(1, Math.ceil(events.length / EVENTS_ON_A_PAGE));
  if (page > pages) return shortMessage([text.noPage(page, pages)]);
  const heading = text.heading(shortId, incidentWhat(incident));
  const shown = events.slice((page - 1) * EVENTS_ON_A_PAGE, page * EVENTS_ON_A_PAGE);
  const fixed = (line: Line): Line => line.map((span) => withFixedTime(span, options.zone));
  const next = page < pages ? `/arb-alerts timeline ${shortId} ${page + 1}` : null;
  const isLast = page === pages;
  return dataMessage(
    `${safeText(heading)}.`,
    [
      richText(
        [{ bold: heading }],
        ...(page === 1
          ? [
              fixed(text.state(incident.severity, durationOf(incident, now), assignment(incident))),
              text.id(incident.id),
              text.zones(options.zone),
            ]
          : []),
        ...(isAuditComplete || page > 1 ? [] : [[text.incomplete]]),
        [''],
        ...shown.map(({ at, what }) => text.event(localAndUtc(at, options.zone), fixed(what))),
        ...(isLast && message === null ? [[text.notPosted]] : []),
        ...(isLast && pending.length > 0
          ? [[{ bold: text.pending }], ...pending.map((one) => fixed(pendingLine(one, now)))]
          : []),
        ...(pages === 1 ? [] : [text.page(page, pages, next)]),
      ),
    ],
    options,
  );
}

/** A date token is copied as the reader sees it, which nobody in another zone could place. */
const withFixedTime = (span: TextSpan, zone: string): TextSpan =>
  typeof span === 'object' && 'time' in span ? localAndUtc(span.time, zone) : span;

function eventsOf({ incident, message, audit }: IncidentTimeline): readonly TimelineEvent[] {
  const { timeline: text } = t.alertQueries;
  const has = (isIt: (kind: string, to: string | null) => boolean): boolean =>
    audit.some(({ action }) => isIt(action.kind, action.kind === 'changed' ? action.to : null));
  const { closedAt, openedAt, acknowledgedAt, acknowledgedBy, revision } = incident;
  const events: readonly (TimelineEvent | null)[] = [
    ...incident.targets.flatMap(({ target, startedAt, recoveredAt, details }) => [
      { at: startedAt, what: text.began(targetLabel(target), t.rules.describe(incident.rule, details).text) },
      recoveredAt && { at: recoveredAt, what: [text.recovered(targetLabel(target))] },
    ]),
    has((kind) => kind === 'changed') ? null : { at: openedAt, what: [text.openedWithoutEntry] },
    ...audit.map((entry) => ({ at: entry.at, what: auditText(entry) })),
    message && { at: message.postedAt, what: text.posted(message.channel, message.revision >= revision) },
    acknowledgedAt === null || has((kind) => kind === 'acknowledge')
      ? null
      : {
          at: acknowledgedAt,
          what: auditText({ actor: acknowledgedBy, action: { kind: 'acknowledge' }, target: null }),
        },
    closedAt === null || has((kind, to) => to === incident.state || kind === 'mute')
      ? null
      : { at: closedAt, what: [text.closedWithoutEntry] },
  ];
  return events.filter((event) => event !== null).sort((a, b) => secondOf(a) - secondOf(b));
}

/** Slack's clock and the bot's are not the same: within a second, what was opened was then posted. */
const secondOf = ({ at }: TimelineEvent): number => Math.floor(at.getTime() / 1000);
