import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { connectStores, type Stores } from '../../src/storage/connect';
import { keptLog } from '../helpers/log';
import { startLossyRedis } from '../helpers/lossyRedis';
import { singleConfig } from '../helpers/openedState';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { describeBotStoreContract } from './botStoreContract';

const SESSION = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;

let server: RedisServer;
let client: Redis;
let state: Stores;

const open = (botPrefix?: string, at: Pick<RedisServer, 'host' | 'port'> = server): Stores =>
  connectStores(singleConfig(at), {
    clock: systemClock,
    log: keptLog().log,
    ...(botPrefix === undefined ? {} : { botPrefix }),
  });

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  state = open();
});
afterAll(async () => {
  await state.close();
  await server.stop();
});

describeBotStoreContract(async () => {
  await client.flushall();
  return {
    ...state,
    set: async (key, value) => {
      await client.set(key, value);
    },
  };
});

test('A total stored by one instance is returned by another', async () => {
  const other = open();
  await other.botStore.rememberTuningTotal(SESSION, 500);
  await other.close();
  expect(await state.botStore.tuningTotal(SESSION)).toBe(500);
});

test('a bot with a prefix of its own keeps to it', async () => {
  const other = open('staging');
  await other.botStore.rememberTuningTotal(SESSION, 500);
  await other.close();
  expect(await client.get('{staging}:tuning-total:docker:paper:S')).toBe('500');
});

test('something else in the place of a total is no total', async () => {
  await client.del('{arbwatch}:tuning-total:docker:paper:S');
  await client.hset('{arbwatch}:tuning-total:docker:paper:S', 'a', '1');
  expect(await state.botStore.tuningTotal(SESSION)).toBeNull();
});

test('A request is new only to the instance that recorded it, even if the first reply was lost', async () => {
  const way = await startLossyRedis(server);
  const other = open(undefined, way);
  await other.botStore.markRequestSeen('v0=before');
  way.loseNextReply();
  const noted = await other.botStore.markRequestSeen('v0=lost');
  await other.close();
  await way.stop();
  expect([noted, await state.botStore.markRequestSeen('v0=lost')]).toEqual([true, false]);
});
