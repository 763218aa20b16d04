import type { Redis } from 'ioredis';
import { SessionCache } from '../../../../src/monitors/tuning/cache/sessionCache';
import { findSessions } from '../../../../src/monitors/tuning/sessionFinder';
import type { SessionProgress } from '../../../../src/monitors/tuning/sessionProgress';
import { DEFAULT_TUNING_SETTINGS } from '../../../../src/monitors/tuning/settings';
import { MemoryStore } from '../../../../src/state/stores/memoryStore';
import { settableClock } from '../../../helpers/clock';
import { eventually } from '../../../helpers/eventually';
import { keptLog } from '../../../helpers/log';
import { failureOf, type OpenedState, singleConfig, stateOpener } from '../../../helpers/openedState';
import { loadRecording } from '../../../helpers/recording';
import { type RedisServer, startRedis } from '../../../helpers/redisServer';
import { iterationKey, writeIteration } from '../../../helpers/tuningState';

const ALL = { startsWith: '' };

const completed = (found: readonly SessionProgress[]): Record<string, number> =>
  Object.fromEntries(
    found.map((progress) => {
      const { sessionId, completedIterations } = progress.snapshot(null, new Date(0));
      return [sessionId, completedIterations];
    }),
  );

/** A Redis in memory that counts the passes over its keyspace, and may refuse to tell of changes. */
class Counting extends MemoryStore {
  scans = 0;
  refuses = false;
  hashes = 0;
  failsScans = false;
  failsHashes = false;
  held: Promise<void> = Promise.resolve();

  override async *scan(pattern: string) {
    this.scans += 1;
    await this.held;
    if (this.failsScans) throw new Error('no scan');
    yield* super.scan(pattern);
  }

  override async hash(key: string) {
    this.hashes += 1;
    if (this.failsHashes) throw new Error('no hash');
    return super.hash(key);
  }

  override async track(...args: Parameters<MemoryStore['track']>) {
    if (this.refuses) throw new Error('changes cannot be tracked: NOPERM');
    return super.track(...args);
  }
}

describe('Cached sessions', () => {
  const kit = (maxCachedRecords?: number) => {
    const clock = settableClock();
    const store = new Counting(clock);
    const kept = keptLog();
    const limit = maxCachedRecords === undefined ? {} : { maxCachedRecords };
    const warm = new SessionCache(
      { store, tracking: store, clock, log: kept.log, ...limit },
      DEFAULT_TUNING_SETTINGS,
    );
    return { clock, store, warm, kept };
  };

  test('are found without a scan, with what was written since', async () => {
    const { store, warm } = kit();
    writeIteration(store, 1);
    await warm.find(ALL);
    writeIteration(store, 2);
    writeIteration(store, 1, { worker: 'new' });
    writeIteration(store, 1, { session: 'new' });
    expect([completed(await warm.find(ALL)), store.scans]).toEqual([{ S: 3, new: 1 }, 1]);
  });

  test('are read once for all concurrent requests', async () => {
    const { store, warm } = kit();
    writeIteration(store, 1);
    await Promise.all(Array.from({ length: 10 }, () => warm.find(ALL)));
    expect(store.scans).toBe(1);
  });

  test('are all read again after ten minutes, while the cache serves', async () => {
    const { store, warm, clock } = kit();
    await warm.find(ALL);
    clock.advance(600_000);
    await warm.find(ALL);
    await eventually(() => store.scans === 2, 'they were read again');
  });

  test('are read again after Redis was unavailable', async () => {
    const { store, warm } = kit();
    writeIteration(store, 1);
    await warm.find(ALL);
    store.simulateOutage('unreachable');
    expect(await failureOf(warm.find(ALL))).toMatchObject({ reason: 'unreachable' });
    store.endOutage();
    writeIteration(store, 2);
    expect([completed(await warm.find(ALL)), store.scans]).toEqual([{ S: 2 }, 2]);
  });

  test('are scanned for each request where Redis rejects tracking, which is logged once', async () => {
    const { store, warm, clock, kept } = kit();
    store.refuses = true;
    for (const n of [1, 2, 3]) {
      writeIteration(store, n);
      expect(completed(await warm.find(ALL))).toEqual({ S: n });
      clock.advance(60_000);
    }
    expect(store.scans).toBe(3);
    expect(kept.lines().map(({ msg }) => msg)).toEqual([
      'client tracking unavailable; falling back to full scans',
    ]);
  });

  test('are scanned once for all requests that came before the scan began, where Redis rejects tracking', async () => {
    const { store, warm } = kit();
    store.refuses = true;
    await warm.find(ALL);
    writeIteration(store, 1);
    const first = warm.find(ALL);
    await eventually(() => store.scans === 2, 'a pass is under way');
    writeIteration(store, 2);
    const later = Array.from({ length: 10 }, () => warm.find(ALL));
    await first;
    for (const found of await Promise.all(later)) expect(completed(found)).toEqual({ S: 2 });
    expect(store.scans).toBe(3);
  });

  test('are not scanned when all requests were aborted before the scan began', async () => {
    const { store, warm } = kit();
    store.refuses = true;
    await warm.find(ALL);
    let go = () => {};
    store.held = new Promise((resolve) => {
      go = resolve;
    });
    const first = warm.find(ALL);
    await eventually(() => store.scans === 2, 'a pass is under way');
    const limits = [new AbortController(), new AbortController()];
    const given = limits.map(({ signal }) => failureOf(warm.find(ALL, signal)));
    await new Promise(setImmediate);
    for (const limit of limits) limit.abort(new Error('too late'));
    go();
    await first;
    expect(await Promise.all(given)).toEqual([new Error('too late'), new Error('too late')]);
    expect(store.scans).toBe(2);
  });

  test('are cached again within a minute after Redis accepts tracking again', async () => {
    const { store, warm, clock } = kit();
    store.refuses = true;
    await warm.find(ALL);
    store.refuses = false;
    clock.advance(60_000);
    for (const _ of [1, 2, 3]) await warm.find(ALL);
    expect(store.scans).toBe(2);
  });

  test('are scanned when Redis rejects tracking again, which is logged again', async () => {
    const { store, warm, clock, kept } = kit();
    store.refuses = true;
    await warm.find(ALL);
    store.refuses = false;
    clock.advance(60_000);
    await warm.find(ALL);
    store.refuses = true;
    clock.advance(600_000);
    await warm.find(ALL);
    await eventually(() => kept.lines().length === 2, 'it is told again');
  });

  test('that were evicted cost no scan unless they change', async () => {
    const { store, warm } = kit(10);
    for (let n = 1; n <= 8; n += 1) {
      writeIteration(store, n, { session: 'old', fields: { timestamp: '2026-11-20T07:00:00' } });
      writeIteration(store, n, { session: 'new' });
    }
    await warm.find(ALL);
    writeIteration(store, 9, { session: 'new' });
    expect([completed(await warm.find(ALL)), store.scans]).toEqual([{ old: 8, new: 9 }, 1]);
    store.delete(iterationKey(3, { session: 'old' }));
    expect([completed(await warm.find(ALL)), store.scans]).toEqual([{ old: 7, new: 9 }, 2]);
  });

  /** Four sessions of so many iterations, of which one is cached, and three are evicted. */
  const threeEvicted = async (iterations: number) => {
    const { store, warm } = kit(iterations);
    for (const session of ['old', 'older', 'oldest'])
      for (let n = 1; n <= iterations; n += 1)
        writeIteration(store, n, { session, fields: { timestamp: '2026-11-20T07:00:00' } });
    for (let n = 1; n <= iterations; n += 1) writeIteration(store, n, { session: 'new' });
    await warm.find(ALL);
    return { store, warm };
  };

  test('that were evicted cost one scan each, however many of their keys change', async () => {
    const { store, warm } = await threeEvicted(1200);
    for (const session of ['old', 'older'])
      for (let n = 1; n < 1200; n += 1) store.delete(iterationKey(n, { session }));
    expect(completed(await warm.find(ALL))).toEqual({ old: 1, older: 1, oldest: 1200, new: 1200 });
    expect(store.scans).toBe(3);
  });

  test('that were evicted are read again when Redis is back, if it was unavailable before they were read', async () => {
    const { store, warm } = await threeEvicted(600);
    for (let n = 1; n < 600; n += 1) store.delete(iterationKey(n, { session: 'old' }));
    store.failsScans = true;
    expect(await failureOf(warm.find(ALL))).toEqual(new Error('no scan'));
    store.failsScans = false;
    expect(completed(await warm.find(ALL))).toEqual({ old: 1, older: 600, oldest: 600, new: 600 });
  });

  test('are read without a request when many keys have changed, also after that has failed', async () => {
    const { store, warm } = kit();
    await warm.find(ALL);
    store.failsHashes = true;
    for (let n = 1; n <= 500; n += 1) writeIteration(store, n);
    await eventually(() => store.hashes === 500, 'they are asked for');
    store.failsHashes = false;
    await new Promise(setImmediate);
    writeIteration(store, 501);
    await eventually(() => store.hashes === 1001, 'they are asked for again');
  });
});

describe('Cached sessions of a real Redis', () => {
  const open = stateOpener();
  let server: RedisServer;
  let client: Redis;
  let state: OpenedState;
  let warm: SessionCache;

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    client = server.client();
    await client.flushall();
    state = open(singleConfig(server));
    warm = new SessionCache({ ...state, log: state.kept.log }, DEFAULT_TUNING_SETTINGS);
  });

  const write = (n: number, worker = 'w', session = 'S') =>
    client.hset(iterationKey(n, { worker, session }), {
      session_id: session,
      worker_id: worker,
      iteration: n,
      status: 'completed',
      timestamp: '2026-11-22T07:00:00',
    });
  test('that were run again are what a scan says, and finished', async () => {
    await warm.find(ALL);
    await loadRecording(client, 'tuning-run-again.redis');
    const now = new Date('2026-11-28T20:31:00Z');
    const told = (found: readonly SessionProgress[]) =>
      found.map((one) => one.snapshot(null, now)).sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
    const known = told(await warm.find(ALL));
    expect(known).toEqual(told(await findSessions(state.store, DEFAULT_TUNING_SETTINGS, ALL)));
    const finished = { completedIterations: 6, haveJobsEnded: true, earlierIterations: 0 };
    expect(known).toMatchObject([
      { ...finished, sessionId: 'd28-demo-session', jobs: { planned: 6, runs: 3, failed: [] } },
      { ...finished, sessionId: 'retry-demo', jobs: { planned: 6, runs: 2, failed: [] } },
    ]);
  });

  const scans = async (): Promise<number> =>
    Number(/cmdstat_scan:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? 0);

  test('contain every iteration that was written before the request, without a SCAN', async () => {
    await write(1);
    await warm.find(ALL);
    const before = await scans();
    for (let n = 2; n <= 500; n += 1) {
      await write(n, n % 3 === 0 ? `worker ${n}` : 'w', n % 7 === 0 ? 'T' : 'S');
      const { S = 0, T = 0 } = completed(await warm.find(ALL));
      if (S + T !== n) throw new Error(`${n} were written, and ${S + T} are found`);
    }
    expect(await scans()).toBe(before);
  });

  test('are between the state at the request and the state at the response, while another client writes', async () => {
    await warm.find(ALL);
    const writer = server.client();
    let [acknowledged, sent, isDone] = [0, 0, false];
    const writing = (async () => {
      while (!isDone) {
        const some = writer.pipeline();
        for (let i = 0; i < 50; i += 1) {
          sent += 1;
          some.hset(iterationKey(sent), { status: 'completed' });
        }
        await some.exec();
        acknowledged = sent;
      }
    })();
    for (let asked = 0; asked < 100; asked += 1) {
      const atLeast = acknowledged;
      const { S = 0 } = completed(await warm.find(ALL));
      if (S < atLeast || S > sent) throw new Error(`${S} are found, of ${atLeast} to ${sent}`);
    }
    isDone = true;
    await writing;
    expect(completed(await warm.find(ALL))).toEqual({ S: sent });
  });

  test('are scanned while Redis accepts no more connections, and cached once it does', async () => {
    await write(1);
    await state.store.ping();
    await client.config('SET', 'maxclients', '2');
    const found = await warm.find(ALL);
    await client.config('SET', 'maxclients', '100');
    expect(completed(found)).toEqual({ S: 1 });
    await warm.find(ALL);
    const before = await scans();
    await write(2);
    expect([completed(await warm.find(ALL)), await scans()]).toEqual([{ S: 2 }, before]);
    expect(state.kept.lines().filter(({ msg }) => msg.includes('does not tell'))).toEqual([]);
  });

  test.each([
    ['is wiped', async () => void (await client.flushall())],
    ['is started anew without its data', () => server.restart()],
    ['moves their keys', async () => void (await client.rename(iterationKey(1), iterationKey(7)))],
    ['ends a key', async () => void (await client.pexpireat(iterationKey(1), 1))],
    [
      'gets another type',
      async () => void (await client.multi().del(iterationKey(1)).set(iterationKey(1), 'x').exec()),
    ],
  ])('are what a scan says at once after Redis %s', async (_, change) => {
    await write(1);
    await write(2);
    await warm.find(ALL);
    await change();
    await eventually(async () => (await client.ping().catch(() => null)) !== null, 'Redis answers');
    await write(3).catch(() => undefined);
    await eventually(
      () =>
        state.store.ping().then(
          () => true,
          () => false,
        ),
      'it can be read',
    );
    expect(told(await warm.find(ALL))).toEqual(
      told(await findSessions(state.store, DEFAULT_TUNING_SETTINGS, ALL)),
    );
  });

  const told = (found: readonly SessionProgress[]) => found.map((one) => one.snapshot(null, new Date(0)));

  test('are not found while Redis hangs, and afterwards are without another scan', async () => {
    await write(1);
    await warm.find(ALL);
    const before = await scans();
    server.pause();
    expect(await failureOf(warm.find(ALL))).toMatchObject({ reason: 'slow' });
    server.resume();
    await write(2);
    expect([completed(await warm.find(ALL)), await scans()]).toEqual([{ S: 2 }, before]);
  });
});
