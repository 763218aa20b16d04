import { onlyTargets } from '../../src/monitors/live/targetDirectory';
import { RECORD_TTL_MS, type RecordKind } from '../../src/state/records/keys';
import {
  type CommandHarness,
  type CommandHarnessOptions,
  createCommandHarness,
} from '../helpers/commandHarness';
import { executionHash, orderHash, positionHash, priceHash } from '../helpers/records';

const MINUTE_MS = 60_000;
const LIVE = 'live:production';

function trading(options: CommandHarnessOptions = {}): CommandHarness & {
  put: (kind: RecordKind, name: string, fields: Record<string, string>, of?: string, ageMs?: number) => void;
} {
  const harness = createCommandHarness({ format: { demo: false, currency: 'KRW' }, ...options });
  const put = (kind: RecordKind, name: string, fields: Record<string, string>, of = LIVE, ageMs = 0) => {
    const key = `${of}:arbitrage:${kind}:${name}`;
    harness.store.setHash(key, fields);
    harness.store.expire(key, RECORD_TTL_MS[kind] - ageMs);
  };
  return { ...harness, put };
}

/** A live trader with something of everything. */
async function everything() {
  const harness = trading();
  const { put, look } = harness;
  put('positions', 'BTC_KRW', positionHash(), LIVE, 3 * MINUTE_MS);
  put(
    'positions',
    'ETH_KRW',
    positionHash({
      pnl: '-3000',
      pnl_pct: '-0.005',
      quantity: '2',
      entry_price: '300000',
      current_price: '298500',
    }),
    LIVE,
    30_000,
  );
  put('orders', 'a', orderHash(), LIVE, 2 * MINUTE_MS);
  put(
    'orders',
    'b',
    orderHash({
      status: 'rejected',
      side: 'buy',
      exchange: 'binance',
      symbol: 'BTCUSDT',
      price: '38010.0',
      updated_at: '2026-11-22T07:59:00',
    }),
    LIVE,
    MINUTE_MS,
  );
  put(
    'orders',
    'c',
    orderHash({ status: 'partially_filled', filled_quantity: '0.4', updated_at: '2026-11-22T07:57:00' }),
    LIVE,
    3 * MINUTE_MS,
  );
  put('execution', 'BTC:1795897827.41621', executionHash(), LIVE, 2 * MINUTE_MS);
  put('prices', 'upbit:KRW-BTC', priceHash(), LIVE, 1_000);
  put('prices', 'binance:BTCUSDT', priceHash({ bid: '38000.0', ask: '38010.0' }), LIVE, 55_000);
  await look();
  harness.clock.advance(6_000);
  return harness;
}

test('A trader shows positions, the largest loss first, orders, executions and prices', async () => {
  const { ask } = await everything();
  const { shown, text, public: isPublic } = await ask('/arb-positions live production');
  expect(shown.split('\n')).toEqual([
    'live production: 2 positions',
    expect.stringMatching(/^live production gives no sign of life/),
    'ETH_KRW: P&L −3,000.00 KRW (−0.5 %)',
    'buy 2 at 300,000, now 298,500 · 36 s ago',
    'BTC_KRW: P&L +12,500.00 KRW (+0.5 %)',
    'buy 0.05 at 50,100,000, now 50,350,000 · 3 min ago',
    'Orders in 24 h: 3, 2 rejected or partially filled',
    '⚠️ rejected: buy 1 BTCUSDT at 38,010 on binance · 1 min ago',
    '⚠️ partially filled, 0.4 of 1: sell 1 KRW-BTC at 50,000,000 on upbit · 3 min ago',
    'filled: sell 1 KRW-BTC at 50,000,000 on upbit · 2 min ago',
    "Executions in 24 h: 1, with the trader's own estimate of P&L",
    'BTC: estimated +49,862,066.02 KRW · 1, 38,010 → 50,000,000 · 2 min ago',
    'Prices (bid / ask)',
    expect.stringMatching(/^⚠️ binance BTCUSDT: no price for 60 s or longer, last seen /),
    'upbit KRW-BTC: 50,000,000 / 50,010,000, 7 s old',
    expect.stringMatching(/^As of /),
    'Refresh',
    'Share to channel',
  ]);
  expect(text).toBe(
    'live production has 2 positions; the largest loss is `ETH_KRW` with −3,000.00 KRW (−0.5 %). 2 orders rejected or partially filled in 24 h. No price of binance for 60 s or longer.',
  );
  expect(isPublic).toBe(false);
});

test('A response is for the whole channel where that is asked for', async () => {
  const { ask } = await everything();
  expect((await ask('/arb-positions live production public')).public).toBe(true);
});

describe('A trader that reports no position, as those of today', () => {
  test('is shown with what else tells whether it holds something', async () => {
    const { store, look, ask } = trading();
    store.setHash(`${LIVE}:arbitrage:portfolio:state`, {
      total_balance: '10000000',
      available_balance: '7495000',
      total_position_value: '2505000',
      utilization_rate: '0.2505',
      timestamp: '2026-11-22T07:59:58',
    });
    store.expire(`${LIVE}:arbitrage:portfolio:state`, 298_000);
    await look();
    const { shown, text } = await ask('/arb-positions live production');
    expect(shown).toContain('live production: positions not reported');
    expect(shown).toContain('Positions are not reported: the traders of today write none.');
    expect(shown).toContain('docs/trading-system.md, “No trader writes its positions”');
    expect(shown).toContain(
      'Its portfolio has 2,505,000.00 KRW in positions, utilization 25.05 % (written 2 s ago).',
    );
    expect(shown).toContain(
      'Orders and executions are not reported: traders write them only while they send real orders.',
    );
    expect(shown).toContain('Prices are not reported.');
    expect(text).toBe('live production reports no positions.');
  });

  test('is shown so where nothing else tells, and no 0 is made up', async () => {
    const { look, ask } = trading();
    await look();
    const { shown } = await ask('/arb-positions live production');
    expect(shown).toContain('Nothing else in Redis tells whether it holds something.');
    expect(shown).not.toMatch(/\b0\b/);
  });
});

test('A field that is missing is distinguished from one that is no figure, and neither is 0', async () => {
  const { put, look, ask } = trading();
  put('positions', 'BTC_KRW', { quantity: 'nan', side: 'buy', timestamp: 'x' });
  await look();
  const { shown } = await ask('/arb-positions live production');
  expect(shown).toContain('BTC_KRW: P&L not reported');
  expect(shown).toContain(
    'buy size not understood at price not reported, now price not reported · under 1 s ago',
  );
  expect(shown).toContain('6 values could not be understood');
});

test('Keys of another type are problems, and do not hide the rest', async () => {
  const { put, store, look, ask } = trading();
  put('orders', 'a', orderHash());
  for (const kind of ['positions', 'orders', 'execution', 'prices'])
    store.set(`${LIVE}:arbitrage:${kind}:x:1`, 'text');
  await look();
  const { shown, text } = await ask('/arb-positions live production');
  expect(text).toBe('live production has 1 position. 4 values could not be understood.');
  expect(shown).toContain('filled: sell 1 KRW-BTC');
  expect(shown).toContain('None of its positions could be understood.');
  expect(shown).toContain('x 1: price not understood');
  expect(shown).toContain('4 values could not be understood');
});

test('Names from outside are shown as they are, and mention nobody', async () => {
  const { put, look, ask } = trading();
  put('positions', '<!channel>', positionHash({ pnl: '-1', side: '*buy*' }));
  put('orders', 'x', orderHash({ symbol: '<@U0VIEWER>', exchange: ':skull:' }));
  put('prices', '<!here>:*BTC*', priceHash());
  await look();
  const { shown, text } = await ask('/arb-positions live production');
  expect(shown).toContain('<!channel>: P&L');
  expect(text).toContain('`&lt;!channel&gt;`');
});

describe('More positions than a phone shows at once', () => {
  test('are in a table, too, the largest loss first', async () => {
    const { put, look, ask } = trading();
    for (let i = 0; i < 30; i += 1) put('positions', `S${i}`, positionHash({ pnl: `${i * 10 - 100}` }));
    await look();
    const { shown } = await ask('/arb-positions live production');
    expect(shown).toContain('… and 25 more; below as many as fit.');
    expect(shown).toMatch(
      /Positions, the largest loss first\nSymbol\n[\s\S]*?\nS0\n−100\.00 KRW\n[\s\S]*?\nS15\n\+50\.00 KRW\n/,
    );
  });
});

describe('Without a target', () => {
  test('the only trader that has recorded something is shown in full', async () => {
    const { ask } = await everything();
    expect((await ask('/arb-positions')).shown).toContain('live production: 2 positions');
  });

  test('of several each has a few lines, live first', async () => {
    const { put, look, ask } = await everything();
    put('positions', 'SOL_KRW', positionHash({ pnl: '-5' }), 'paper:docker');
    await look();
    const { shown, text } = await ask('/arb-positions');
    expect(shown).toMatch(
      /Positions of all traders\n.*live production: 2 positions\n[\s\S]*paper docker: 1 position\n/,
    );
    expect(shown).toContain('3 orders and 1 execution in 24 h');
    expect(shown).toContain('binance 1 of 1 price gone · upbit 1 price');
    expect(text).toMatch(
      /^live production has 2 positions; .* paper docker has 1 position; the largest loss is/,
    );
  });

  test('an env alone shows the traders of that env', async () => {
    const { put, look, ask } = await everything();
    put('positions', 'SOL_KRW', positionHash(), 'paper:docker');
    await look();
    expect((await ask('/arb-positions docker')).shown).toContain('paper docker: 1 position');
  });

  test('it is said where no trader has recorded anything', async () => {
    const { look, ask } = trading();
    await look();
    expect((await ask('/arb-positions')).shown).toMatch(
      /^No trader has recorded positions, orders, executions or prices\./,
    );
  });
});

test('Right after the start the response says that the bot is still looking', async () => {
  const { ask } = trading();
  expect((await ask('/arb-positions')).shown).toMatch(/^The bot has just started/);
  const { shown, text } = await ask('/arb-positions live production');
  expect(shown).toMatch(/^live production: positions not known yet\n/);
  expect(shown).toContain('The bot has just started');
  expect(shown).not.toContain('not reported');
  expect(text).toMatch(/^What live production holds is not known yet/);
});

test('Where Redis does not tell of changes, the response says since when something may be missing', async () => {
  const { put, look, ask, clock, store } = trading();
  store.track = async () => {
    throw new Error('NOPERM');
  };
  put('positions', 'BTC_KRW', positionHash());
  await look();
  clock.advance(5 * MINUTE_MS);
  const { shown } = await ask('/arb-positions live production');
  expect(shown).toMatch(/New positions and orders since .*08:00:00.* may be missing/);
});

test('Redis that is away is said to be so', async () => {
  const { ask, store } = await everything();
  store.simulateOutage('unreachable');
  expect((await ask('/arb-positions live production')).shown).toMatch(/Redis/);
});

test.each([
  ['a word that fits nothing', '/arb-positions nonsense', /nonsense is not a mode or an env/],
  ['a word too many', '/arb-positions live production twice', /twice is not a mode or an env/],
  ['a misspelt mode', '/arb-positions papr', /paper/],
  ['an env that no trader has', '/arb-positions live moon', /moon/],
])('%s is answered with what to type instead', async (_, line, expected) => {
  const { ask } = await everything();
  expect((await ask(line)).shown).toMatch(expected);
});

test('Help says what the command does', async () => {
  const { ask } = trading({ targets: onlyTargets([]) });
  expect((await ask('/arb-positions help')).shown).toContain('/arb-positions live production');
});
