import type { History, Span, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { stateIn } from './reading';
import type { Silence } from './silences';
import { takenBy } from './taken';
import { clock } from './times';

const isPaper = (text: string): boolean => /\bpaper[: ]/.test(text);

/** From so much before a window a condition may begin that is only decided within it, in ms. */
const leadMs = ({ settings }: History): number =>
  Math.max(settings.staleAfterMs, settings.frozenAfterMs) +
  3 * settings.checkIntervalMs +
  momentsMs(settings);

/** The window in which what happened then is decided, at the latest once it was certainly seen. */
const windowOf = (history: History, at: number): Span | undefined =>
  history.settings.maintenance?.find(
    ({ from, to }) => from <= takenBy(history, at + leadMs(history)) && at <= to,
  );

/** What is lost of a paper trader in maintenance is held back; what became of it is judged by maintenanceViolations. */
export const withoutHeldBack = (history: History, violations: readonly Violation[]): readonly Violation[] =>
  violations.filter(
    ({ kind, what, at }) =>
      !(kind === 'lost' || kind === 'waits') ||
      !isPaper(what) ||
      (what.includes('nothing in its thread')
        ? (history.settings.maintenance ?? []).length === 0
        : windowOf(history, at) === undefined),
  );

/** A death that outlasts the maintenance is reported at its end; and while nothing is late, nothing is posted before. */
export function maintenanceViolations(
  history: History,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const { settings, span, watch } = history;
  const paper = incidents.filter(({ id }) => isPaper(id));
  const overdue = silences.flatMap(({ rule, target, from, to, must }): Violation[] => {
    const window = windowOf(history, from);
    if (window === undefined || must === null || rule !== 'no_sign_of_life' || !isPaper(target)) return [];
    const dueBy = Math.max(window.to, must.by) + 3 * settings.checkIntervalMs + momentsMs(settings);
    const takenMs = takenBy(history, dueBy);
    const nextBegins = settings.maintenance?.find((each) => each.from > window.to)?.from ?? span.to;
    const isUnsure =
      takenMs >= Math.min(to, span.to, nextBegins) ||
      [...watch.lost, ...watch.forgot].some((at) => at >= from && at <= takenMs) ||
      history.acts.some(({ incidentId }) => incidentId?.includes(target) === true);
    const isReported = paper.some(({ claims }) =>
      claims.some((claim) => claim.target === target && claim.at >= from && claim.at <= takenMs),
    );
    return isUnsure || isReported
      ? []
      : [
          {
            kind: 'lost',
            what: `the death of ${target} from ${clock(from)} outlasts its maintenance until ${clock(window.to)}, and is reported nowhere`,
            at: from,
          },
        ];
  });
  const early =
    settings.isCalm !== true
      ? []
      : paper.flatMap(({ id, messages, firstAt }): Violation[] => {
          const window = settings.maintenance?.find(
            ({ from, to }) =>
              from + 2 * settings.checkIntervalMs + momentsMs(settings) <= firstAt && firstAt < to,
          );
          const [first] = messages[0]?.versions ?? [];
          return window === undefined || first === undefined || stateIn(first) === 'recovered'
            ? []
            : [
                {
                  kind: 'wrong',
                  what: `${id} was posted at ${clock(firstAt)}, within its maintenance until ${clock(window.to)}`,
                  at: firstAt,
                },
              ];
        });
  return [...overdue, ...early];
}
