import type { History, Span, TraderHistory, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { mayBeMuted } from './muted';
import { stretchIn } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

export const BREAKER = 'circuit_breaker';

/** Whether its metrics say that the breaker is active when a trip can be seen that was counted then. */
export const isWithinBreaker = (
  { settings }: History,
  { breaker = [] }: TraderHistory,
  at: number,
): boolean => breaker.some(({ from, to }) => at >= from - neededMs(settings) && at <= to);

const neededMs = (settings: History['settings']): number =>
  2 * settings.checkIntervalMs + momentsMs(settings);

/** An active breaker has one incident, in time, and it lasts as long as the breaker. */
export function breakerViolations(
  history: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const reported = incidents.filter(({ rule }) => rule === BREAKER);
  return history.traders.flatMap((trader) => {
    const own = reported.filter(({ claims }) => claims.some(({ target }) => target === trader.target));
    return [
      ...(trader.breaker ?? []).flatMap((span) => spanViolations(history, trader, span, own)),
      ...own.flatMap((incident) => incidentViolations(history, trader, incident)),
    ];
  });
}

function spanViolations(
  history: History,
  trader: TraderHistory,
  span: Span,
  own: readonly ReportedIncident[],
): Violation[] {
  const { settings, watch } = history;
  const isForgotten = (to: number) =>
    watch.forgot.some((at) => at >= span.from - neededMs(settings) && at <= to);
  const about = own.filter(({ claims }) =>
    claims.some(
      (claim) => claim.target === trader.target && spanAbout(history, trader, claim.since) === span,
    ),
  );
  const what = `the active breaker of ${trader.target} from ${clock(span.from)}`;
  const isMuted = history.acts.some(({ kind }) => kind === 'mute');
  if (about.length > 1 && !isForgotten(Math.min(span.to, history.span.to)) && !isMuted)
    return [
      {
        kind: 'twice',
        what: `${what} is reported by ${about.map(({ id }) => id).join(' and ')}`,
        at: span.from,
      },
    ];
  const writing = trader.beats.find(({ first, last }) => first <= span.from && last >= span.from);
  // Its metrics are written with each beat.
  const shownAt = span.from + (writing?.everyMs ?? 0);
  const watched = { from: shownAt, to: Math.min(span.to, writing?.last ?? shownAt) };
  const leastMs = neededMs(settings) + (trader.foundWithinMs ?? 0);
  const seen = stretchIn(watch.certain, watched, leastMs);
  if (seen === null || about.length > 0) return [];
  const by = takenBy(history, seen.from + leastMs);
  const isExcused =
    isForgotten(by) ||
    mayBeMuted(history, trader, span.from, seen.to) ||
    watch.lost.some((at) => at >= span.from && at <= by) ||
    wentOn(history, trader, span);
  return isExcused ? [] : [{ kind: 'lost', what: `${what} is reported nowhere`, at: span.from }];
}

/** Whether nobody certainly saw that it was not active between this time and the one before. */
function wentOn({ settings, watch }: History, { breaker = [] }: TraderHistory, span: Span): boolean {
  const before = breaker[breaker.indexOf(span) - 1];
  return (
    before !== undefined &&
    stretchIn(watch.certain, { from: before.to, to: span.from }, neededMs(settings)) === null
  );
}

function incidentViolations(
  history: History,
  trader: TraderHistory,
  incident: ReportedIncident,
): Violation[] {
  const { settings, watch, span } = history;
  const { breaker = [], beats, target } = trader;
  const { id, claims, final } = incident;
  const untrue = claims.find(
    (claim) => claim.target === target && !breaker.some((each) => isAbout(history, each, claim.since)),
  );
  if (untrue !== undefined)
    return [
      {
        kind: 'false',
        what: `${id} says that the breaker of ${target} is active since ${clock(untrue.since)}, and it was not`,
        at: untrue.at,
      },
    ];
  const last = breaker.at(-1);
  const isForgotten = watch.forgot.some((at) => at >= incident.firstAt - 60_000);
  if (final === null || last === undefined || isForgotten) return [];
  const isOver = final === 'recovered' || final === 'muted';
  const isLast = claims.some(
    (claim) => claim.target === target && spanAbout(history, trader, claim.since) === last,
  );
  if (isLast && last.to > span.to && final === 'recovered')
    return [
      { kind: 'wrong', what: `${id} stands as recovered, and the breaker is active`, at: incident.firstAt },
    ];
  const writing = beats.find((run) => run.first <= last.to && run.last >= last.to);
  const ended = { from: last.to, to: writing?.last ?? last.to };
  return !isOver && stretchIn(watch.certain, ended, neededMs(settings)) !== null
    ? [
        {
          kind: 'wrong',
          what: `${id} still stands as ${final}, and the breaker is not active`,
          at: incident.firstAt,
        },
      ]
    : [];
}

/** The last of its breaker's times that it can be about which is said to be active since then. */
const spanAbout = (history: History, { breaker = [] }: TraderHistory, since: number): Span | undefined =>
  breaker.findLast((span) => isAbout(history, span, since));

/** Whether what is said to be active since then is this: it is said to be from the check that saw it, or its trip. */
function isAbout({ settings, watch }: History, { from, to }: Span, since: number): boolean {
  if (since < from - settings.clockErrorMs - 1_000) return false;
  const leastMs = neededMs(settings);
  return since <= to + leastMs || stretchIn(watch.certain, { from, to: since }, leastMs) === null;
}
