import type { Redis } from 'ioredis';
import { arbPositions } from '../../commands/arbPositions';
import { arbStatus } from '../../commands/arbStatus';
import type { Command } from '../../commands/command';
import { systemClock } from '../../src/lib/clock';
import { RecordMonitor } from '../../src/monitors/records/recordMonitor';
import { discover } from '../../src/state/discovery';
import { DEFAULT_KEY_PREFIX } from '../../src/state/keys';
import type { Stores } from '../../src/storage/connect';
import { everyone } from '../../test/helpers/everyone';
import { keptLog } from '../../test/helpers/log';
import { orderHash, positionHash, priceHash } from '../../test/helpers/records';
import { startRedis } from '../../test/helpers/redisServer';
import { statesOver } from '../../test/helpers/states';
import { scanning } from '../../test/helpers/tuningState';
import { heldDuring, heldTable } from './heldRedis';
import { sideBySide, timed } from './measure';
import { quietState } from './quietState';
import { count, result, type Section, timesAsFast, timesAsLong, timingTable } from './report';

const TARGET = { mode: 'live', env: 'docker' } as const;
const START = 'live:docker:arbitrage';
const [FEW, MANY] = [60, 100_000];
const ROUNDS = { warmUp: 3, counted: 40, goesPerRound: 10 };
const SCAN_ROUNDS = { warmUp: 1, counted: 10, goesPerRound: 1 };

/** What `/arb-positions` and `/arb-status` take, however many orders the trader has written. */
export async function traderRecords(onProgress: (text: string) => void): Promise<Section> {
  const servers = [await startRedis(), await startRedis()];
  const worlds: World[] = [];
  try {
    for (const [i, orders] of [FEW, MANY].entries()) {
      const server = servers[i];
      if (server === undefined) throw new Error('A Redis is missing');
      onProgress(`writing ${count(orders)} orders`);
      await writeRecords(server.client(), orders);
      worlds.push(await worldOver(quietState(server), server.client()));
    }
    const [few, many] = worlds;
    if (few === undefined || many === undefined) throw new Error('A Redis is missing');
    onProgress('answering');
    return await measured(few, many);
  } finally {
    for (const { close } of worlds) await close();
    for (const server of servers) await server.stop();
  }
}

interface World {
  readonly client: Redis;
  /** Answers a command, with the records of this Redis. */
  answer(command: Command): () => Promise<number>;
  /** One pass over all keys. */
  pass(): Promise<unknown>;
  close(): Promise<void>;
}

async function worldOver(state: Stores, client: Redis): Promise<World> {
  const { store, tracking } = state;
  const [clock, { log }] = [systemClock, keptLog()];
  const records = new RecordMonitor({ store, tracking, clock, log, firstPrefix: DEFAULT_KEY_PREFIX });
  const pass = async () => records.seed(await discover(store, [DEFAULT_KEY_PREFIX]));
  await records.track([{ prefix: DEFAULT_KEY_PREFIX, ...TARGET }]);
  await pass();
  const deps = {
    ...{ ...state, ...everyone, clock, log, records },
    states: statesOver(store, clock),
    sessions: scanning(store),
    format: { demo: false, currency: null },
  };
  return {
    client,
    answer: (command) => timed(() => command.execute('live docker', deps)),
    pass,
    close: async () => {
      records.close();
      await state.close();
    },
  };
}

async function measured(few: World, many: World): Promise<Section> {
  const {
    statusFew,
    statusMany,
    few: positionsFew,
    many: positionsMany,
  } = await sideBySide(
    {
      statusFew: { name: `/arb-status, ${count(FEW)} orders`, go: few.answer(arbStatus) },
      statusMany: { name: `/arb-status, ${count(MANY)} orders`, go: many.answer(arbStatus) },
      few: { name: `/arb-positions, ${count(FEW)} orders`, go: few.answer(arbPositions) },
      many: { name: `/arb-positions, ${count(MANY)} orders`, go: many.answer(arbPositions) },
    },
    ROUNDS,
  );
  const { scan } = await sideBySide(
    { scan: { name: 'SCAN for orders, HGETALLs in turn', go: timed(() => scanForOrders(many.client)) } },
    SCAN_ROUNDS,
  );
  const held = {
    [positionsMany.name]: await heldDuring(many.client, many.answer(arbPositions)),
    'a pass over all keys': await heldDuring(many.client, () => many.pass()),
  };
  return {
    title: 'Positions, orders and prices',
    about: [
      `Whole answers about \`live docker\`, message and all, of a trader with 5 positions, 4 prices and ${count(FEW)} or ` +
        `${count(MANY)} orders. Which keys there are is known from discovery, which goes over all keys every ten minutes ` +
        'whatever is asked, and from client tracking. What Redis was made to do is by its SLOWLOG of one more answer and ' +
        'one more pass. SCAN for orders, HGETALLs in turn is what a client does that knows no key.',
    ],
    tables: [timingTable([statusFew, statusMany, positionsFew, positionsMany, scan]), heldTable(held)],
    results: [
      timesAsLong(statusMany, statusFew, { atMost: 1.1 }),
      result(`${positionsMany.name}: median`, positionsMany.medianMs, 'ms', { atMost: 50 }),
      timesAsFast(positionsMany, scan, { atLeast: 20 }),
    ],
  };
}

async function writeRecords(client: Redis, orders: number): Promise<void> {
  const pipeline = client.pipeline();
  for (let i = 0; i < 5; i += 1) pipeline.hset(`${START}:positions:S${i}_KRW`, positionHash());
  for (const name of ['upbit:KRW-BTC', 'upbit:KRW-ETH', 'binance:BTCUSDT', 'binance:ETHUSDT'])
    pipeline.hset(`${START}:prices:${name}`, priceHash());
  pipeline.hset(`${START}:portfolio:state`, { total_balance: '1.0', timestamp: '2026-11-22T07:59:58' });
  await pipeline.exec();
  for (let from = 0; from < orders; from += 10_000) {
    const some = client.pipeline();
    for (let i = from; i < Math.min(orders, from + 10_000); i += 1)
      some.hset(`${START}:orders:o${i}`, orderHash());
    await some.exec();
  }
}

async function scanForOrders(client: Redis): Promise<void> {
  let cursor = '0';
  let read = 0;
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', `${START}:orders:*`, 'COUNT', 1_000);
    // As many as the bot reads at most.
    for (const key of keys.slice(0, Math.max(0, 200 - read))) await client.hgetall(key);
    read += keys.length;
    cursor = next;
  } while (cursor !== '0');
}
