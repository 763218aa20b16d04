import type { Redis } from 'ioredis';
import { arbStatus } from '../../commands/arbStatus';
import { LiveStatusMonitor } from '../../src/monitors/live/liveStatusMonitor';
import { onlyTargets, placesIn } from '../../src/monitors/live/targetDirectory';
import { RecordMonitor } from '../../src/monitors/records/recordMonitor';
import { discover } from '../../src/state/discovery';
import { connectStores, type Stores } from '../../src/storage/connect';
import { settableClock } from '../helpers/clock';
import { everyone } from '../helpers/everyone';
import { keptLog } from '../helpers/log';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { statesOver } from '../helpers/states';
import { scanning } from '../helpers/tuningState';

/** How often Redis has read from any of its clients: one trip that fits a packet is one read. */
const readsOf = async (client: Redis): Promise<number> =>
  Number(/total_reads_processed:(\d+)/.exec(await client.info('stats'))?.[1]);

describe('On a real Redis', () => {
  const clock = settableClock();
  const { log } = keptLog();
  let redis: RedisServer;
  let state: Stores;
  let client: Redis;

  beforeAll(async () => {
    redis = await startRedis();
    client = redis.client();
    await loadRecording(client);
    state = connectStores(
      { kind: 'single', host: redis.host, port: redis.port, db: 0, tls: false },
      { clock, log },
    );
    await state.store.ping();
  });
  afterAll(async () => {
    await state.close();
    await redis.stop();
  });

  /** The asking itself is one read. */
  const tripsOf = async (read: () => Promise<unknown>): Promise<number> => {
    const before = await readsOf(client);
    await read();
    return (await readsOf(client)) - before - 1;
  };

  test('asking nothing is no trip, so that the count can be trusted', async () => {
    expect(await tripsOf(async () => undefined)).toBe(0);
  });

  test('reads one after the other are as many trips, so that the count can be trusted', async () => {
    const oneByOne = async (): Promise<void> => {
      for (let n = 0; n < 9; n += 1) await state.store.string('paper:docker:arbitrage:stats:trades_total');
    };
    expect(await tripsOf(oneByOne)).toBe(9);
  });

  test('a snapshot of a trader is one trip', async () => {
    const monitor = new LiveStatusMonitor({ store: state.store, clock });
    expect(await tripsOf(() => monitor.snapshot())).toBe(1);
  });

  test('an overview of all six targets is one trip too', async () => {
    const deps = {
      ...state,
      clock,
      log,
      states: statesOver(state.store, clock),
      sessions: scanning(state.store),
      format: { demo: false, currency: null },
      ...everyone,
      // Redis takes what is asked of many more in two reads, though it was sent as one.
      targets: onlyTargets(placesIn(['docker', 'local'])),
    };
    expect(await tripsOf(() => arbStatus.execute('', deps))).toBe(1);
  });

  test('everything that a trader has recorded is one trip, beside two that ask at once what has changed', async () => {
    const records = new RecordMonitor({
      store: state.store,
      tracking: state.tracking,
      clock,
      log,
      firstPrefix: 'arbitrage',
    });
    const place = { mode: 'paper', env: 'docker' } as const;
    await records.track([{ prefix: 'arbitrage', ...place }]);
    await records.seed(await discover(state.store, ['arbitrage']));
    expect(await tripsOf(() => records.snapshot(place))).toBe(3);
    records.close();
  });

  test('metrics named as JavaScript names its own things are read', async () => {
    await client.hset('live:local:arbitrage:metrics:live', '__proto__', '1', 'constructor', '2', '10', '3');
    const { liveMetrics } = await new LiveStatusMonitor(
      { store: state.store, clock },
      'live',
      'local',
    ).snapshot();
    expect(liveMetrics).toEqual([
      { name: '10', value: 3 },
      { name: '__proto__', value: 1 },
      { name: 'constructor', value: 2 },
    ]);
  });

  test('keys of the wrong type are problems', async () => {
    await client.lpush('shadow:local:arbitrage:stats:trades_total', '1');
    await client.sadd('shadow:local:arbitrage:portfolio:state', '1');
    const { problems } = await new LiveStatusMonitor(
      { store: state.store, clock },
      'shadow',
      'local',
    ).snapshot();
    expect(problems).toEqual([
      { key: 'shadow:local:arbitrage:stats:trades_total', what: 'is not a string' },
      { key: 'shadow:local:arbitrage:portfolio:state', what: 'is not a hash' },
    ]);
  });
});
