import type { History, Span, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { isCriticalIncident } from './pages';
import { idOf, seenIn, stateIn } from './reading';
import type { Silence } from './silences';
import { isWithin } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** A time in which alerts are held back, and of whom. */
interface Silencing {
  readonly name: string;
  readonly windows: readonly Span[];
  /** Whether what is about this, by an id or a sentence, certainly is held back. */
  readonly holds: (text: string) => boolean;
  /** Whether it may be. */
  readonly mayHold: (violation: Violation, history: History) => boolean;
}

const isPaper = (text: string): boolean => /\bpaper[: ]/.test(text);
const isWithoutMoney = (text: string): boolean => /\b(?:paper|shadow)[: ]/.test(text);
/** What no quiet hours hold back: digests, outages, pages, and what is stuck. */
const PASSES_QUIET =
  /digest|traders were not seen|monitoring_outage|was paged|the webhook|still waits|is tried for ever/;

const silencingsOf = ({ settings }: History): readonly Silencing[] => [
  {
    name: 'maintenance',
    windows: settings.maintenance ?? [],
    holds: isPaper,
    mayHold: ({ what }) => isPaper(what),
  },
  {
    name: 'quiet hours',
    windows: settings.quietHours ?? [],
    holds: isWithoutMoney,
    mayHold: ({ what, at }, history) => !PASSES_QUIET.test(what) && !isArmed(history, what, at),
  },
];

/** Whether it is about a live trader whose flags say that it sends real orders: that is critical. */
const isArmed = ({ traders }: History, what: string, at: number): boolean =>
  traders.some(({ target, switches }) => {
    const last = switches.filter((each) => each.at <= at).at(-1);
    return target.startsWith('live:') && what.includes(target) && last?.enabled === true && last.armed;
  });

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
 * A death that outlasts a silence is reported at its end, and one that does not is in its summary; and while nothing is late,
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

/** One that ended shortly before goes on with the same alert, in ms. */
const FLAP_MS = 600_000;

/** A death that certainly began, was decided, and was seen to be over within a window is in its summary. */
function summaryViolations(
  history: History,
  silencing: Silencing,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): Violation[] {
  const { settings, watch, span, slack, acts } = history;
  const seenMs = 3 * settings.checkIntervalMs + momentsMs(settings);
  return silences.flatMap(({ rule, target, from, to, must }): Violation[] => {
    const window = silencing.windows.find((each) => each.from < from && to + seenMs < each.to);
    if (window === undefined || must === null || rule !== 'no_sign_of_life' || !silencing.holds(target))
      return [];
    const until = window.to + seenMs;
    const takenMs = takenBy(history, until);
    const wasKnown = incidents.some(({ claims }) =>
      claims.some(
        (claim) => claim.target === target && claim.at >= window.from - FLAP_MS && claim.since <= to,
      ),
    );
    const wasDown = silences.some(
      (other) => other.target === target && other.from < from && other.to > window.from - FLAP_MS - seenMs,
    );
    const isUnsure =
      must.by >= to ||
      takenMs >= span.to ||
      wasKnown ||
      wasDown ||
      !isWithin(watch.certain, { from: from - seenMs, to: until }) ||
      [...watch.lost, ...watch.forgot].some((at) => at >= from && at <= takenMs) ||
      acts.some(({ incidentId }) => incidentId?.includes(target) === true);
    const label = target.replace(':', ' ');
    const isSummedUp = slack.messages.some((message) => {
      const [first] = message.versions;
      return (
        /^silence:/.test(idOf(message)) &&
        first.at >= window.to - momentsMs(settings) &&
        first.at <= takenMs &&
        (seenIn(first).includes(label) || / traders/.test(seenIn(first)))
      );
    });
    return isUnsure || isSummedUp
      ? []
      : [
          {
            kind: 'lost',
            what: `the death of ${target} from ${clock(from)} to ${clock(to)} was held back by the ${silencing.name} until ${clock(window.to)}, and is in no summary`,
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
