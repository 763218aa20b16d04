import { type AlertState, evaluate } from '../../src/alerting';
import { Observer } from '../../src/jobs/observer';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { onlyTargets } from '../../src/monitors/live/targetDirectory';
import { RecordMonitor } from '../../src/monitors/records/recordMonitor';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { discover } from '../../src/state/discovery';
import type { Place } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { orderHash, priceHash } from '../helpers/records';
import { SETTINGS } from '../helpers/scenario';

const PLACE: Place = { mode: 'live', env: 'docker' };
const START = 'live:docker:arbitrage:';

/** A bot that checks every 15 s a trader that lives, by the records that stand in Redis. */
function watching() {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new MemoryStore(clock);
  const { log, lines } = keptLog();
  const targets = onlyTargets([PLACE]);
  const sent: string[] = [];
  let known: AlertState | null = null;
  const started = () => {
    const records = new RecordMonitor({ store, tracking: store, clock, log, firstPrefix: 'arbitrage' });
    const observer = new Observer({
      ...{ store, clock, log, targets, records, botStore: new MemoryBotStore(store) },
      ...{ tuning: DEFAULT_TUNING_SETTINGS, tuningEveryMs: 3_600_000 },
      live: () => DEFAULT_LIVE_SETTINGS,
    });
    return { records, observer };
  };
  let bot = started();
  return {
    store,
    sent,
    lines,
    restart: () => {
      bot = started();
    },
    records: () => bot.records,
    follow: () => bot.records.track([{ prefix: 'arbitrage', ...PLACE }]),
    pass: async () => bot.records.seed(await discover(store, ['arbitrage'])),
    price: (exchange: string) => store.setHash(`${START}prices:${exchange}:BTC`, priceHash(), 60_000),
    order: (id: string, status: string) =>
      store.setHash(`${START}orders:${id}`, orderHash({ status, filled_quantity: '0.4' }), 86_400_000),
    /** So many checks, before each of which this happens. */
    async check(times: number, before: () => void = () => undefined): Promise<void> {
      for (let i = 0; i < times; i++) {
        clock.advance(15_000);
        before();
        const seen = await bot.observer.observe(null, known);
        const { state, notifications } = evaluate(known, seen, SETTINGS);
        known = state;
        for (const each of notifications) {
          if (each.kind === 'incident' && each.incident.rule === 'price_feed') sent.push(each.incident.state);
          if (each.kind === 'event') sent.push(`${each.event.rule} ${each.event.details.id1}`);
        }
      }
    },
  };
}

/** Both exchanges have had prices, and a pass over all keys has ended. */
async function begun() {
  const bot = watching();
  const both = () => ['upbit', 'binance'].forEach(bot.price);
  both();
  await bot.follow();
  await bot.pass();
  await bot.check(8, both);
  return { bot, both };
}

test('A rejected order, and an exchange that falls silent and comes back, are reported by what stands in Redis', async () => {
  const { bot, both } = await begun();
  bot.order('a', 'rejected');
  await bot.check(8, () => bot.price('binance'));
  await bot.check(8, both);
  expect(bot.sent).toEqual(['order_problem a', 'open', 'recovered']);
});

test('An instance that has just begun knows which exchange is silent, and which order may still be filled', async () => {
  const { bot, both } = await begun();
  await bot.check(8, () => bot.price('binance'));
  bot.order('a', 'partially_filled');
  await bot.check(1, () => bot.price('binance'));
  // No pass over all keys has ended since.
  bot.restart();
  await bot.check(4, both);
  expect(bot.sent).toEqual(['open', 'recovered', 'order_problem a']);
});

test('No check fails for records that cannot be read', async () => {
  const bot = watching();
  bot.price('upbit');
  await bot.pass();
  bot.records().observe = async () => {
    throw new Error('no such luck');
  };
  await bot.check(2);
  expect(bot.lines()).toContainEqual(
    expect.objectContaining({ msg: 'failed to read orders and prices of traders' }),
  );
});
