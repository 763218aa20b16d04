import { setImmediate as immediately } from 'node:timers/promises';
import { Observer, type ObserverOptions } from '../../src/jobs/observer';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { DEFAULT_TARGETS, onlyTargets } from '../../src/monitors/live/targetDirectory';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { StateUnavailableError } from '../../src/redis/errors';
import type { VerifiedReader } from '../../src/redis/sentinel/verifiedRead';
import type { ControlState } from '../../src/state/controlState';
import type { Place } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { settableClock } from '../helpers/clock';
import { eventually } from '../helpers/eventually';
import { keptLog } from '../helpers/log';
import { writeIteration } from '../helpers/tuningState';

/** A Redis in memory, whose passes over the keyspace can be held up and are counted. */
class Passes extends MemoryStore {
  begun = 0;
  ended = 0;
  held: Promise<void> = Promise.resolve();
  fault: Error | null = null;

  override async *scan(pattern: string): AsyncGenerator<readonly string[]> {
    this.begun += 1;
    await this.held;
    if (this.fault !== null) throw this.fault;
    yield* super.scan(pattern);
    this.ended += 1;
  }
}

function lookout(change: Partial<ObserverOptions> = {}) {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new Passes(clock);
  const log = keptLog();
  const botStore = new MemoryBotStore(store);
  const settings = {
    live: () => DEFAULT_LIVE_SETTINGS,
    tuning: DEFAULT_TUNING_SETTINGS,
    tuningEveryMs: 60_000,
  };
  const sight = new Observer({ store, botStore, clock, log: log.log, ...settings, ...change });
  const look = async () => {
    const seen = await sight.observe();
    if (seen.kind === 'unavailable') throw new Error(`monitoring_outage: ${seen.reason}`);
    return { targets: seen.snapshots.length, sessions: seen.sessions?.map(({ sessionId }) => sessionId) };
  };
  writeIteration(store, 1);
  return { clock, store, log, botStore, sight, look };
}

test('All targets are seen at once, and the first look is at the sessions, too', async () => {
  expect(await lookout().look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: ['S'] });
});

test('The sessions are looked at once in a while, and else are told to be unseen', async () => {
  const { look, clock } = lookout();
  await look();
  clock.advance(59_999);
  expect(await look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: undefined });
  clock.advance(1);
  expect(await look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: ['S'] });
});

test('Of many targets each is seen, in order, and no more than a hundred are being read at a time', async () => {
  const targets = Array.from({ length: 250 }, (_, i): Place => ({ mode: 'paper', env: `e${i}` }));
  const { sight, store } = lookout({ targets: onlyTargets(targets) });
  const keys = new Set<string>();
  let most = 0;
  const hash = store.hash.bind(store);
  store.hash = async (key) => {
    keys.add(key);
    most = Math.max(most, [...keys].filter((each) => each.includes(':portfolio:')).length);
    await immediately();
    keys.delete(key);
    return hash(key);
  };
  const seen = await sight.observe();
  expect(seen.kind === 'observed' && seen.snapshots.map(({ mode, env }) => ({ mode, env }))).toEqual(targets);
  expect(most).toBe(100);
});

test('A sight tells from which Redis it comes', async () => {
  const verifiedReads: VerifiedReader = {
    verifiedRead: async (read) => ({ value: await read(), source: '10.0.0.1:6379' }),
  };
  expect(await lookout({ verifiedReads }).sight.observe()).toMatchObject({
    kind: 'observed',
    source: '10.0.0.1:6379',
  });
});

test('What cannot be told to come from the master is as good as unseen', async () => {
  const verifiedReads: VerifiedReader = {
    verifiedRead: async (read) => {
      await read();
      throw new StateUnavailableError('unreachable', new Date(0));
    },
  };
  expect(await lookout({ verifiedReads }).sight.observe()).toMatchObject({
    kind: 'unavailable',
    reason: 'unreachable',
  });
});

test('A Redis that cannot be read is an observation, with its reason', async () => {
  const { sight, store, clock } = lookout();
  store.simulateOutage('loading');
  expect(await sight.observe()).toEqual({ kind: 'unavailable', at: clock.now(), reason: 'loading' });
});

test('A pass over the keyspace that hangs holds up no sight of the traders, and no second one is begun', async () => {
  const { look, store, clock, log } = lookout({ sessionsTimeoutMs: 1 });
  let goOn: () => void = () => undefined;
  store.held = new Promise((resolve) => {
    goOn = resolve;
  });
  expect(await look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: undefined });
  const { begun } = store;
  clock.advance(60_000);
  await look();
  expect(store.begun).toBe(begun);
  expect(log.text()).toContain('timed out');
  goOn();
  await eventually(() => store.ended > 0, 'the pass has ended');
});

test.each([
  ['a fault of our own', new TypeError('a fault of our own')],
  ['a Redis that answers too late', new StateUnavailableError('slow', new Date(0))],
])(
  'A pass that fails by %s keeps nobody from seeing the traders, and is made again in a while',
  async (_, fault) => {
    const { look, store, clock, log } = lookout();
    store.fault = fault;
    expect(await look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: undefined });
    store.fault = null;
    clock.advance(15_000);
    expect(await look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: undefined });
    clock.advance(45_000);
    expect(await look()).toEqual({ targets: DEFAULT_TARGETS.list().length, sessions: ['S'] });
    expect(log.text()).toContain('failed to read tuning sessions');
  },
);

test('A total that is given later finishes the session at the next look', async () => {
  const { sight, botStore, clock } = lookout();
  const totals = async () => {
    const seen = await sight.observe();
    return seen.kind === 'observed' ? seen.sessions?.map(({ totalIterations }) => totalIterations) : null;
  };
  expect(await totals()).toEqual([null]);
  await botStore.rememberTuningTotal({ sessionId: 'S', env: 'docker', mode: 'paper' }, 1);
  clock.advance(60_000);
  expect(await totals()).toEqual([1]);
});

test('A clock that was set back by an hour does not end the watching of sessions', async () => {
  const { look, clock } = lookout();
  await look();
  clock.advance(-3_600_000);
  clock.advance(60_000);
  expect(await look()).toMatchObject({ sessions: ['S'] });
});

test('What was read before the process was held up is not taken for how things are after it', async () => {
  const { store, clock, sight } = lookout();
  store.set('paper:docker:arbitrage:heartbeat:trader', '2026-11-22T17:00:00+09:00', 60_000);
  const { ttlMs } = store;
  let isFirst = true;
  store.ttlMs = async (key) => {
    const read = await ttlMs.call(store, key);
    if (isFirst) clock.advance(14_000);
    isFirst = false;
    return read;
  };
  const seen = await sight.observe();
  const snapshots = seen.kind === 'observed' ? seen.snapshots : [];
  const trader = snapshots.find(({ mode, env }) => mode === 'paper' && env === 'docker');
  expect(trader?.heartbeatAgeMs).toBe(14_000);
});

test('A sight has the control states and the times of real orders, where somebody looks for them', async () => {
  const states = [{ mode: 'PANIC' }] as unknown as readonly ControlState[];
  const times = new Map([['live:docker', new Date(0)]]);
  const { sight } = lookout({
    controls: { observe: async () => states },
    realOrders: { observe: async () => undefined, lastRealOrderAt: () => times },
  });
  expect(await sight.observe()).toMatchObject({ kind: 'observed', controls: states, lastRealOrders: times });
  const without = await lookout().sight.observe();
  expect(['controls' in without, 'lastRealOrders' in without]).toEqual([false, false]);
});

test('Control states that may not be read keep nobody from seeing the traders', async () => {
  const { sight } = lookout({ controls: { observe: async () => null } });
  const seen = await sight.observe();
  expect([seen.kind, 'controls' in seen]).toEqual(['observed', false]);
});

test('A fault of the look for real orders is logged, and no check fails for it', async () => {
  const realOrders = {
    observe: async () => {
      throw new Error('broken');
    },
    lastRealOrderAt: () => new Map(),
  };
  const { sight, log } = lookout({ realOrders });
  expect(await sight.observe()).toMatchObject({ kind: 'observed' });
  expect(log.lines().map(({ msg }) => msg)).toEqual([expect.stringMatching('failed to read real orders')]);
});
