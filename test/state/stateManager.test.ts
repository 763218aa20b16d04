import { StateManager } from '../../src/state/stateManager';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { settableClock } from '../helpers/clock';

const NAMESPACE = 'paper:docker';
const at = (rest: string): string => `${NAMESPACE}:arbitrage:${rest}`;

describe("A trader's state", () => {
  let store: MemoryStore;
  let state: StateManager;

  beforeEach(() => {
    store = new MemoryStore(settableClock());
    state = new StateManager(store, NAMESPACE);
  });

  test.each([
    ['a stat', () => state.stat('trades_total'), null],
    ['a heartbeat', () => state.heartbeat('trader'), null],
    ['a portfolio', () => state.portfolio(), null],
    ['the live metrics', () => state.liveMetrics(), { metrics: [], ttlMs: null }],
  ])('%s that nobody wrote is not reported, and no problem', async (_, read, value) => {
    expect(await read()).toEqual({ value, problems: [] });
  });

  test.each([
    ['stats:trades_total', 'is not a string', () => state.stat('trades_total')],
    ['heartbeat:trader', 'is not a string', () => state.heartbeat('trader')],
  ])('a hash at %s is a problem with its key', async (key, what, read) => {
    store.setHash(at(key), { field: 'value' });
    expect((await read()).problems).toEqual([{ key: at(key), what }]);
  });

  test.each([
    ['portfolio:state', () => state.portfolio()],
    ['metrics:live', () => state.liveMetrics()],
  ])('a string at %s is a problem with its key', async (key, read) => {
    store.set(at(key), 'text');
    expect((await read()).problems).toEqual([{ key: at(key), what: 'is not a hash' }]);
  });

  test('a value too large to be read is a problem that says how large it is', async () => {
    const key = at('portfolio:state');
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`field_${n}`, '1']));
    store.setHash(key, { ...many, total_balance: '5', available_balance: '1'.repeat(9_000) });
    const { value, problems } = await state.portfolio();
    expect(value).toMatchObject({
      totalBalance: 5,
      availableBalance: null,
      unreadable: ['availableBalance'],
    });
    expect(problems).toEqual([
      { key, what: 'has 1,502 fields, which is too much to read: 1,501 were not read' },
      { key, what: 'field "available_balance" is 9,000 bytes long, which is too much to read' },
    ]);
    store.set(at('stats:trades_total'), '1'.repeat(9_000));
    expect(await state.stat('trades_total')).toEqual({
      value: null,
      problems: [{ key: at('stats:trades_total'), what: 'is 9,000 bytes long, which is too much to read' }],
    });
  });

  test('a field is not taken that is too long, though all of its hash was read', async () => {
    const key = at('portfolio:state');
    store.setHash(key, { total_balance: '1'.repeat(5_000) });
    expect((await state.portfolio()).problems).toEqual([
      { key, what: 'field "total_balance" is 5,000 bytes long, which is too much to read' },
    ]);
  });

  test('a stat that is nan is a problem, and not a figure', async () => {
    store.set(at('stats:trades_total'), 'nan');
    expect(await state.stat('trades_total')).toEqual({
      value: null,
      problems: [{ key: at('stats:trades_total'), what: 'is "nan", which is no figure' }],
    });
  });

  test('a field that a portfolio lacks is not reported, which is no problem', async () => {
    store.setHash(at('portfolio:state'), { total_balance: '2500000.0', timestamp: '2026-11-22T07:41:39' });
    expect(await state.portfolio()).toEqual({
      value: {
        totalBalance: 2_500_000,
        availableBalance: null,
        totalPositionValue: null,
        utilizationRate: null,
        at: new Date('2026-11-22T07:41:39Z'),
        text: '["2500000.0",null,null,null,"2026-11-22T07:41:39"]',
        ttlMs: null,
        unreadable: [],
      },
      problems: [],
    });
  });

  test('a field of a portfolio that is not understood is named, beside one that it lacks', async () => {
    store.setHash(at('portfolio:state'), { total_balance: 'much', timestamp: '2026-11-22T07:41:39' });
    const { value, problems } = await state.portfolio();
    expect(value?.unreadable).toEqual(['totalBalance']);
    expect(problems).toEqual([
      { key: at('portfolio:state'), what: 'field "total_balance" is "much", not a number' },
    ]);
  });

  test('live metrics come in the order of their names, and one that is nan is a problem, and there', async () => {
    store.setHash(at('metrics:live'), { win_rate: '0.5', open: 'True', drawdown: 'nan' });
    expect(await state.liveMetrics()).toEqual({
      value: {
        metrics: [
          { name: 'drawdown', value: null },
          { name: 'open', value: true },
          { name: 'win_rate', value: 0.5 },
        ],
        ttlMs: null,
      },
      problems: [{ key: at('metrics:live'), what: 'field "drawdown" is "nan", which is no figure' }],
    });
  });

  test('a metric named as JavaScript names its own things is one like any other', async () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
    store.setHash(at('metrics:live'), new Map(names.map((name) => [name, '1'])));
    const { value } = await state.liveMetrics();
    expect(value.metrics).toEqual(names.map((name) => ({ name, value: 1 })));
  });

  test('a heartbeat whose text is no time keeps its TTL, and is a problem', async () => {
    store.set(at('heartbeat:trader'), 'now', 60_000);
    expect(await state.heartbeat('trader')).toEqual({
      value: { component: 'trader', text: 'now', at: null, ttlMs: 60_000 },
      problems: [{ key: at('heartbeat:trader'), what: 'is "now", not a time' }],
    });
  });

  test('a heartbeat of the wrong type is there, though nothing of it can be read', async () => {
    store.setHash(at('heartbeat:trader'), { beat: '1' }, 60_000);
    expect((await state.heartbeat('trader')).value).toEqual({
      component: 'trader',
      text: null,
      at: null,
      ttlMs: 60_000,
    });
  });

  test('a portfolio and the live metrics have the TTL of their keys', async () => {
    store.setHash(at('portfolio:state'), { total_balance: '1' });
    store.setHash(at('metrics:live'), { trades_today: '1' });
    store.expire(at('portfolio:state'), 298_000);
    store.expire(at('metrics:live'), 120_000);
    expect((await state.portfolio()).value?.ttlMs).toBe(298_000);
    expect((await state.liveMetrics()).value.ttlMs).toBe(120_000);
  });

  test('is read under the key prefix that is configured', async () => {
    store.set('paper:docker:arb:v2:stats:trades_total', '5');
    const other = new StateManager(store, NAMESPACE, 'arb:v2');
    expect((await other.stat('trades_total')).value).toBe(5);
  });

  test('that cannot be read is an error, and never an empty answer', async () => {
    store.simulateOutage('unreachable');
    await expect(state.portfolio()).rejects.toMatchObject({ name: 'StateUnavailableError' });
  });
});
