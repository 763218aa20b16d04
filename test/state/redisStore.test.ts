import type { Redis } from 'ioredis';
import { systemClock } from '../../src/clock';
import { openState, type State } from '../../src/state/open';
import { keptLog } from '../helpers/log';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { describeStoreContract } from './storeContract';

let server: RedisServer;
let client: Redis;
let state: State;

beforeAll(async () => {
  server = await startRedis();
  client = server.client({ enableAutoPipelining: true });
  const { host, port } = server;
  state = openState(
    { kind: 'single', host, port, db: 0, tls: false },
    { clock: systemClock, log: keptLog().log },
  );
});

afterAll(async () => {
  await state.close();
  await server.stop();
});

describeStoreContract(async () => {
  await client.flushall();
  return {
    store: state.store,
    set: async (key, value, ttlMs) => {
      await (ttlMs === undefined ? client.set(key, value) : client.set(key, value, 'PX', ttlMs));
    },
    setHash: async (key, fields, ttlMs) => {
      await client.hset(key, fields);
      if (ttlMs !== undefined) await client.pexpire(key, ttlMs);
    },
    letExpire: async (key) => {
      await client.pexpireat(key, 1);
    },
  };
});
