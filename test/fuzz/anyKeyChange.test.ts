import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { SessionCache } from '../../src/monitors/tuning/cache/sessionCache';
import { findSessions } from '../../src/monitors/tuning/sessionFinder';
import type { SessionProgress } from '../../src/monitors/tuning/sessionProgress';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { connectStores, type Stores as OpenState } from '../../src/storage/connect';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { singleConfig } from '../helpers/openedState';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { always, answered } from './always';
import { onceEach, type State, tuningState } from './states';
import { writeToRedis } from './writing';

let redis: RedisServer;
let client: Redis;
let state: OpenState;
const clock = settableClock('2026-11-22T08:00:00Z');
const { log } = keptLog();

beforeAll(async () => {
  redis = await startRedis();
  client = redis.client();
  state = connectStores(singleConfig(redis), { clock, log });
  await state.store.ping();
});
afterAll(async () => {
  await state.close();
  await redis.stop();
});

interface Change {
  readonly written: State;
  /** Which of the keys that are there are deleted after that. */
  readonly deleted: readonly number[];
}

const change: fc.Arbitrary<Change> = fc.record({
  written: tuningState.map(onceEach),
  deleted: fc.array(fc.nat({ max: 20 }), { maxLength: 3 }),
});

/** Everything that is found, in an order of its own. */
const told = (found: readonly SessionProgress[]): string[] =>
  found
    .map((progress) => {
      const { problems, ...snapshot } = progress.snapshot(null, clock.now());
      return JSON.stringify({ ...snapshot, problems: problems.map((each) => JSON.stringify(each)).sort() });
    })
    .sort();

test('After any changes in Redis, the cached sessions equal a fresh read', async () => {
  await always(
    answered(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      await client.flushall();
      const warm = new SessionCache({ ...state, clock, log }, DEFAULT_TUNING_SETTINGS);
      for (const { written, deleted } of changes) {
        await writeToRedis(client, written, 'over what is there');
        const keys = await client.keysBuffer('*');
        for (const which of deleted) {
          const key = keys[which % Math.max(1, keys.length)];
          if (key !== undefined) await client.del(key);
        }
        const search = { startsWith: '' };
        const known = told(await warm.find(search));
        expect(known).toEqual(told(await findSessions(state.store, DEFAULT_TUNING_SETTINGS, search)));
      }
    }),
    40,
  );
});
