import type { Scene } from './scene';
import type { Stage } from './setup';
import { inOrder, MINUTE_S, press, type Step, seen, shadowBeats, watch } from './steps';

/** Discovery has looked through Redis twice. */
const knownWell = watch(11 * MINUTE_S);

const positions = (
  name: string,
  target: string,
  title: string,
  situation: string,
  ...steps: readonly Step[]
): Scene => ({
  name: `positions-${name}`,
  title,
  situation,
  command: `/arb-positions ${target}`.trim(),
  prepare: inOrder(...steps),
});

const PAPER = 'paper docker';
const LIVE = 'live docker';

/** `/arb-positions`. */
export const POSITION_SCENES: readonly Scene[] = [
  positions(
    'ordinary',
    PAPER,
    'What a trader holds',
    'A trader that writes all that the StateManager offers.',
    knownWell,
  ),
  positions(
    'not-reported',
    LIVE,
    'Positions that are not reported',
    'A live trader of today, whose orders are simulated: it writes its portfolio and prices.',
    knownWell,
  ),
  positions('orders', LIVE, 'Real orders', 'It sends real orders.', press('orders-live-docker'), knownWell),
  positions(
    'feed-gone',
    'shadow docker',
    'A loss, a rejected order, and an exchange without prices',
    'A trader lost on one of its positions, and has had no price from one exchange for two minutes.',
    shadowLoses,
  ),
  positions('many', 'shadow docker', 'Many positions', 'A trader holds 14 symbols.', holdsMany, (stage) =>
    shadowBeats(stage, 11 * MINUTE_S),
  ),
  positions(
    'all',
    '',
    'All traders',
    'The paper trader and the live trader run; the live one sends real orders.',
    press('orders-live-docker'),
    knownWell,
  ),
  positions('looking', PAPER, 'Right after the start', 'The bot has not looked through Redis yet.'),
  positions(
    'problems',
    PAPER,
    'Keys that cannot be understood',
    'Another program wrote into its keys.',
    garble,
    seen,
  ),
];

const SHADOW = { mode: 'shadow', env: 'docker' } as const;

async function shadowLoses(stage: Stage): Promise<void> {
  const keys = stage.traderKeys(SHADOW);
  const held = (symbol: string, quantity: number, entryPrice: number, currentPrice: number) =>
    keys.position({ symbol, quantity, entryPrice, currentPrice }, stage.now());
  const price = (exchange: string, bid: number) =>
    keys.price({ exchange, symbol: 'KRW-BTC', bid, ask: bid + 10_000 }, stage.now());
  const order = { id: 'a', exchange: 'upbit', symbol: 'KRW-BTC', side: 'sell', quantity: 0.02 } as const;
  price('bithumb', 50_020_000);
  held('BTC_KRW', 0.05, 50_900_000, 50_100_000);
  held('ETH_KRW', 1.5, 4_100_000, 4_131_000);
  keys.order({ ...order, price: 50_100_000 }, stage.now());
  await stage.watch(9 * MINUTE_S);
  keys.order({ ...order, id: 'b', price: 50_080_000, status: 'rejected', filled: 0 }, stage.now());
  await stage.watch(MINUTE_S);
  for (let second = 0; second < 2 * MINUTE_S; second += 15) {
    keys.heartbeat('trader', stage.now());
    keys.portfolio({ total: 9_951_250, inPositions: 8_701_500 }, stage.now());
    price('upbit', 50_090_000);
    await stage.watch(15);
  }
}

function holdsMany(stage: Stage): void {
  const keys = stage.traderKeys(SHADOW);
  keys.heartbeat('trader', stage.now());
  const coins = [
    'BTC',
    'ETH',
    'XRP',
    'SOL',
    'ADA',
    'DOGE',
    'TRX',
    'DOT',
    'LINK',
    'BCH',
    'XLM',
    'ATOM',
    'ETC',
    'NEAR',
  ];
  coins.forEach((coin, i) => {
    const entryPrice = 1_000 * (coins.length - i);
    const currentPrice = entryPrice * (1 + ((i * 5) % 14) / 1_000 - 0.006);
    keys.position({ symbol: `KRW-${coin}`, quantity: i + 1, entryPrice, currentPrice }, stage.now());
  });
}

function garble({ store }: Stage): void {
  const start = 'paper:docker:arbitrage';
  store.setHash(`${start}:positions:ETH_KRW`, {
    quantity: 'nan',
    side: '<!channel>',
    entry_price: '50100000',
  });
  store.set(`${start}:orders:x`, 'filled');
}
