import type { CommandDeps } from '../../commands/command';
import type { Place } from '../../src/state/keys';

const NONE = { items: [], count: 0, unread: 0 };

/** Of a bot that has not looked through Redis yet. */
export const NO_RECORDS: CommandDeps['records'] = {
  recorded: () => new Set(),
  hasLooked: () => false,
  snapshot: async (place: Place) => ({
    ...{ ...place, positions: NONE, orders: NONE, executions: NONE, prices: [], problems: [] },
    ...{ knownUntil: null, timestamp: new Date('2026-11-22T08:00:00Z') },
  }),
};

/* The hashes of trader records, as the trading system writes them. */

export const positionHash = (change: Readonly<Record<string, string>> = {}) => ({
  symbol: 'BTC_KRW',
  quantity: '0.05',
  entry_price: '50100000.0',
  current_price: '50350000.0',
  side: 'buy',
  pnl: '12500.0',
  pnl_pct: '0.00499001996007984',
  timestamp: '2026-11-22T07:59:30.844533',
  ...change,
});

export const orderHash = (change: Readonly<Record<string, string>> = {}) => ({
  order_id: 'a',
  exchange: 'upbit',
  symbol: 'KRW-BTC',
  side: 'sell',
  quantity: '1.0',
  price: '50000000',
  status: 'filled',
  filled_quantity: '1.0',
  fill_rate: '1.0',
  created_at: '2026-11-22T07:58:27.416005',
  updated_at: '2026-11-22T07:58:27.416006',
  ...change,
});

export const executionHash = (change: Readonly<Record<string, string>> = {}) => ({
  symbol: 'BTC',
  buy_order_id: 'a',
  sell_order_id: 'b',
  buy_price: '38010.0',
  sell_price: '50000000',
  quantity: '1.0',
  gross_pnl: '49961990.0',
  net_pnl: '49862066.02',
  fees: '99923.98',
  pnl_pct: '1311.8144177847935',
  timestamp: '2026-11-22T07:58:27.416210',
  ...change,
});

export const priceHash = (change: Readonly<Record<string, string>> = {}) => ({
  bid: '50000000',
  ask: '50010000',
  mid: '50005000.0',
  timestamp: '2026-11-22T07:59:59.414312',
  ...change,
});
