import { isWithinBreaker } from './breakers';
import { COUNTED_RULES, certainlySeenBy, isFound } from './events';
import type { History, Span, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { idOf, seenIn } from './reading';
import type { Silence } from './silences';
import type { Silencing } from './silencing';
import { isWithin } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** What a silence certainly held back is in its summary. */
export const summaryViolations = (
  history: History,
  silencing: Silencing,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): readonly Violation[] => [
  ...deathsLeftOut(history, silencing, silences, incidents),
  ...countsLeftOut(history, silencing),
];

/** One that ended shortly before goes on with the same alert, in ms. */
const FLAP_MS = 600_000;

/** Until when the end of a window is certainly seen, in ms from then. */
const seenWithinMs = ({ settings }: History): number => 3 * settings.checkIntervalMs + momentsMs(settings);

/** Deaths that were certainly decided within a window, and not before, whether they were over by its end or not. */
function deathsLeftOut(
  history: History,
  silencing: Silencing,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): Violation[] {
  const { settings, watch } = history;
  const seenMs = seenWithinMs(history);
  return silences.flatMap((silence): Violation[] => {
    const { rule, target, from, to, must, stated } = silence;
    if (must === null || rule !== 'no_sign_of_life' || !silencing.holds(target)) return [];
    const earliest = stated.from + settings.staleAfterMs - 2 * settings.clockErrorMs;
    const window = silencing.windows.find(
      (each) => each.from <= earliest && must.by + momentsMs(settings) <= each.to,
    );
    // Whether it is over when the window ends is not sure where both come at about the same time.
    if (window === undefined || must.by >= to || Math.abs(to - window.to) <= seenMs) return [];
    const began = Math.min(from, window.from) - FLAP_MS;
    const wasKnown = incidents.some(({ claims }) =>
      claims.some(
        ({ at, since, ...claim }) => claim.target === target && at >= began && at < window.to && since <= to,
      ),
    );
    const wasDown = silences.some(
      (other) => other.target === target && other.from < from && other.to > began - seenMs,
    );
    const isSure =
      !wasKnown && !wasDown && isWithin(watch.certain, { from: from - seenMs, to: window.to + seenMs });
    return isSure && isLeftOut(history, target, from, window)
      ? [
          leftOut(
            silencing,
            window,
            from,
            `the death of ${target} from ${clock(from)} to ${Number.isFinite(to) ? clock(to) : 'the end'}`,
          ),
        ]
      : [];
  });
}

/** Rises of counters that were certainly seen within a window, and not before. */
function countsLeftOut(history: History, silencing: Silencing): Violation[] {
  const { settings, traders } = history;
  return traders
    .filter(({ target }) => silencing.holds(target))
    .flatMap((trader) =>
      COUNTED_RULES.flatMap(({ rule, name, heldMs }) => {
        const counts = trader.counts.filter((each) => each.name === name);
        return counts.flatMap(({ at, total, isOld = false }, i): Violation[] => {
          const seenBy = certainlySeenBy(history, counts, i, heldMs);
          const window = silencing.windows.find((each) => each.from <= at && at < each.to);
          if (window === undefined || seenBy === null || seenBy + momentsMs(settings) > window.to) return [];
          const isSure =
            !isOld &&
            isFound(history, trader, at) &&
            !(rule === 'circuit_breaker' && isWithinBreaker(history, trader, at)) &&
            isWithin(history.watch.certain, { from: at, to: window.to + seenWithinMs(history) });
          return isSure && isLeftOut(history, trader.target, at, window)
            ? [leftOut(silencing, window, at, `${rule} of ${trader.target}: ${total}`)]
            : [];
        });
      }),
    );
}

const leftOut = (silencing: Silencing, window: Span, at: number, what: string): Violation => ({
  kind: 'lost',
  what: `${what} was held back by the ${silencing.name} until ${clock(window.to)}, and is in no summary`,
  at,
});

/** Whether what began then of a target, and nobody forgot, or saw to, is in no summary of the window. */
function isLeftOut(history: History, target: string, from: number, window: Span): boolean {
  const { settings, watch, span, slack, acts } = history;
  const takenMs = takenBy(history, window.to + seenWithinMs(history));
  const label = target.replace(':', ' ');
  const isNamed = (seen: string): boolean => seen.includes(label) || / traders|\d more/.test(seen);
  const isSummedUp = slack.messages.some((message) => {
    const [first] = message.versions;
    return (
      /^silence:/.test(idOf(message)) &&
      first.at >= window.to - momentsMs(settings) &&
      first.at <= takenMs &&
      isNamed(seenIn(first))
    );
  });
  return (
    !isSummedUp &&
    takenMs < span.to &&
    ![...watch.lost, ...watch.forgot].some((at) => at >= from && at <= takenMs) &&
    !acts.some(({ incidentId, at }) => at <= takenMs && incidentId?.includes(target) === true)
  );
}
