import type { History, Span, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { isCriticalIncident } from './pages';
import { stateIn } from './reading';
import type { Silence } from './silences';
import { type Silencing, silencingsOf } from './silencing';
import { summaryViolations } from './summaries';
import { takenBy } from './taken';
import { clock } from './times';

/** From so much before a window a condition may begin that is only decided within it, in ms. */
const leadMs = ({ settings }: History): number =>
  Math.max(settings.staleAfterMs, settings.frozenAfterMs) +
  3 * settings.checkIntervalMs +
  momentsMs(settings);

/** The window in which what happened then is decided, at the latest once it was certainly seen. */
const windowOf = (history: History, { windows }: Silencing, at: number): Span | undefined =>
  windows.find(({ from, to }) => from <= takenBy(history, at + leadMs(history)) && at <= to);

/** What is lost in a silence may be held back; what became of it is judged by silencingViolations. */
export const withoutHeldBack = (history: History, violations: readonly Violation[]): readonly Violation[] =>
  violations.filter(
    (violation) =>
      !(violation.kind === 'lost' || violation.kind === 'waits') ||
      !silencingsOf(history).some((one) => isHeldBack(history, one, violation)),
  );

const isHeldBack = (history: History, silencing: Silencing, violation: Violation): boolean =>
  silencing.mayHold(violation, history) &&
  (violation.what.includes('nothing in its thread')
    ? silencing.windows.length > 0
    : windowOf(history, silencing, violation.at) !== undefined);

/**
 * A death that outlasts a silence is reported at its end; what was held back is in its summary; and while nothing is late,
 * nothing is posted before.
 */
export const silencingViolations = (
  history: History,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): readonly Violation[] =>
  silencingsOf(history).flatMap((silencing) => [
    ...overdueViolations(history, silencing, silences, incidents),
    ...summaryViolations(history, silencing, silences, incidents),
    ...earlyViolations(history, silencing, incidents),
  ]);

function overdueViolations(
  history: History,
  silencing: Silencing,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): Violation[] {
  const { settings, span, watch } = history;
  const held = incidents.filter(({ id }) => silencing.holds(id));
  return silences.flatMap(({ rule, target, from, to, must }): Violation[] => {
    const window = windowOf(history, silencing, from);
    if (window === undefined || must === null || rule !== 'no_sign_of_life' || !silencing.holds(target))
      return [];
    const dueBy = Math.max(window.to, must.by) + 3 * settings.checkIntervalMs + momentsMs(settings);
    const takenMs = takenBy(history, dueBy);
    const nextBegins = silencing.windows.find((each) => each.from > window.to)?.from ?? span.to;
    const isUnsure =
      takenMs >= Math.min(to, span.to, nextBegins) ||
      [...watch.lost, ...watch.forgot].some((at) => at >= from && at <= takenMs) ||
      history.acts.some(({ incidentId }) => incidentId?.includes(target) === true);
    const isReported = held.some(({ claims }) =>
      claims.some((claim) => claim.target === target && claim.at >= from && claim.at <= takenMs),
    );
    return isUnsure || isReported
      ? []
      : [
          {
            kind: 'lost',
            what: `the death of ${target} from ${clock(from)} outlasts its ${silencing.name} until ${clock(window.to)}, and is reported nowhere`,
            at: from,
          },
        ];
  });
}

function earlyViolations(
  { settings }: History,
  silencing: Silencing,
  incidents: readonly ReportedIncident[],
): Violation[] {
  if (settings.isCalm !== true) return [];
  return incidents
    .filter((incident) => silencing.holds(incident.id) && !isCriticalIncident(incident))
    .flatMap(({ id, messages, firstAt }): Violation[] => {
      const window = silencing.windows.find(
        ({ from, to }) =>
          from + 2 * settings.checkIntervalMs + momentsMs(settings) <= firstAt && firstAt < to,
      );
      const [first] = messages[0]?.versions ?? [];
      return window === undefined || first === undefined || stateIn(first) === 'recovered'
        ? []
        : [
            {
              kind: 'wrong',
              what: `${id} was posted at ${clock(firstAt)}, within its ${silencing.name} until ${clock(window.to)}`,
              at: firstAt,
            },
          ];
    });
}
