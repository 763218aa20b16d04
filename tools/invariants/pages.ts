import type { History, PagingHistory, SlackMessage, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { idOf, seenIn, stateIn } from './reading';
import { incidentReportedAs, outageBeganAt } from './reportedAs';
import { stretchIn } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

const WEEK_MS = 7 * 86_400_000;
/** Monday 09:00 UTC, from which the people take turns: weeks are counted from the first Monday of 1970. */
const FIRST_TURN_MS = 4 * 86_400_000 + 9 * 3_600_000;
/** What was on its way when somebody acknowledged may still arrive, in ms. */
const ON_ITS_WAY_MS = 60_000;

/** Who is on call, or next, as an independent reader of the configuration counts the weeks. */
function personAt({ people }: PagingHistory, who: 'on_call' | 'next', atMs: number): string {
  const week = Math.floor((atMs - FIRST_TURN_MS) / WEEK_MS) + (who === 'next' ? 1 : 0);
  return people[((week % 2) + 2) % 2] ?? people[0];
}

interface Page {
  readonly incidentId: string;
  readonly to: string;
  readonly at: number;
}

const pagesIn = (messages: readonly SlackMessage[]): Page[] =>
  messages
    .filter((message) => idOf(message).includes('/escalation/') && message.channel.startsWith('U'))
    .map((message) => ({
      incidentId: idOf(message).split('/')[0] ?? '',
      to: message.channel,
      at: Number(message.ts) * 1000,
    }));

/** Whoever is on call is paged of what is critical and not acknowledged, in time, and nobody of anything else. */
export function pageViolations(
  history: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const { paging } = history.settings;
  const pages = pagesIn(history.slack.messages);
  if (!paging)
    return pages.map(({ incidentId, at }) => wrong(`${incidentId} was paged, and nobody is to be`, at));
  return [
    ...incidents.flatMap((incident) => missingPages(history, paging, incident, pages)),
    ...pages.flatMap((page) => needlessPage(history, paging, page, incidents)),
  ];
}

const wrong = (what: string, at: number): Violation => ({ kind: 'wrong', what, at });

export const isCriticalIncident = ({ messages }: Pick<ReportedIncident, 'messages'>): boolean =>
  messages.some(({ versions }) => versions.some((version) => seenIn(version).includes('CRITICAL')));

/** So long a condition lasts before it is an alert, in ms. */
export function limitMs(
  { staleAfterMs, frozenAfterMs, checkIntervalMs }: History['settings'],
  { rule }: ReportedIncident,
): number {
  if (rule === 'no_sign_of_life') return staleAfterMs - checkIntervalMs;
  return rule === 'stale_portfolio' ? Math.min(staleAfterMs, frozenAfterMs) - checkIntervalMs : 0;
}

/** An outage has its beginning in its id, in s. */
export const beganAt = ({ rule, id, firstAt }: ReportedIncident): number =>
  rule === 'monitoring_outage' ? Math.min(firstAt, outageBeganAt(id)) : firstAt;

/** How long it was open without a word of anybody, from when it was first posted, in ms. */
export function unattendedMs({ acts, span }: History, { id, messages, firstAt }: ReportedIncident): number {
  const acted = acts.filter(({ incidentId }) => incidentId === id).map(({ at }) => at);
  const changed = messages.flatMap(({ versions }) =>
    versions.filter((version) => stateIn(version) !== 'open' && version.at > firstAt).map(({ at }) => at),
  );
  return Math.min(span.to, ...acted, ...changed) - firstAt;
}

/** The first step is certain where the alert was posted, and stayed open and unattended for long enough after. */
function missingPages(
  history: History,
  paging: PagingHistory,
  incident: ReportedIncident,
  pages: readonly Page[],
): Violation[] {
  const { watch, settings, span } = history;
  const [step] = paging.steps;
  const { id, rule, firstAt, messages } = incident;
  const opened = messages[0]?.versions[0];
  // Of an outage each instance pages by what it knows itself; when it truly ended is not in the history.
  if (rule === 'monitoring_outage') return [];
  if (step === undefined || opened === undefined || !seenIn(opened).includes('CRITICAL')) return [];
  const neededMs = step.afterMs + settings.checkIntervalMs + momentsMs(settings);
  const dueBy = firstAt + neededMs;
  // A check that comes in time, and a memory of the incident, are certain only while somebody surely watches.
  const isWatched =
    stretchIn(watch.certain, { from: dueBy - settings.checkIntervalMs, to: dueBy }, 0) !== null;
  const isForgotten = watch.forgot.some((at) => at >= firstAt - ON_ITS_WAY_MS);
  if (!isWatched || isForgotten || unattendedMs(history, incident) < neededMs) return [];
  const takenMs = takenBy(history, dueBy);
  if (takenMs >= span.to || unattendedMs(history, incident) < takenMs - firstAt) return [];
  if (pages.some(({ incidentId, at }) => incidentId === id && at <= takenMs)) return [];
  return [
    {
      kind: 'lost',
      what: `${id} is critical, nobody saw to it, and nobody was paged by ${clock(takenMs)}`,
      at: firstAt,
    },
  ];
}

function needlessPage(
  { acts, settings, watch }: History,
  paging: PagingHistory,
  { incidentId, to, at }: Page,
  incidents: readonly ReportedIncident[],
): Violation[] {
  const incident = incidentReportedAs(settings, incidents, incidentId, at);
  const [step] = paging.steps;
  if (step === undefined) return [];
  if (incident === undefined)
    return [wrong(`${incidentId} was paged at ${clock(at)}, and is reported nowhere`, at)];
  if (!isCriticalIncident(incident))
    return [wrong(`${incidentId} was paged at ${clock(at)}, and is not critical`, at)];
  const earliest = incident.firstAt + step.afterMs;
  // The incident may have been opened long before Slack took its message.
  const since =
    Math.min(...incident.claims.map((claim) => claim.since), beganAt(incident)) + limitMs(settings, incident);
  if (at < Math.min(earliest, since + step.afterMs) - momentsMs(settings))
    return [wrong(`${incidentId} was paged at ${clock(at)}, before its first step was due`, at)];
  const who = paging.steps.map((each) => personAt(paging, each.who, at));
  const wasHandedOver = paging.steps.map((each) =>
    personAt(paging, each.who, at - settings.checkIntervalMs - ON_ITS_WAY_MS),
  );
  if (![...who, ...wasHandedOver].includes(to))
    return [wrong(`${incidentId} paged ${to} at ${clock(at)}, who is not on call`, at)];
  const seen = acts.filter(
    (act) => act.incidentId === incidentId && act.isConfirmed && act.kind !== 'unsnooze',
  );
  const last = seen.filter((act) => act.at + ON_ITS_WAY_MS < at).at(-1);
  if (last === undefined || watch.lost.some((lostAt) => lostAt >= last.at && lostAt <= at)) return [];
  // It may have failed again, become worse, or its snooze have ended since.
  const needsSomeoneAgain =
    incident.claims.some((claim) => claim.at > last.at && claim.since > last.at) ||
    (last.until !== null && last.until < at) ||
    incident.messages.some(({ versions }) =>
      versions.some((version) => version.at > last.at && stateIn(version) === 'open'),
    );
  return needsSomeoneAgain
    ? []
    : [
        wrong(
          `${incidentId} was paged at ${clock(at)}, and ${last.kind} had stopped that at ${clock(last.at)}`,
          at,
        ),
      ];
}
