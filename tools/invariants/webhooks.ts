import type { History, MessageVersion, Violation, WebhookRecord, WebhookRequestRecord } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { beganAt, isCriticalIncident, limitMs, unattendedMs } from './pages';
import { stateIn } from './reading';
import { incidentReportedAs } from './reportedAs';
import { isWithin, stretchIn } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** With the webhook, Redis and an instance healthy, all that is to reach it has within so long, in ms: it has one failure, and the end of a page waits. */
const REACHED_WITHIN_MS = 300_000;

/** The webhook is called of what is critical and not acknowledged, in time, once, and hears when that is over. */
export function webhookViolations(
  history: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const { webhook: record, settings } = history;
  const requests = record?.requests ?? [];
  if (!record || !settings.webhook)
    return requests.map(({ dedupKey, at }) => wrong(`${dedupKey} called a webhook, and there is none`, at));
  return [
    ...repeatedRequests(history, requests),
    ...requests.flatMap((request) => needlessRequest(history, request, incidents)),
    ...incidents.flatMap((incident) => missingRequests(history, record, incident)),
  ];
}

const wrong = (what: string, at: number): Violation => ({ kind: 'wrong', what, at });

const isOver = (version: MessageVersion): boolean => ['recovered', 'muted'].includes(stateIn(version));

/** A request comes again only where it is not known that it was taken: of an outage, by the instance itself. */
function repeatedRequests({ watch }: History, requests: readonly WebhookRequestRecord[]): Violation[] {
  return requests.flatMap((request, i): Violation[] => {
    const { key, at, by, dedupKey, event } = request;
    const isKnown = requests
      .slice(0, i)
      .some(
        (before) =>
          before.key === key &&
          before.heardAt !== null &&
          before.heardAt < at &&
          (before.by === by ||
            (before.isStored &&
              !dedupKey.startsWith('monitoring_outage:') &&
              ![...watch.lost, ...watch.forgot].some((lostAt) => lostAt >= before.at && lostAt <= at))),
      );
    return isKnown ? [{ kind: 'twice', what: `the webhook had the ${event} of ${dedupKey} again`, at }] : [];
  });
}

function needlessRequest(
  { settings }: History,
  { dedupKey, event, at, hasSecret }: WebhookRequestRecord,
  incidents: readonly ReportedIncident[],
): Violation[] {
  if (hasSecret) return [wrong(`the webhook was sent a secret with ${dedupKey}`, at)];
  const incident = incidentReportedAs(settings, incidents, dedupKey, at);
  const what = `the webhook had the ${event} of ${dedupKey} at ${clock(at)}`;
  if (incident === undefined) return [wrong(`${what}, which is reported nowhere`, at)];
  // One that Slack took only once it was over does not say how severe it was.
  const [posted] = incident.messages[0]?.versions ?? [];
  const wasPostedOver = posted !== undefined && isOver(posted);
  if (!wasPostedOver && !isCriticalIncident(incident)) return [wrong(`${what}, which is not critical`, at)];
  // Of an outage each instance counts from when it noticed it itself; a step that fails sends the next one at once.
  const [first] = settings.paging?.steps ?? [];
  const earliest = incident.firstAt + Math.min(first?.afterMs ?? 0, settings.webhook?.afterMs ?? 0);
  const since =
    Math.min(...incident.claims.map((claim) => claim.since), beganAt(incident)) + limitMs(settings, incident);
  const isEarly =
    event === 'trigger' &&
    incident.rule !== 'monitoring_outage' &&
    at < Math.min(earliest, since + (first?.afterMs ?? 0)) - momentsMs(settings);
  return isEarly ? [wrong(`${what}, before any step was due`, at)] : [];
}

/** What the webhook should have had of an incident, and had not. */
function missingRequests(
  history: History,
  { requests, healthy }: WebhookRecord,
  incident: ReportedIncident,
): Violation[] {
  const { watch, settings, span } = history;
  const { id, rule, firstAt, messages, unstable, joined, final } = incident;
  const own = requests.filter(({ dedupKey }) => dedupKey === id);
  const isForgotten = [...watch.lost, ...watch.forgot].some((at) => at >= firstAt - momentsMs(settings));
  // When an outage ended, and who knew of it, is not in the history.
  if (rule === 'monitoring_outage' || joined !== null || isForgotten) return [];
  const isSure = (from: number, ms: number): boolean =>
    isWithin(watch.certain, { from, to: from + ms }) && isWithin(healthy, { from, to: from + ms });

  const stepMs = settings.webhook?.afterMs ?? 0;
  const dueMs = stepMs + settings.checkIntervalMs + momentsMs(settings);
  const [first] = messages[0]?.versions ?? [];
  const isCalled =
    first !== undefined &&
    isCriticalIncident({ messages: messages.slice(0, 1) }) &&
    stateIn(first) === 'open' &&
    unstable.length === 0 &&
    firstAt + dueMs + REACHED_WITHIN_MS < span.to &&
    unattendedMs(history, incident) > dueMs + REACHED_WITHIN_MS &&
    isSure(firstAt, dueMs + REACHED_WITHIN_MS);
  if (
    isCalled &&
    !own.some(({ event, at }) => event === 'trigger' && at <= firstAt + dueMs + REACHED_WITHIN_MS)
  )
    return [
      {
        kind: 'lost',
        what: `${id} is critical, nobody saw to it, and the webhook was not called by ${clock(firstAt + dueMs + REACHED_WITHIN_MS)}`,
        at: firstAt,
      },
    ];

  const called = own.find(({ event }) => event === 'trigger');
  if (called === undefined || (final !== 'recovered' && final !== 'muted')) return [];
  const endedAt = Math.max(
    called.at,
    ...messages.flatMap(({ versions }) => versions.filter(isOver).map(({ at }) => at)),
  );
  const by = takenBy(history, endedAt) + settings.checkIntervalMs + REACHED_WITHIN_MS;
  const isTold =
    stretchIn(healthy, { from: endedAt, to: by }, REACHED_WITHIN_MS) === null ||
    by >= span.to ||
    own.some(({ event }) => event === 'resolve');
  return isTold
    ? []
    : [
        {
          kind: 'lost',
          what: `${id} is over, and the webhook it called was not told by ${clock(by)}`,
          at: endedAt,
        },
      ];
}
