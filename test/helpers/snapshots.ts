import { hintsOf } from '../../src/alerting/hints';
import { type Signs, signId } from '../../src/alerting/observation/signs';
import type { TargetRecord } from '../../src/alerting/state/alertState';
import { isOpenFor, type TargetFacts, targetState } from '../../src/alerting/state/targetState';
import type { TargetView } from '../../src/alerting/targetStates';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { type SignKind, type SignReading, USUAL_TTL_MS } from '../../src/monitors/live/signReading';
import type { TuningStatusSnapshot, WorkerProgress } from '../../src/monitors/tuning/tuningSnapshot';
import { placeId } from '../../src/state/keys';
import { NOTHING_OBSERVED } from './incidents';

/** When every snapshot of these builders was taken. */
export const NOW = new Date('2026-11-22T07:41:51.844Z');

/** The instant `ms` before the snapshots were taken. */
export const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** A sign of life that was written so many ms before the snapshots were taken, with its usual TTL. */
export const sign = (kind: SignKind, component: string, ageMs: number): SignReading => ({
  kind,
  component,
  text: ago(ageMs).toISOString(),
  at: ago(ageMs),
  ttlMs: USUAL_TTL_MS[kind] - ageMs,
});

/** The signs that a snapshot's figures speak of. */
export const signsFor = ({
  heartbeatComponent,
  heartbeatAgeMs,
  portfolioAgeMs,
}: Pick<LiveStatusSnapshot, 'heartbeatComponent' | 'heartbeatAgeMs' | 'portfolioAgeMs'>): SignReading[] => [
  ...(heartbeatComponent === null || heartbeatAgeMs === null
    ? []
    : [sign('heartbeat', heartbeatComponent, heartbeatAgeMs)]),
  ...(portfolioAgeMs === null ? [] : [sign('portfolio', 'portfolio', portfolioAgeMs)]),
];

/**
 * How a target is that reports this, as where nobody watches unless `details` says otherwise. Its signs of life are those
 * that its figures speak of, unless others are given.
 */
export function viewOf(
  reported: LiveStatusSnapshot,
  details: Partial<TargetFacts> = {},
  signs: readonly SignReading[] = signsFor(reported),
): TargetView {
  const snapshot = { ...reported, signs };
  const { mode, env } = snapshot;
  const nobodyWatches = { known: null, incidents: [], continuousSince: null, configured: undefined };
  const given = { place: { mode, env }, seen: snapshot, ...nobodyWatches, staleAfterMs: 90_000, ...details };
  const own = given.incidents.filter((incident) => isOpenFor(incident, placeId(given.place)));
  const all = { ...given, incidents: own };
  const state = targetState(all, snapshot.timestamp);
  return { state, snapshot, hints: hintsOf(state, snapshot, false), controls: [] };
}

/** What a check of these signs has observed, written so many ms before the snapshots were taken. */
export const observedSigns = (...readings: readonly SignReading[]): Signs => ({
  records: Object.fromEntries(
    readings.map((reading) => {
      const writtenAt = reading.at ?? NOW;
      const at = { readAt: NOW, observedAt: NOW, sameSince: writtenAt, writtenAt };
      return [signId(reading), { ...reading, ...at, fullTtl: null, clockSkewMs: null }];
    }),
  ),
  heartbeatReleasedAt: null,
});

/** What is known of a target that wrote these signs, and was watched for hours; for `viewOf`. */
export const watched = (
  readings: readonly SignReading[],
  changes: Partial<TargetRecord> = {},
): Pick<TargetFacts, 'known' | 'continuousSince'> => ({
  known: {
    ...NOTHING_OBSERVED,
    target: 'live:docker',
    rules: {},
    reasons: {},
    signs: observedSigns(...readings),
    ...changes,
  },
  continuousSince: ago(36_000_000),
});

/** A paper trader that lives and reports everything, as the recording of the trading system has it. */
export const healthy: LiveStatusSnapshot = {
  mode: 'paper',
  env: 'docker',
  liveEnabled: null,
  liveArmed: null,
  heartbeat: 'fresh',
  lastHeartbeat: ago(12_000),
  heartbeatComponent: 'trader',
  heartbeatAgeMs: 12_000,
  clockSkewMs: 0,
  signs: [sign('heartbeat', 'trader', 12_000), sign('portfolio', 'portfolio', 12_000)],
  tradesTotal: 1287,
  tradesToday: 42,
  tradesTodayBy: 'stats',
  safetyViolationsTotal: 3,
  circuitBreakerTriggersTotal: 1,
  breakerActive: false,
  liveByMetrics: null,
  hasRaisedFlag: false,
  totalBalance: 10_012_345.67,
  availableBalance: 7_494_845.67,
  totalPositionValue: 2_517_500,
  utilizationRate: 0.2514395809908149,
  portfolioAt: ago(12_000),
  portfolioAgeMs: 12_000,
  liveMetrics: [
    { name: 'avg_trade_pnl', value: 1500.5 },
    { name: 'circuit_breaker_active', value: false },
    { name: 'positions_count', value: 1 },
    { name: 'win_rate', value: 0.5375 },
  ],
  metricsAgeMs: 12_000,
  areMetricsOutdated: false,
  reportsNothing: false,
  timestamp: NOW,
  unreadable: [],
  problems: [],
};

/** What a snapshot has when nothing of a group was reported; spread over `healthy`. */
export const noBeat = {
  heartbeat: 'absent',
  lastHeartbeat: null,
  heartbeatComponent: null,
  heartbeatAgeMs: null,
  clockSkewMs: null,
} as const;
export const noStats = {
  tradesTotal: null,
  tradesToday: null,
  tradesTodayBy: null,
  safetyViolationsTotal: null,
  circuitBreakerTriggersTotal: null,
} as const;
export const noPortfolio = {
  totalBalance: null,
  availableBalance: null,
  totalPositionValue: null,
  utilizationRate: null,
  portfolioAt: null,
  portfolioAgeMs: null,
} as const;

/** What a snapshot has when its stats or its portfolio are there and none of them is understood; likewise. */
export const garbledFigures = {
  ...noStats,
  ...noPortfolio,
  unreadable: [
    'tradesTotal',
    'tradesToday',
    'safetyViolationsTotal',
    'circuitBreakerTriggersTotal',
    'totalBalance',
    'availableBalance',
    'totalPositionValue',
    'utilizationRate',
    'portfolioAt',
  ],
} as const;

/** A trader of which Redis holds nothing. */
export const silent: LiveStatusSnapshot = {
  ...healthy,
  ...noBeat,
  ...noStats,
  ...noPortfolio,
  signs: [],
  reportsNothing: true,
  liveMetrics: [],
  metricsAgeMs: null,
  breakerActive: null,
};

/** The live trader of every public version: it writes its portfolio every second, and nothing else. */
export const portfolioOnly: LiveStatusSnapshot = {
  ...healthy,
  ...noBeat,
  ...noStats,
  mode: 'live',
  portfolioAgeMs: 2_000,
  liveMetrics: [],
  metricsAgeMs: null,
  breakerActive: null,
};

/** A trader that sends real orders. */
export const armed: LiveStatusSnapshot = {
  ...healthy,
  mode: 'live',
  heartbeatComponent: 'live_trader',
  liveEnabled: true,
  liveArmed: true,
};

/** A worker without gaps that wrote its last iteration 25 s before the snapshot. */
export const worker = (
  name: string,
  completed: number,
  changes: Partial<WorkerProgress> = {},
): WorkerProgress => ({
  worker: name,
  completed,
  failed: 0,
  missing: [],
  lastUpdate: ago(25_000),
  pace: null,
  activity: 'active',
  ...changes,
});

/** The session with these workers; completed iterations, counts and progress follow from them. */
export function sessionOf(
  byWorker: readonly WorkerProgress[],
  totalIterations: number | null,
  changes: Partial<TuningStatusSnapshot> = {},
): TuningStatusSnapshot {
  const completedIterations = byWorker.reduce((sum, { completed }) => sum + completed, 0);
  return {
    sessionId: 'd28-demo-session',
    name: null,
    env: 'docker',
    mode: 'paper',
    totalIterations,
    completedIterations,
    failedIterations: 0,
    workers: byWorker.map(({ worker }) => worker),
    byWorker,
    byStatus: completedIterations === 0 ? [] : [{ status: 'completed', count: completedIterations }],
    metricsKeys: [],
    firstUpdate: ago(3_600_000),
    lastUpdate: ago(25_000),
    usualGapMs: 500_000,
    progressPct: totalIterations === null ? null : (completedIterations / totalIterations) * 100,
    eta: null,
    jobs: null,
    runningAgain: false,
    earlierIterations: 0,
    earlierWorkers: [],
    evictionPolicy: null,
    haveKnownJobsEnded: false,
    haveJobsEnded: false,
    timestamp: NOW,
    problems: [],
    problemsOmitted: 0,
    ...changes,
  };
}

/** Eight of ten iterations by three workers. */
export const running = sessionOf([worker('worker-1', 3), worker('worker-2', 3), worker('worker-3', 2)], 10);
