import { RecordMonitor } from '../../../src/monitors/records/recordMonitor';
import { StateUnavailableError } from '../../../src/redis/errors';
import { discover } from '../../../src/state/discovery';
import type { Place } from '../../../src/state/keys';
import { RECORD_TTL_MS, type RecordKind } from '../../../src/state/records/keys';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';
import { executionHash, orderHash, positionHash, priceHash } from '../../helpers/records';

const NOW = new Date('2026-11-22T08:00:00Z');
const MINUTE_MS = 60_000;
const PAPER: Place = { mode: 'paper', env: 'docker' };

class CountedStore extends MemoryStore {
  readonly read: string[] = [];
  passes = 0;

  override hash(key: string) {
    this.read.push(key);
    return super.hash(key);
  }

  override scan(pattern: string) {
    this.passes += 1;
    return super.scan(pattern);
  }
}

function monitoring() {
  const clock = settableClock(NOW);
  const store = new CountedStore(clock);
  const { log, lines } = keptLog();
  const monitor = new RecordMonitor({ store, tracking: store, clock, log, firstPrefix: 'arbitrage' });
  const put = (
    kind: RecordKind,
    name: string,
    fields: Record<string, string>,
    ttlMs: number | null = RECORD_TTL_MS[kind],
    of = 'paper:docker',
  ) => {
    const key = `${of}:arbitrage:${kind}:${name}`;
    store.setHash(key, fields);
    if (ttlMs !== null) store.expire(key, ttlMs);
  };
  const pass = async () => monitor.seed(await discover(store, ['arbitrage']));
  const follow = () => monitor.track([{ prefix: 'arbitrage', ...PAPER }]);
  const snapshot = () => monitor.snapshot(PAPER);
  return { clock, store, monitor, put, pass, follow, snapshot, lines };
}

test('Before the first pass nothing is known, and the snapshot says so', async () => {
  const { put, follow, snapshot } = monitoring();
  await follow();
  put('positions', 'BTC_KRW', positionHash());
  expect((await snapshot()).knownUntil).toBeNull();
});

test('Every kind of record is read as the trader wrote it', async () => {
  const { put, follow, pass, snapshot } = monitoring();
  await follow();
  put('positions', 'BTC_KRW', positionHash(), RECORD_TTL_MS.positions - 30_000);
  put('orders', 'id-1', orderHash(), RECORD_TTL_MS.orders - 2 * MINUTE_MS);
  put('execution', 'BTC:1795897827.41621', executionHash());
  put('prices', 'upbit:KRW-BTC', priceHash(), RECORD_TTL_MS.prices - 1_000);
  await pass();
  expect(await snapshot()).toMatchObject({
    mode: 'paper',
    env: 'docker',
    positions: {
      count: 1,
      items: [
        {
          symbol: 'BTC_KRW',
          side: 'buy',
          quantity: 0.05,
          entryPrice: 50_100_000,
          currentPrice: 50_350_000,
          pnl: 12_500,
          pnlRate: 0.00499001996007984,
          at: new Date('2026-11-22T07:59:30.844Z'),
          ageMs: 30_000,
        },
      ],
    },
    orders: {
      items: [
        {
          id: 'id-1',
          exchange: 'upbit',
          symbol: 'KRW-BTC',
          status: 'filled',
          quantity: 1,
          filledQuantity: 1,
          ageMs: 2 * MINUTE_MS,
        },
      ],
    },
    executions: {
      items: [{ symbol: 'BTC', estimatedNetPnl: 49_862_066.02, estimatedFees: 99_923.98, ageMs: 0 }],
    },
    prices: [
      { exchange: 'upbit', symbol: 'KRW-BTC', price: { bid: 50_000_000, ask: 50_010_000, ageMs: 1_000 } },
    ],
    knownUntil: NOW,
    problems: [],
  });
});

test('Positions come with the largest loss first, and those without a P&L between losses and gains', async () => {
  const { put, pass, snapshot } = monitoring();
  const pnls = { gain: '5', small: '-1', unknown: 'nan', large: '-100', more: '50' };
  for (const [name, pnl] of Object.entries(pnls)) put('positions', name, positionHash({ pnl }));
  await pass();
  const { positions, problems } = await snapshot();
  expect(positions.items.map(({ symbol }) => symbol)).toEqual(['large', 'small', 'unknown', 'gain', 'more']);
  expect(positions.items.find(({ symbol }) => symbol === 'unknown')?.pnl).toBeNull();
  expect(problems).toEqual([
    { key: 'paper:docker:arbitrage:positions:unknown', what: 'field "pnl" is "nan", which is no figure' },
  ]);
});

test('Orders and executions come with the newest first, whatever their keys say', async () => {
  const { put, pass, snapshot } = monitoring();
  const times = ['07:10', '07:30', '07:20'].map((time) => `2026-11-22T${time}:00`);
  for (const time of times) {
    put('orders', `order ${time.slice(11, 16)}`, orderHash({ updated_at: time }));
    put('execution', `${time.slice(11, 16)}:${10 - times.indexOf(time)}`, executionHash({ timestamp: time }));
  }
  await pass();
  const { orders, executions } = await snapshot();
  expect(orders.items.map(({ id }) => id)).toEqual(['order 07:30', 'order 07:20', 'order 07:10']);
  expect(executions.items.map(({ symbol }) => symbol)).toEqual(['07:30', '07:20', '07:10']);
});

describe('Between two passes', () => {
  test('a new record is known at once, without another pass', async () => {
    const { put, follow, pass, snapshot, store } = monitoring();
    await follow();
    await pass();
    put('positions', 'ETH_KRW', positionHash());
    put('orders', 'new', orderHash());
    const { positions, orders, knownUntil } = await snapshot();
    expect([positions.items.length, orders.items.length, knownUntil]).toEqual([1, 1, NOW]);
    expect(store.passes).toBe(1);
  });

  test('a record that has gone is forgotten, and does not count', async () => {
    const { put, follow, pass, snapshot, clock } = monitoring();
    await follow();
    put('positions', 'BTC_KRW', positionHash(), 5_000);
    put('positions', 'ETH_KRW', positionHash());
    await pass();
    clock.advance(6_000);
    expect((await snapshot()).positions).toMatchObject({ count: 1, items: [{ symbol: 'ETH_KRW' }] });
  });

  test('an order that is written again comes first', async () => {
    const { put, follow, pass, snapshot } = monitoring();
    await follow();
    put('orders', 'old', orderHash({ updated_at: '2026-11-22T07:00:00' }));
    put('orders', 'other', orderHash({ updated_at: '2026-11-22T07:30:00' }));
    await pass();
    put('orders', 'old', orderHash({ updated_at: '2026-11-22T07:59:00', status: 'rejected' }));
    expect((await snapshot()).orders.items).toMatchObject([
      { id: 'old', status: 'rejected' },
      { id: 'other' },
    ]);
  });

  test('where changes cannot be tracked, the snapshot says until when it is complete', async () => {
    const { put, pass, snapshot, store, clock } = monitoring();
    store.track = async () => {
      throw new Error('NOPERM');
    };
    put('positions', 'BTC_KRW', positionHash());
    await pass();
    clock.advance(3 * MINUTE_MS);
    const { positions, knownUntil } = await snapshot();
    expect([positions.items.length, knownUntil]).toEqual([1, NOW]);
  });

  test('a target that the pass found first is complete after one more pass', async () => {
    const { put, pass, snapshot, clock, follow, monitor } = monitoring();
    await follow();
    put('positions', 'BTC_KRW', positionHash(), undefined, 'shadow:qa');
    await pass();
    clock.advance(MINUTE_MS);
    const shadow = () => monitor.snapshot({ mode: 'shadow', env: 'qa' });
    expect((await shadow()).knownUntil).toEqual(NOW);
    await pass();
    expect((await shadow()).knownUntil).toEqual(clock.now());
    expect((await snapshot()).knownUntil).toEqual(clock.now());
  });
});

describe('A price', () => {
  test('that nobody writes any more is gone, and when it was last seen is known', async () => {
    const { put, pass, snapshot, clock } = monitoring();
    put('prices', 'upbit:KRW-BTC', priceHash());
    put('prices', 'binance:BTCUSDT', priceHash());
    await pass();
    clock.advance(50_000);
    put('prices', 'upbit:KRW-BTC', priceHash());
    await snapshot();
    clock.advance(30_000);
    await pass();
    expect((await snapshot()).prices).toMatchObject([
      { exchange: 'binance', symbol: 'BTCUSDT', price: null, seenAt: NOW },
      { exchange: 'upbit', symbol: 'KRW-BTC', price: { ageMs: 30_000 } },
    ]);
  });

  test('that was last seen more than a day ago is of no interest', async () => {
    const { put, pass, snapshot, clock } = monitoring();
    put('prices', 'upbit:KRW-BTC', priceHash());
    await pass();
    clock.advance(25 * 60 * MINUTE_MS);
    await pass();
    expect((await snapshot()).prices).toEqual([]);
  });
});

describe('However many orders there are', () => {
  test('no more than 200 are read, and their number is known', async () => {
    const { put, follow, pass, snapshot, store } = monitoring();
    await follow();
    for (let i = 0; i < 5_000; i += 1) put('orders', `${i}`, orderHash());
    await pass();
    for (let i = 0; i < 500; i += 1) put('orders', `new ${i}`, orderHash());
    store.read.length = 0;
    const { orders } = await snapshot();
    expect(store.read.length).toBeLessThanOrEqual(400);
    expect(orders.items.length).toBeLessThanOrEqual(200);
    expect(orders.count).toBeGreaterThanOrEqual(5_000);
    expect(orders.items.some(({ id }) => id === 'new 499')).toBe(true);
  });

  test('of executions the newest are read, by the times in their keys', async () => {
    const { put, pass, snapshot } = monitoring();
    const times = Array.from({ length: 1_000 }, (_, i) => (i * 7919) % 1_000);
    for (const time of times) {
      const timestamp = new Date(NOW.getTime() - (1_000 - time) * 1_000).toISOString().slice(0, 19);
      put('execution', `S${time}:${1_795_000_000 + time}.5`, executionHash({ timestamp }));
    }
    await pass();
    const { executions } = await snapshot();
    const newest = Array.from({ length: 100 }, (_, i) => `S${999 - i}`);
    expect(executions.items.map(({ symbol }) => symbol)).toEqual(newest);
    expect(executions.count).toBe(1_000);
  });
});

describe('What cannot be understood is a problem beside what can', () => {
  test.each<[string, RecordKind, Record<string, string>, string]>([
    ['a field that is missing', 'positions', { quantity: '1' }, 'field "side" is missing'],
    [
      'a number that is none',
      'orders',
      orderHash({ price: 'much' }),
      'field "price" is "much", not a number',
    ],
    [
      'an unknown status',
      'orders',
      orderHash({ status: 'lost' }),
      'field "status" is "lost", not a status of an order',
    ],
    [
      'an infinite P&L',
      'execution',
      executionHash({ net_pnl: 'inf' }),
      'field "net_pnl" is "inf", which is no figure',
    ],
    [
      'a time that is none',
      'prices',
      priceHash({ timestamp: 'now' }),
      'field "timestamp" is "now", not a time',
    ],
  ])('%s', async (_, kind, fields, what) => {
    const { put, pass, snapshot } = monitoring();
    put(kind, 'x:1', fields);
    await pass();
    const { problems } = await snapshot();
    expect(problems.map((problem) => problem.what)).toContain(what);
  });

  test.each(['positions', 'orders', 'execution', 'prices'] as const)(
    '%s under a key of another type',
    async (kind) => {
      const { store, pass, snapshot } = monitoring();
      store.set(`paper:docker:arbitrage:${kind}:x:1`, 'text');
      await pass();
      const { positions, orders, executions, problems } = await snapshot();
      expect([positions.items, orders.items, executions.items]).toEqual([[], [], []]);
      expect(problems).toMatchObject([{ key: `paper:docker:arbitrage:${kind}:x:1` }]);
    },
  );

  test('a key without a TTL, or with a longer one than traders give, has no age', async () => {
    const { put, pass, snapshot } = monitoring();
    put('positions', 'none', positionHash(), null);
    put('positions', 'long', positionHash(), RECORD_TTL_MS.positions + 1);
    await pass();
    expect((await snapshot()).positions.items.map(({ ageMs }) => ageMs)).toEqual([null, null]);
  });
});

test('While Redis is away, a snapshot throws that, and the next one is as before', async () => {
  const { put, pass, snapshot, store } = monitoring();
  put('positions', 'BTC_KRW', positionHash());
  await pass();
  store.simulateOutage('unreachable');
  await expect(snapshot()).rejects.toThrow(StateUnavailableError);
  store.endOutage();
  expect((await snapshot()).positions.items).toHaveLength(1);
});

test('A snapshot that is not needed any more reads nothing', async () => {
  const { monitor, store } = monitoring();
  await expect(monitor.snapshot(PAPER, AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  expect(store.read).toEqual([]);
});
