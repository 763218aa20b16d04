import { type AlertState, evaluate } from '../../src/alerting';
import { TargetStates, type TargetStatesDeps } from '../../src/alerting/targetStates';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { settableClock } from '../helpers/clock';
import { NOTHING_OBSERVED } from '../helpers/incidents';
import { SETTINGS } from '../helpers/scenario';
import { realTrader, second, snapshotOf } from '../helpers/traders';

const PLACE = { mode: 'live', env: 'docker' } as const;
const KEY = 'live:docker:arbitrage:portfolio:state';

function world(changes: Partial<TargetStatesDeps> = {}) {
  const clock = settableClock(second(0));
  const store = new MemoryStore(clock);
  const states = new TargetStates({
    store,
    clock,
    live: () => DEFAULT_LIVE_SETTINGS,
    stored: async () => null,
    ...changes,
  });
  const statusNow = async () => (await states.of([PLACE]))[0]?.state.status;
  return { clock, store, states, statusNow };
}

/** What is known by the checks of a trader, one every so many seconds until the given one. */
function knownAfter(until: number, every: number, lives: readonly (readonly [number, number])[]): AlertState {
  const trader = realTrader('live:docker', lives);
  const settings = { ...SETTINGS, checkIntervalMs: every * 1000, outageAfterMs: 180_000 };
  let known: AlertState | null = null;
  for (let t = 0; t <= until; t += every)
    known = evaluate(
      known,
      { kind: 'observed', at: second(t), snapshots: [snapshotOf(trader, t)], sessions: null },
      settings,
    ).state;
  if (known === null) throw new Error('No check');
  return known;
}

test('A trader is watched between checks more than a minute apart', async () => {
  const known = knownAfter(240, 120, [[-600, 200]]);
  const { clock, statusNow } = world({ stored: async () => known, checkIntervalMs: () => 120_000 });
  clock.set(second(310));
  expect(await statusNow()).toBe('late');
});

test('A trader is unwatched if the last check is too long ago', async () => {
  const known = knownAfter(240, 15, [[-600, 200]]);
  const { clock, statusNow } = world({ stored: async () => known });
  clock.set(second(310));
  expect(await statusNow()).toBe('down');
});

test('A leftover heartbeat without an age does not count as missing', async () => {
  const { store, statusNow } = world();
  store.setHash(KEY, { total_balance: '1.0', timestamp: '2026-11-22T03:00:00.000001' }, 300_000);
  store.set('live:docker:arbitrage:heartbeat:trader', '2025-01-01T00:00:00');
  expect(await statusNow()).toBe('ok');
});

test('A discovered trader that stopped before it was watched is neither late nor expected to run', async () => {
  const known = { ...knownAfter(60, 15, [[-600, 30]]) };
  const probation = { mark: 'x', since: second(0), wroteAt: second(30) };
  const found = known.targets.map((each) => ({ ...each, origin: 'discovered' as const, probation }));
  const later = { ...known, observedAt: second(600), targets: found };
  const { clock, statusNow } = world({ stored: async () => later });
  clock.set(second(610));
  expect(await statusNow()).toBe('not_reported');
});

test('A trader that last wrote more than 7 days ago, unwatched, is not late', async () => {
  const known = knownAfter(60, 15, [[-600, 60]]);
  const days = 8 * 86_400;
  const later = { ...known, observedAt: second(days), continuousSince: second(days - 3600) };
  const { clock, statusNow } = world({ stored: async () => later });
  clock.set(second(days + 10));
  expect(await statusNow()).toBe('not_reported');
});

test('Only configured signs count for a trader, even before any was observed', async () => {
  const { store, states } = world({ configured: () => new Map([['live:docker', { signs: ['heartbeat'] }]]) });
  store.setHash(KEY, { total_balance: '1.0', timestamp: '2026-11-22T03:00:00.000001' }, 300_000);
  expect((await states.of([PLACE]))[0]?.state).toMatchObject({ status: 'unknown', sign: null });
});

test('Metrics without a TTL are leftovers and do not decide the breaker, even if there is nothing else', async () => {
  const { store, states } = world();
  store.setHash('live:docker:arbitrage:metrics:live', { circuit_breaker_active: 'True' });
  expect((await states.of([PLACE]))[0]?.state.breakerActive).toBeNull();
});

test('Computing thousands of states that are all down takes linear time', async () => {
  const envs = Array.from({ length: 3_000 }, (_, i) => `e${i}`);
  let reads = 0;
  const targets = envs.map((env) => ({ ...NOTHING_OBSERVED, rules: {}, reasons: {}, target: `live:${env}` }));
  const counted = new Proxy(targets, {
    get(target, name) {
      reads += 1;
      return Reflect.get(target, name);
    },
  });
  const known = { ...knownAfter(0, 15, []), targets: counted };
  const { states } = world({ stored: async () => known });
  await states.of(envs.map((env) => ({ mode: 'live' as const, env })));
  expect(reads).toBeLessThan(5 * envs.length);
});
