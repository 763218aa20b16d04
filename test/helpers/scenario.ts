import {
  type Action,
  type AlertSettings,
  type AlertState,
  applyAction,
  decodeState,
  type EvaluationResult,
  encodeState,
  evaluate,
  type Observed,
} from '../../src/alerting';
import { type NextChange, nextChange } from '../../src/alerting/deadlines/nextChange';
import type { PageVia } from '../../src/alerting/escalation/pageVia';
import type { ActionSummary } from '../../src/alerting/incidents/incident';
import type { SilenceReport } from '../../src/alerting/silences/reports/report';
import type { beginSilence } from '../../src/alerting/silences/silenceActions';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import type { Notification, ThreadChange } from '../../src/notify/model/notification';
import type { ControlState } from '../../src/state/controlState';
import { deepFrozen } from './deepFrozen';
import { type Span, second, snapshotOf, type Trader } from './traders';

export const SETTINGS: AlertSettings = {
  channel: 'C0ALERTS',
  checkIntervalMs: 15_000,
  outageAfterMs: 60_000,
  remindAfterMs: [3_600_000, 4 * 3_600_000],
  rules: {},
};

type Silencing = (known: AlertState, now: Date, settings: AlertSettings) => ReturnType<typeof beginSilence>;

/** What happens, in seconds from the start. */
export interface Scenario {
  readonly traders?: readonly Trader[];
  readonly until: number;
  readonly from?: number;
  readonly every?: number;
  /** Checks are made when something can change by time alone, besides. */
  readonly atDeadlines?: boolean;
  /** While Redis cannot be read: checks are made, and see nothing. */
  readonly redisAway?: readonly Span[];
  /** While the bot is down or paused: no checks are made. */
  readonly botAway?: readonly Span[];
  /** Which Redis is read, where another may take over. */
  readonly source?: (t: number) => string;
  /** When the store loses what is known, and the bot its memory of it. */
  readonly forgetsAt?: number;
  /** When Redis loses data that the bot remembers; noticed by the next check. */
  readonly losesAt?: number | readonly number[];
  readonly sessions?: (t: number) => readonly TuningStatusSnapshot[] | null;
  /** The control states that are seen; undefined when they cannot be read. */
  readonly controls?: (t: number) => readonly ControlState[] | undefined;
  /** What people do, right before the check at that second. */
  readonly acts?: readonly (readonly [t: number, action: (known: AlertState) => Action])[];
  /** What people begin and end, likewise. */
  readonly silencing?: readonly (readonly [t: number, decide: Silencing])[];
  readonly settings?: Partial<AlertSettings>;
  readonly known?: AlertState | null;
  /** What each target has recorded, by the second; undefined where it cannot be read. */
  readonly records?: (t: number) => Observed['records'];
  /** The newest real orders that every check knows of. */
  readonly lastRealOrders?: Observed['lastRealOrders'];
}

export interface ScenarioResult {
  /** All that was sent, each as a line: `2:15 open no_sign_of_life paper:docker`. */
  readonly lines: readonly string[];
  readonly deliveries: readonly Notification[];
  readonly decisions: readonly EvaluationResult[];
  readonly log: readonly string[];
  readonly refusals: readonly string[];
  readonly known: AlertState;
}

/** Reading the text back takes half of the time, and each check's is like the next one's. */
const STORED_EVERY = 8;

/**
 * Runs what happens through `evaluate` and `applyAction`, check after check. What is known goes through the store's text
 * whenever something is sent, and every few checks besides; nothing that is decided from may be changed.
 */
export function runScenario(plot: Scenario): ScenarioResult {
  const settings = { ...SETTINGS, ...plot.settings };
  let known = plot.known ?? null;
  const decisions: EvaluationResult[] = [];
  const lines: string[] = [];
  const refusals: string[] = [];
  const follow = (decision: EvaluationResult, t: number): void => {
    decisions.push(decision);
    const isStored = decision.notifications.length > 0 || decisions.length % STORED_EVERY === 0;
    known = isStored ? stored(decision.state) : decision.state;
    for (const delivery of decision.notifications) lines.push(`${clockOf(t)} ${lineOf(delivery)}`);
  };
  for (const [before, t, only] of times(plot, () => known && nextChange(known, settings))) {
    if (within(plot.botAway, t)) continue;
    if (isSince(plot.forgetsAt, before, t)) known = null;
    for (const [at, action] of plot.acts ?? []) {
      if (at <= before || at > t || known === null) continue;
      const done = applyAction(
        deepFrozen(known),
        deepFrozen(action(known)),
        second(at),
        deepFrozen(settings),
      );
      if ('refused' in done) refusals.push(done.refused.kind);
      else follow(done, at);
    }
    for (const [at, decide] of plot.silencing ?? []) {
      if (at <= before || at > t || known === null) continue;
      const done = decide(deepFrozen(known), second(at), deepFrozen(settings));
      if ('refused' in done) refusals.push(done.refused.kind);
      else follow(done, at);
    }
    const controls = plot.controls?.(t);
    const records = plot.records?.(t);
    const snapshots: LiveStatusSnapshot[] = (plot.traders ?? [])
      .filter(({ target }) => only?.has(target) !== false)
      .map((trader) => snapshotOf(trader, t));
    const seen = within(plot.redisAway, t)
      ? ({ kind: 'unavailable', at: second(t), reason: 'unreachable' } as const)
      : ({
          kind: 'observed',
          at: second(t),
          snapshots,
          ...(only !== null && { isPartial: true }),
          sessions: plot.sessions?.(t) ?? null,
          ...(controls && { controls }),
          ...(records && { records }),
          source: plot.source?.(t) ?? null,
          ...(plot.lastRealOrders && { lastRealOrders: plot.lastRealOrders }),
          afterDataLoss: [plot.losesAt ?? []].flat().some((at) => isSince(at, before, t)),
        } as const);
    follow(evaluate(deepFrozen(known), deepFrozen(seen), deepFrozen(settings)), t);
  }
  if (known === null) throw new Error('A story without a check tells nothing');
  return {
    lines,
    decisions,
    refusals,
    known,
    deliveries: decisions.flatMap(({ notifications }) => notifications),
    log: decisions.flatMap(({ logLines }) => logLines),
  };
}

type Time = readonly [before: number, t: number, only: NextChange['only']];

/** When it is checked, each with when it was before, in seconds, and which targets alone are looked at. */
function* times(
  { from = 0, until, every = 15, atDeadlines = false }: Scenario,
  next: () => NextChange | null,
): Generator<Time> {
  let [before, t, regular] = [from - every, from, from + every];
  let only: Time[2] = null;
  while (t <= until) {
    yield [before, t, only];
    before = t;
    const due = atDeadlines ? next() : null;
    const dueAt = due === null ? Infinity : (due.at.getTime() - second(0).getTime()) / 1000;
    t = dueAt > before ? Math.min(regular, dueAt) : regular;
    only = t === regular ? null : (due?.only ?? null);
    if (t === regular) regular += every;
  }
}

function stored(known: AlertState): AlertState {
  const read = decodeState(encodeState(known));
  if (read.state === null || read.discarded.size > 0)
    throw new Error(`Not read back: ${[...read.discarded]}`);
  return read.state;
}

const isSince = (at: number | undefined, from: number, to: number): boolean =>
  at !== undefined && at > from && at <= to;

const within = (spans: readonly Span[] | undefined, t: number): boolean =>
  (spans ?? []).some(([from, to]) => t >= from && t < to);

/** `1:02:05` for a second of a story; hours are left out while there are none. */
export function clockOf(t: number): string {
  const [h, m, s] = [Math.floor(t / 3600), Math.floor((t % 3600) / 60), Math.floor(t % 60)];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function lineOf(delivery: Notification): string {
  switch (delivery.kind) {
    case 'incident': {
      const { state, rule, targets } = delivery.incident;
      const names = targets.map(({ target, recoveredAt, flaps }) =>
        [
          target,
          ...(recoveredAt === null ? [] : ['(well)']),
          ...(flaps === 0 ? [] : [`flaps=${flaps}`]),
        ].join(' '),
      );
      return [state, rule, ...(names.length > 0 ? [names.join(', ')] : [])].join(' ');
    }
    case 'note':
      return `${delivery.replyBroadcast ? 'channel' : 'thread'}: ${noteOf(delivery)}`;
    case 'event': {
      const { rule, target, level, details } = delivery.event;
      const words = Object.entries(details).map(([name, value]) => `${name}=${value}`);
      return [level, rule, target, ...words].join(' ');
    }
    case 'digest':
      return 'digest';
    case 'silence':
      return silenceLineOf(delivery.report);
    case 'configuration':
      return `configuration ${delivery.report.kind}`;
    case 'page':
      return `page ${delivery.n} ${delivery.event}: ${viaOf(delivery.via)}`;
  }
}

/** `summary of maintenance paper:docker: no_sign_of_life paper:docker recovered`. */
function silenceLineOf(report: SilenceReport): string {
  if (report.kind === 'reminder') {
    const names = [
      ...report.silences.flatMap(({ targets }) => targets),
      ...report.muted.map(({ target }) => target),
    ];
    return `still silenced: ${names.join(', ')}`;
  }
  const { silence, incidents } = report;
  const parts = [
    ...incidents.map(({ rule, targets, state }) => `${rule} ${targets.join(', ')} ${state}`),
    ...silence.events.map(({ rule, target }) => `${rule} ${target}`),
  ];
  return `summary of ${silence.kind} ${silence.name ?? silence.targets.join(', ')}: ${parts.join('; ')}`;
}

const viaOf = (via: PageVia): string => ('dm' in via ? via.dm : `webhook ${via.webhook}`);

function noteOf({ note }: Extract<Notification, { kind: 'note' }>): string {
  switch (note.kind) {
    case 'reminder':
      return `reminder after ${note.openForMs / 1000} s`;
    case 'recovered':
      return `recovered after ${note.durationMs / 1000} s`;
    case 'acted':
      return `${note.userId} ${typeof note.action === 'string' ? note.action : actionOf(note.action)}`;
    case 'page_end_failed':
      return `${viaOf(note.via)} not told to ${note.event}`;
    case 'drill_over':
      return `drill over: ${note.end}`;
    case 'changed':
      return typeof note.change === 'string' ? note.change : changeOf(note.change);
    case 'paged':
      return `paged ${viaOf(note.via)} after ${note.openForMs / 1000} s`;
    case 'page_failed':
      return `could not page ${viaOf(note.via)}: ${note.code}`;
  }
}

const actionOf = (action: ActionSummary): string =>
  action.kind === 'snooze' ? `snooze until ${action.until.toISOString()}` : action.kind;

const changeOf = (change: ThreadChange): string => {
  if (!('target' in change)) return change.kind;
  const rest = { joined: '', again: '', recovered: '', unstable: '', steady: '', severity: '' };
  if (change.kind === 'unstable') rest.unstable = ` ${change.times} times in ${change.inMs / 1000} s`;
  if (change.kind === 'again') rest.again = ` time ${change.times}`;
  if (change.kind === 'severity') rest.severity = ` ${change.from} to ${change.to}`;
  if (change.kind === 'recovered') rest.recovered = ` after ${change.durationMs / 1000} s`;
  return `${change.target} ${change.kind}${rest[change.kind]}`;
};

/** An action actionOn the first incident that is open, else actionOn the first there is. */
export const actionOn =
  (action: Action extends infer A ? (A extends Action ? Omit<A, 'incidentId'> : never) : never) =>
  ({ incidents }: AlertState): Action => ({
    ...action,
    incidentId: (incidents.find(({ closedAt }) => closedAt === null) ?? incidents[0])?.id ?? 'none',
  });
