import type { Redis } from 'ioredis';
import { arbStatus } from '../../commands/arbStatus';
import { arbTuning } from '../../commands/arbTuning';
import type { CommandDeps } from '../../commands/command';
import { liveStatusMessage } from '../../formatters';
import { LiveStatusMonitor } from '../../src/monitors/live/liveStatusMonitor';
import { ProblemList } from '../../src/monitors/tuning/problems';
import { connectStores, type Stores } from '../../src/storage/connect';
import { settableClock } from '../helpers/clock';
import { heldForMs } from '../helpers/eventLoop';
import { everyone } from '../helpers/everyone';
import { keptLog } from '../helpers/log';
import { singleConfig } from '../helpers/openedState';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { statesOver } from '../helpers/states';
import { terminalText } from '../helpers/terminalText';
import { scanning } from '../helpers/tuningState';

jest.setTimeout(120_000);

const LIMIT_MS = 100;
const MEGABYTE = 1_000_000;
const METRICS = 'live:docker:arbitrage:metrics:live';
const PORTFOLIO = 'live:docker:arbitrage:portfolio:state';
const ITERATION = 'tuning:docker:paper:arbitrage:tuning_session:large:worker:main:iteration:1';
const JOB = 'orchestrator:docker:arbitrage:session:large:job:j1';

describe('The largest possible value in Redis', () => {
  const clock = settableClock();
  const { log } = keptLog();
  let redis: RedisServer;
  let client: Redis;
  let state: Stores;
  let deps: CommandDeps;

  beforeAll(async () => {
    redis = await startRedis();
    client = redis.client();
    state = connectStores(singleConfig(redis), { clock, log });
    deps = {
      ...state,
      clock,
      log,
      states: statesOver(state.store, clock),
      sessions: scanning(state.store),
      format: { demo: false, currency: null },
      ...everyone,
    };
  });
  beforeEach(async () => {
    await client.flushall();
    await loadRecording(client);
  });
  afterAll(async () => {
    await state.close();
    await redis.stop();
  });

  /** Fields that nobody can understand, a hundred thousand where `count` does not say otherwise. */
  const putMany = async (key: string, count = 100_000): Promise<void> => {
    for (let from = 0; from < count; from += 10_000) {
      const names = Array.from({ length: Math.min(10_000, count - from) }, (_, i) => `metric_${from + i}`);
      await client.hset(key, ...names.flatMap((name) => [name, 'no number']));
    }
  };
  const answer = async (words: string): Promise<string> =>
    JSON.stringify((await arbStatus.execute(words, deps)).message);
  const tuningAnswer = async (): Promise<string> =>
    JSON.stringify((await arbTuning.execute('large', deps)).message);
  const inTerminal = async (): Promise<string> => {
    const views = await deps.states.of([{ mode: 'live', env: 'docker' }]);
    return views.map((view) => terminalText(liveStatusMessage(view, deps.format))).join();
  };

  test.each<[string, () => Promise<unknown>]>([
    ['100,000 metrics', () => putMany(METRICS)],
    ['as many metrics as are read', () => putMany(METRICS, 900)],
    ['1,000,000 metrics', () => putMany(METRICS, 1_000_000)],
    ['100,000 fields of a portfolio', () => putMany(PORTFOLIO)],
    ['metrics with names of 5 MB', () => putLongNames()],
    ['metrics of 5 MB', () => putLongValues()],
    ['a balance of 5 MB', () => putLong(PORTFOLIO, 'total_balance', 5)],
    ['a breaker of 5 MB', () => putLong(METRICS, 'circuit_breaker_active', 5)],
    [
      'a stat of 300 MB',
      () => client.setrange('live:docker:arbitrage:stats:trades_total', 300 * MEGABYTE, '1'),
    ],
    [
      'a heartbeat of 300 MB',
      () => client.setrange('live:docker:arbitrage:heartbeat:trader', 300 * MEGABYTE, '1'),
    ],
  ])('delays no answer: %s', async (_, put) => {
    await put();
    for (const ask of [() => answer(''), () => answer('live docker'), inTerminal])
      expect(await heldForMs(ask)).toBeLessThan(LIMIT_MS);
    expect(await answer('live docker')).toContain('could not be understood');
    expect(await answer('paper docker')).toContain('1,287');
  });

  const putLongNames = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await client.hset(METRICS, `${n}${'n'.repeat(5 * MEGABYTE)}`, '1');
  };
  const putLongValues = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await client.hset(METRICS, `metric_${n}`, 'v'.repeat(5 * MEGABYTE));
  };
  const putLong = async (key: string, field: string, megabytes: number): Promise<void> => {
    await client.hset(key, 'positions_count', '1', field, Buffer.alloc(megabytes * MEGABYTE, '1'));
  };

  test.each([
    ['an iteration', ITERATION],
    ['a job', JOB],
  ])('delays no answer: 100,000 fields of %s', async (_, key) => {
    const own = {
      session_id: 'large',
      worker_id: 'main',
      status: 'completed',
      iteration: '1',
      iterations: '1',
      return_code: '0',
      started_at: '2026-11-22T07:41:39',
      finished_at: '2026-11-22T07:41:39',
    };
    await client.hset(key, { ...own, timestamp: '2026-11-22T07:41:39', mode: 'paper' });
    await putMany(key);
    expect(await heldForMs(tuningAnswer)).toBeLessThan(LIMIT_MS);
    expect(await tuningAnswer()).toMatch(
      /has 100,010 fields, which is too much to read: 100,00\d were not read/,
    );
  });

  test("is reported as unread, while the trading system's own fields are read", async () => {
    await client.hset(METRICS, 'circuit_breaker_active', 'True', 'trades_today', '7');
    await putMany(METRICS);
    await client.expire(METRICS, 300);
    const { breakerActive, liveMetrics, problems } = await new LiveStatusMonitor(
      { store: state.store, clock },
      'live',
      'docker',
    ).snapshot();
    expect(breakerActive).toBe(true);
    expect(liveMetrics).toContainEqual({ name: 'trades_today', value: 7 });
    const what = 'has 100,002 fields, which is too much to read: 100,000 were not read';
    expect(problems).toEqual([{ key: METRICS, what }]);
  });

  test('in each of a million keys is listed as a problem while the keys are read', async () => {
    const list = new ProblemList();
    for (let n = 0; n < 1_000_000; n += 1)
      list.add({ key: `key:${(n * 7_919) % 1_000_003}`, what: 'is missing' });
    const listAgain = async (): Promise<void> => {
      for (let n = 0; n < 100; n += 1) {
        list.add({ key: `key:-${n}`, what: 'is missing' });
        list.listed();
      }
    };
    expect(await heldForMs(listAgain)).toBeLessThan(LIMIT_MS);
  });
});
