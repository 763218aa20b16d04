import type { Redis } from 'ioredis';
import { systemClock } from '../../../src/lib/clock';
import { escapeGlob } from '../../../src/state/keys';
import { connectStores, type Stores } from '../../../src/storage/connect';
import { keptLog } from '../../helpers/log';
import { singleConfig } from '../../helpers/openedState';
import { type RedisServer, startRedis } from '../../helpers/redisServer';
import { describeStoreContract } from './storeContract';

let server: RedisServer;
let client: Redis;
let state: Stores;

beforeAll(async () => {
  server = await startRedis();
  client = server.client({ enableAutoPipelining: true });
  state = connectStores(singleConfig(server), { clock: systemClock, log: keptLog().log });
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

test('Bytes that are no text are read as U+FFFD, and harm nothing beside them', async () => {
  await client.flushall();
  await client.hset('junk', 'bytes', Buffer.from([0xff, 0xfe, 0x00, 0x41]), 'text', 'fine');
  expect(await state.store.hash('junk')).toEqual(
    new Map([
      ['bytes', '\ufffd\ufffd\u0000A'],
      ['text', 'fine'],
    ]),
  );
});

test('Text that is not UTF-8 is as long as its bytes', async () => {
  await client.flushall();
  await client.set('bytes', Buffer.alloc(4_096, 0xff));
  expect(await state.store.string('bytes')).toBe('\ufffd'.repeat(4_096));
});

test('A list is neither a string nor a hash', async () => {
  await client.flushall();
  await client.rpush('list', 'a');
  await expect(state.store.string('list')).rejects.toThrow('list is not a string');
  await expect(state.store.hash('list')).rejects.toThrow('list is not a hash');
});

test('An escaped key matches itself and nothing else', async () => {
  await client.flushall();
  const chars = [...'ab*?[]^-\\: \nAé🚀'];
  const keys = chars.flatMap((one) => [one, ...chars.map((other) => `${one}${other}`), `a${one}b`]);
  await Promise.all(keys.map((key) => client.set(key, '1')));
  const found = await Promise.all([...new Set(keys)].map((key) => client.keys(escapeGlob(key))));
  expect(found).toEqual([...new Set(keys)].map((key) => [key]));
});
