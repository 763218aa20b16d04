import { LiveStatusMonitor } from '../../src/monitors/live/liveStatusMonitor';
import { TuningStatusMonitor } from '../../src/monitors/tuning/tuningStatusMonitor';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { settableClock } from '../helpers/clock';
import { loadRecordingIntoMemory } from '../helpers/recording';

/** Two seconds after the recording's last time. */
const NOW = '2026-11-22T07:41:44Z';

describe('The recording of a real trading system', () => {
  const clock = settableClock(NOW);
  const store = new MemoryStore(clock);
  loadRecordingIntoMemory(store);
  const deps = { store, clock };

  test('has a paper trader with all its figures', async () => {
    const { signs, ...snapshot } = await new LiveStatusMonitor(deps).snapshot();
    expect(signs.map(({ kind, component, ttlMs }) => [kind, component, ttlMs])).toEqual([
      ['heartbeat', 'trader', 60_000],
      ['portfolio', 'portfolio', 300_000],
    ]);
    expect(snapshot).toEqual({
      mode: 'paper',
      env: 'docker',
      liveEnabled: null,
      liveArmed: null,
      heartbeat: 'fresh',
      lastHeartbeat: new Date('2026-11-22T07:41:39.844Z'),
      heartbeatComponent: 'trader',
      heartbeatAgeMs: 0,
      clockSkewMs: -4_156,
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
      portfolioAt: new Date('2026-11-22T07:41:39.844Z'),
      portfolioAgeMs: 0,
      liveMetrics: [
        { name: 'avg_trade_pnl', value: 1500.5 },
        { name: 'circuit_breaker_active', value: false },
        { name: 'positions_count', value: 1 },
        { name: 'win_rate', value: 0.5375 },
      ],
      metricsAgeMs: 0,
      areMetricsOutdated: false,
      reportsNothing: false,
      timestamp: new Date(NOW),
      unreadable: [],
      problems: [],
    });
  });

  test('has a live trader that is armed, whose heartbeat is of the component live_trader', async () => {
    expect(await new LiveStatusMonitor(deps, 'live').snapshot()).toMatchObject({
      liveEnabled: true,
      liveArmed: true,
      heartbeatComponent: 'live_trader',
      tradesToday: 0,
      totalPositionValue: 0,
      safetyViolationsTotal: null,
    });
  });

  test('has a shadow trader of which nothing but a heartbeat is reported', async () => {
    expect(await new LiveStatusMonitor(deps, 'shadow').snapshot()).toMatchObject({
      heartbeat: 'fresh',
      liveEnabled: null,
      tradesTotal: null,
      tradesToday: null,
      safetyViolationsTotal: null,
      circuitBreakerTriggersTotal: null,
      totalBalance: null,
      portfolioAt: null,
      liveMetrics: [],
      problems: [],
    });
  });

  test('has a tuning session of ten iterations by three workers, with its three jobs', async () => {
    expect(await new TuningStatusMonitor(deps, 'd28-demo-session', 10).snapshot()).toEqual({
      sessionId: 'd28-demo-session',
      name: null,
      env: 'docker',
      mode: 'paper',
      totalIterations: 10,
      completedIterations: 10,
      failedIterations: 0,
      workers: ['worker-1', 'worker-2', 'worker-3'],
      byWorker: [
        {
          worker: 'worker-1',
          completed: 4,
          failed: 0,
          missing: [],
          lastUpdate: new Date('2026-11-22T07:41:40.488Z'),
          pace: expect.objectContaining({ gaps: 3 }),
          activity: 'ended',
        },
        {
          worker: 'worker-2',
          completed: 3,
          failed: 0,
          missing: [],
          lastUpdate: new Date('2026-11-22T07:41:40.875Z'),
          pace: expect.objectContaining({ gaps: 2 }),
          activity: 'ended',
        },
        {
          worker: 'worker-3',
          completed: 3,
          failed: 0,
          missing: [],
          lastUpdate: new Date('2026-11-22T07:41:41.259Z'),
          pace: expect.objectContaining({ gaps: 2 }),
          activity: 'ended',
        },
      ],
      byStatus: [{ status: 'completed', count: 10 }],
      metricsKeys: [],
      firstUpdate: new Date('2026-11-22T07:41:40.466Z'),
      lastUpdate: new Date('2026-11-22T07:41:41.259Z'),
      usualGapMs: 8.5,
      progressPct: 100,
      eta: null,
      jobs: { succeeded: 3, failed: [], plannedAtLeast: 10, planned: 10, runs: 1 },
      runningAgain: false,
      earlierIterations: 0,
      earlierWorkers: [],
      evictionPolicy: null,
      haveKnownJobsEnded: true,
      haveJobsEnded: false,
      timestamp: new Date(NOW),
      problems: [],
      problemsOmitted: 0,
    });
  });

  test('has a session in the tuning namespace of shadow on local', async () => {
    const monitor = new TuningStatusMonitor(deps, '7c0f1f3a-shadow', null, 'local', 'shadow');
    expect(await monitor.snapshot()).toMatchObject({
      completedIterations: 2,
      workers: ['node-b'],
      jobs: null,
    });
  });
});
