import { RecordMonitor } from '../../../src/monitors/records/recordMonitor';
import { discover } from '../../../src/state/discovery';
import type { Place } from '../../../src/state/keys';
import { RECORD_TTL_MS, type RecordKind } from '../../../src/state/records/keys';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';
import { orderHash, priceHash } from '../../helpers/records';

const NOW = new Date('2026-11-22T08:00:00Z');
const PLACE: Place = { mode: 'live', env: 'docker' };
const START = 'live:docker:arbitrage:';

class ReadStore extends MemoryStore {
  readonly read: string[] = [];

  override hash(key: string) {
    this.read.push(key);
    return super.hash(key);
  }
}

async function watching() {
  const clock = settableClock(NOW);
  const store = new ReadStore(clock);
  const { log } = keptLog();
  const monitor = () => new RecordMonitor({ store, tracking: store, clock, log, firstPrefix: 'arbitrage' });
  const put = (kind: RecordKind, name: string, fields = {}, ttlMs: number | null = RECORD_TTL_MS[kind]) => {
    store.setHash(`${START}${kind}:${name}`, kind === 'orders' ? orderHash(fields) : priceHash(fields));
    if (ttlMs !== null) store.expire(`${START}${kind}:${name}`, ttlMs);
  };
  const records = monitor();
  await records.track([{ prefix: 'arbitrage', ...PLACE }]);
  const pass = async (of = records) => of.seed(await discover(store, ['arbitrage']));
  const observe = async (of = records, remembered = {}) => {
    const all = new Map(
      Object.entries(remembered).length === 0
        ? []
        : [['live:docker', { orders: [], prices: [], ...remembered }]],
    );
    return (await of.observe([PLACE], all)).get('live:docker');
  };
  return { clock, store, put, pass, observe, monitor };
}

test('A trader without records has none, and nothing is read for it', async () => {
  const { observe, store } = await watching();
  expect(await observe()).toBeUndefined();
  expect(store.read).toEqual([]);
});

test('An order that was rejected is found once Redis says that it changed, with when by the clock of Redis', async () => {
  const { put, observe, clock } = await watching();
  // The trader's clock is an hour ahead.
  put('orders', 'a', { status: 'rejected', updated_at: '2026-11-22T09:00:00' });
  clock.advance(5_000);
  expect(await observe()).toMatchObject({
    orders: [
      { id: 'a', status: 'rejected', exchange: 'upbit', symbol: 'KRW-BTC', side: 'sell', writtenAt: NOW },
    ],
  });
});

test('Orders that are as they were are read once, however many there are', async () => {
  const { put, pass, observe, store } = await watching();
  for (let i = 0; i < 3_000; i++) put('orders', `o${i}`);
  await pass();
  for (let i = 0; i < 10; i++) await observe();
  store.read.length = 0;
  put('orders', 'o7', { status: 'partially_filled', filled_quantity: '0.4' });
  expect(await observe()).toMatchObject({ orders: [{ id: 'o7', filledQuantity: 0.4 }] });
  expect(store.read).toEqual([`${START}orders:o7`]);
});

test('No more than 500 orders are read in one check, and none is left out', async () => {
  const { put, observe, store } = await watching();
  for (let i = 0; i < 700; i++) put('orders', `o${i}`, i === 699 ? { status: 'rejected' } : {});
  expect((await observe())?.orders).toEqual([]);
  expect(store.read).toHaveLength(500);
  expect(await observe()).toMatchObject({ orders: [{ id: 'o699' }] });
});

test('An order that was filled after all is no problem any more', async () => {
  const { put, observe } = await watching();
  put('orders', 'a', { status: 'partially_filled' });
  expect((await observe())?.orders).toHaveLength(1);
  put('orders', 'a', { status: 'filled' });
  expect((await observe())?.orders).toEqual([]);
});

test.each<[string, Record<string, string>]>([
  ['whose status is no status of an order', { status: 'REJECTED!' }],
  ['without a status', { status: '' }],
])('An order %s is no problem', async (_, fields) => {
  const { put, observe } = await watching();
  put('orders', 'a', fields);
  expect((await observe())?.orders).toEqual([]);
});

test('A key of an order that holds something else is no problem', async () => {
  const { store, observe } = await watching();
  store.set(`${START}orders:a`, 'rejected');
  expect((await observe())?.orders).toEqual([]);
});

test('Of an order without a TTL it is known when it was seen to change, and nothing where a pass found it', async () => {
  const { put, pass, observe, monitor } = await watching();
  put('orders', 'a', { status: 'rejected' }, null);
  expect(await observe()).toMatchObject({ orders: [{ writtenAt: NOW }] });
  const other = monitor();
  await pass(other);
  expect(await observe(other)).toMatchObject({ orders: [{ id: 'a', writtenAt: null }] });
});

test('Prices are found by a pass, with when they were written by the clock of Redis', async () => {
  const { put, pass, observe, clock } = await watching();
  put('prices', 'upbit:KRW-BTC', { timestamp: '2026-11-22T07:00:00' });
  put('prices', 'binance:BTC:USDT');
  await pass();
  clock.advance(59_000);
  put('prices', 'binance:BTC:USDT');
  expect((await observe())?.feeds).toEqual([
    { exchange: 'upbit', symbol: 'KRW-BTC', state: 'there', writtenAt: NOW },
    { exchange: 'binance', symbol: 'BTC:USDT', state: 'there', writtenAt: clock.now() },
  ]);
  clock.advance(2_000);
  expect((await observe())?.feeds).toMatchObject([{ state: 'gone', writtenAt: null }, { state: 'there' }]);
});

test('A price that an instance has not come across is read where it is remembered', async () => {
  const { put, observe, monitor } = await watching();
  const other = monitor();
  expect(await observe(other, { prices: ['upbit:BTC'] })).toMatchObject({ feeds: [{ state: 'gone' }] });
  put('prices', 'upbit:BTC');
  expect(await observe(other, { prices: ['upbit:BTC'] })).toMatchObject({ feeds: [{ state: 'there' }] });
});

test('Of a price without a TTL it is known when it was seen to change, and a key with something else is unreadable', async () => {
  const { put, pass, observe, clock, store } = await watching();
  put('prices', 'upbit:BTC', {}, null);
  await pass();
  expect(await observe()).toMatchObject({ feeds: [{ state: 'there', writtenAt: null }] });
  clock.advance(1_000);
  put('prices', 'upbit:BTC', { timestamp: '2026-11-22T08:00:01' }, null);
  expect(await observe()).toMatchObject({ feeds: [{ writtenAt: clock.now() }] });
  store.set(`${START}prices:upbit:BTC`, '1');
  expect(await observe()).toMatchObject({ feeds: [{ state: 'unreadable', writtenAt: null }] });
});
