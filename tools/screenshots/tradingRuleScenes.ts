import type { Mode } from '../../src/state/keys';
import type { Scene } from './scene';
import type { Stage } from './setup';
import { IN_ALERTS, MINUTE_S } from './steps';

const STEP_S = 15;
const ENV = 'production';

/** A trader writes its heartbeat and its portfolio, and whatever else, every 15 s. */
async function beats(
  stage: Stage,
  seconds: number,
  totals: Partial<Record<Mode, number>>,
  also: () => void = () => undefined,
): Promise<void> {
  for (let second = 0; second < seconds; second += STEP_S) {
    for (const [mode, total] of Object.entries(totals)) {
      const keys = stage.traderKeys({ mode: mode as Mode, env: ENV });
      keys.heartbeat('trader', stage.now());
      keys.portfolio({ total, inPositions: 0 }, stage.now());
    }
    also();
    await stage.watch(STEP_S);
  }
}

const WATCHED = `targets: { 'live:${ENV}': }\n`;
const live = (stage: Stage) => stage.traderKeys({ mode: 'live', env: ENV });
const ORDER = {
  exchange: 'upbit',
  symbol: 'KRW-BTC',
  side: 'sell',
  quantity: 0.02,
  price: 50_100_000,
} as const;

/** What the rules about orders, prices, trades and balances say. */
export const TRADING_RULE_SCENES: readonly Scene[] = [
  {
    name: 'rule-order-rejected',
    title: 'An order was rejected',
    situation: 'The live trader sends real orders, and the exchange rejected one.',
    shows: { ...IN_ALERTS, has: 'Order rejected' },
    file: WATCHED,
    prepare: async (stage) => {
      await beats(stage, MINUTE_S, { live: 10_000_000 });
      live(stage).order({ ...ORDER, id: 'a', status: 'rejected', filled: 0 }, stage.now());
      await beats(stage, MINUTE_S, { live: 10_000_000 });
    },
  },
  {
    name: 'rule-orders-many',
    title: 'Several orders were rejected or stay filled in part',
    situation: 'After a first one, those of five minutes are sent together.',
    shows: { ...IN_ALERTS, has: 'Orders: ' },
    file: WATCHED,
    prepare: async (stage) => {
      await beats(stage, MINUTE_S, { live: 10_000_000 });
      live(stage).order({ ...ORDER, id: 'a', status: 'rejected', filled: 0 }, stage.now());
      await beats(stage, MINUTE_S, { live: 10_000_000 });
      for (const n of [1, 2, 3, 4, 5])
        live(stage).order({ ...ORDER, id: `b${n}`, status: 'rejected', filled: 0 }, stage.now());
      live(stage).order(
        { ...ORDER, side: 'buy', id: 'c', status: 'partially_filled', filled: 0.004 },
        stage.now(),
      );
      await beats(stage, 5 * MINUTE_S, { live: 10_000_000 });
    },
  },
  {
    name: 'rule-no-prices',
    title: 'An exchange without prices',
    situation: 'One of two exchanges has had no price for more than a minute.',
    shows: { ...IN_ALERTS, has: 'No prices' },
    file: WATCHED,
    prepare: async (stage) => {
      const price = (exchange: string) =>
        live(stage).price({ exchange, symbol: 'KRW-BTC', bid: 50_000_000, ask: 50_010_000 }, stage.now());
      // The next pass over all keys finds them.
      await beats(stage, 11 * MINUTE_S, { live: 10_000_000 }, () => ['bithumb', 'upbit'].forEach(price));
      await beats(stage, 2 * MINUTE_S, { live: 10_000_000 }, () => price('upbit'));
    },
  },
  {
    name: 'rule-no-trades',
    title: 'No trades',
    situation: 'The rule is on, and the trader has made none for 30 minutes.',
    shows: { ...IN_ALERTS, has: 'No trades' },
    file: `${WATCHED}rules: { no_trades: { mode: on } }\n`,
    prepare: async (stage) => {
      live(stage).setStat('trades_total', 7);
      await beats(stage, MINUTE_S, { live: 10_000_000 });
      live(stage).setStat('trades_total', 8);
      await beats(stage, 31 * MINUTE_S, { live: 10_000_000 });
    },
  },
  {
    name: 'rule-divergence',
    title: 'Live and paper diverge',
    situation: 'The rule is on; the live trader lost 3 % while the paper trader of its env gained a little.',
    shows: { ...IN_ALERTS, has: 'diverge' },
    file: `targets: { 'live:${ENV}':, 'paper:${ENV}': }\nrules: { divergence: { mode: on } }\n`,
    prepare: async (stage) => {
      await beats(stage, 2 * MINUTE_S, { live: 10_000_000, paper: 5_000_000 });
      await beats(stage, MINUTE_S, { live: 9_700_000, paper: 5_010_000 });
    },
  },
];
