import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { connectStores, type Stores } from '../../src/storage/connect';
import { MemorySharedTexts } from '../../src/storage/memory/memorySharedTexts';
import { type SharedTexts, SharedTextsRefusedError } from '../../src/storage/sharedTexts';
import { keptLog } from '../helpers/log';
import { singleConfig } from '../helpers/openedState';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const KEPT_MS = 60_000;
const slot = { name: 'history:5min:2026-11-22:paper:docker', field: '08' };

let server: RedisServer;
let client: Redis;
let state: Stores;

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  state = connectStores(singleConfig(server), { clock: systemClock, log: keptLog().log });
});
beforeEach(() => client.flushall());
afterAll(async () => {
  await state.close();
  await server.stop();
});

const inRedis = (): SharedTexts => {
  if (state.sharedTexts === undefined) throw new Error('it has none');
  return state.sharedTexts;
};

describe.each([
  ['in Redis', inRedis],
  ['in memory', () => new MemorySharedTexts()],
])('texts %s', (_, open) => {
  test('are changed only by who has read what stands there', async () => {
    const texts = open();
    const first = { ...slot, expected: null, text: 'a', keptForMs: KEPT_MS };
    expect(await texts.swap([first])).toEqual([true]);
    expect(await texts.swap([{ ...first, text: 'b' }])).toEqual([false]);
    expect(await texts.swap([{ ...first, expected: 'a', text: 'b' }])).toEqual([true]);
    expect(await texts.get([slot, { ...slot, field: '09' }])).toEqual(['b', null]);
  });

  test('are given in the order in which they are asked for, however many', async () => {
    const texts = open();
    const slots = Array.from({ length: 250 }, (__, i) => ({ name: `history:${i % 7}`, field: `${i}` }));
    const done = await texts.swap(
      slots.map((each) => ({ ...each, expected: null, text: each.field, keptForMs: KEPT_MS })),
    );
    expect(done).toEqual(slots.map(() => true));
    expect(await texts.get(slots)).toEqual(slots.map(({ field }) => field));
    expect((await texts.all('history:0')).size).toBe(36);
  });

  test('are removed field by field', async () => {
    const texts = open();
    const change = { expected: null, text: 'a', keptForMs: KEPT_MS };
    await texts.swap(['1', '2', '3'].map((field) => ({ name: 'history:days', field, ...change })));
    await texts.remove('history:days', ['1', '3']);
    expect([...(await texts.all('history:days'))]).toEqual([['2', 'a']]);
  });
});

test('A name is kept for as long as was asked for, with all its fields', async () => {
  await inRedis().swap([{ ...slot, expected: null, text: 'a', keptForMs: KEPT_MS }]);
  const ttlMs = await client.pttl(`{arbwatch}:${slot.name}`);
  expect(ttlMs).toBeGreaterThan(KEPT_MS / 2);
  expect(ttlMs).toBeLessThanOrEqual(KEPT_MS);
});

test('A key that somebody else made counts as none, and is left alone', async () => {
  await client.set(`{arbwatch}:${slot.name}`, 'mine');
  const texts = inRedis();
  expect(await texts.get([slot])).toEqual([null]);
  expect((await texts.all(slot.name)).size).toBe(0);
  const change = { ...slot, expected: null, text: 'a', keptForMs: KEPT_MS };
  await expect(texts.swap([change])).rejects.toThrow(SharedTextsRefusedError);
  expect(await client.get(`{arbwatch}:${slot.name}`)).toBe('mine');
});

test('That Redis has no memory left for closing values does not count as an outage of the store', async () => {
  await client.config('SET', 'maxmemory', '1');
  try {
    const change = { ...slot, expected: null, text: 'a', keptForMs: KEPT_MS };
    await expect(inRedis().swap([change])).rejects.toThrow(SharedTextsRefusedError);
    expect(state.storeStatus.refusal()).toBeNull();
  } finally {
    await client.config('SET', 'maxmemory', '0');
  }
});
