import fc from 'fast-check';
import { systemClock } from '../../src/lib/clock';
import { type DiscoveredKeys, discover } from '../../src/state/discovery';
import { MODES, type Target } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { connectStores, type Stores } from '../../src/storage/connect';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { clusterConfig } from '../helpers/openedState';
import { loadRecording } from '../helpers/recording';
import { type RedisCluster, startCluster } from '../helpers/redisGroups';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const OTHER_KEYS = 100_000;

const names = ({ targets }: DiscoveredKeys) =>
  targets.map(({ prefix, mode, env }) => `${prefix} ${mode} ${env}`).sort();

const inMemory = async (keys: readonly string[], prefixes = ['arbitrage']) => {
  const store = new MemoryStore(settableClock());
  for (const key of keys) store.set(key, '1');
  return discover(store, prefixes);
};

describe('On a Redis with 100,000 other keys', () => {
  let server: RedisServer;
  let state: Stores;

  beforeAll(async () => {
    server = await startRedis();
    const client = server.client();
    const script = "for i = 1, ARGV[1] do redis.call('SET', 'session:' .. i .. ':cart', i) end";
    await client.eval(script, 0, OTHER_KEYS);
    await client.set('paper:qa:arbitrage:heartbeat:trader', 'now');
    await loadRecording(client, 'live-trader-armed.redis');
    const { host, port } = server;
    const redis = { kind: 'single', host, port, db: 0, tls: false } as const;
    state = connectStores(redis, { clock: systemClock, log: keptLog().log });
  });
  afterAll(async () => {
    await state.close();
    await server.stop();
  });

  test('the recorded trader is found by itself, with its real orders', async () => {
    const found = await discover(state.store, ['arbitrage']);
    expect(names(found)).toEqual(['arbitrage live production', 'arbitrage paper qa']);
    const target: Target = { prefix: 'arbitrage', mode: 'live', env: 'production' };
    expect(found.realOrderKeys).toHaveLength(3);
    for (const one of found.realOrderKeys) {
      expect(one.target).toEqual(target);
      expect(one.key).toMatch(/^live:production:arbitrage:(orders|execution):/);
    }
  });

  test('a pass can be given up', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(discover(state.store, ['arbitrage'], stop.signal)).rejects.toThrow('stopped');
  });
});

describe('In a cluster', () => {
  let cluster: RedisCluster;
  let state: Stores;

  beforeAll(async () => {
    cluster = await startCluster();
    state = connectStores(clusterConfig(cluster), { clock: systemClock, log: keptLog().log });
  });
  afterAll(async () => {
    await state.close();
    await cluster.stop();
  });

  test('traders are found on every master', async () => {
    const client = cluster.client();
    const envs = Array.from({ length: 30 }, (_, i) => `env-${i}`);
    for (const env of envs) await client.set(`shadow:${env}:arbitrage:stats:trades_total`, '1');
    const { targets } = await discover(state.store, ['arbitrage']);
    expect(targets.map(({ env }) => env).sort()).toEqual([...envs].sort());
  });
});

test.each([
  ['an env with a colon', 'live:a:b:arbitrage:portfolio:state', 'a:b'],
  ['an env with spaces and stars', 'live:my * env:arbitrage:portfolio:state', 'my * env'],
  ['an env that is a mode', 'live:paper:arbitrage:portfolio:state', 'paper'],
  ['the first prefix of two', 'live:x:arbitrage:arbitrage:state', 'x'],
])('%s is read off the key', async (_, key, env) => {
  expect((await inMemory([key])).targets).toEqual([{ prefix: 'arbitrage', mode: 'live', env }]);
});

test.each([
  'live:docker:other:portfolio:state',
  'live::arbitrage:portfolio:state',
  'live:docker:arbitrage',
  'lively:docker:arbitrage:portfolio:state',
  'tuning:docker:paper:arbitrage:tuning_result:1',
  'stats:docker:arbitrage:x',
])('%s is no trader', async (key) => {
  expect((await inMemory([key])).targets).toEqual([]);
});

test('Of several prefixes each has its own traders', async () => {
  const keys = ['paper:docker:arbitrage:stats:x', 'paper:docker:arb.2:stats:x', 'paper:docker:arb-2:stats:x'];
  expect(names(await inMemory(keys, ['arbitrage', 'arb.2']))).toEqual([
    'arb.2 paper docker',
    'arbitrage paper docker',
  ]);
});

test('Discovery returns 200 real orders per live target, none of paper', async () => {
  const keys = ['live', 'paper'].flatMap((mode) =>
    Array.from({ length: 300 }, (_, i) => `${mode}:docker:arbitrage:orders:${i}`),
  );
  const { realOrderKeys } = await inMemory(keys);
  expect(realOrderKeys).toHaveLength(200);
  expect(new Set(realOrderKeys.map(({ target }) => target.mode))).toEqual(new Set(['live']));
});

test('Control states are found, whatever env they are of', async () => {
  const { controlKeys, targets } = await inMemory([
    'v2:docker:run-1:control:state',
    'v2:a:b:run-2:control:state',
    'v2:docker:run-1:control:other',
  ]);
  expect(targets).toEqual([]);
  expect(controlKeys.map(({ env, runId }) => [env, runId])).toEqual([
    ['docker', 'run-1'],
    ['a:b', 'run-2'],
  ]);
});

test('Whatever an env is called, its trader is found', async () => {
  const env = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !`:${text}:`.includes(':arbitrage:') && !text.startsWith(':'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...MODES), env, async (mode, env) => {
      const { targets } = await inMemory([`${mode}:${env}:arbitrage:portfolio:state`]);
      expect(targets).toEqual([{ prefix: 'arbitrage', mode, env }]);
    }),
  );
});
