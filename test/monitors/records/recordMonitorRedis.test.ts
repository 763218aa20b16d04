import type { Redis } from 'ioredis';
import { RecordMonitor } from '../../../src/monitors/records/recordMonitor';
import { discover } from '../../../src/state/discovery';
import type { Place, Target } from '../../../src/state/keys';
import { eventually } from '../../helpers/eventually';
import { type OpenedState, singleConfig, stateOpener } from '../../helpers/openedState';
import { recommendedAcl } from '../../helpers/recommendedAcl';
import { loadRecording } from '../../helpers/recording';
import { orderHash, positionHash } from '../../helpers/records';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const PAPER: Place = { mode: 'paper', env: 'docker' };
const PRODUCTION: Place = { mode: 'live', env: 'production' };
const targetOf = (place: Place): Target => ({ prefix: 'arbitrage', ...place });

const open = stateOpener();
let server: RedisServer;
let client: Redis;
let monitor: RecordMonitor | null = null;

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());
afterEach(() => monitor?.close());

async function monitoring(state: OpenedState) {
  const { store, tracking, clock, kept } = state;
  const made = new RecordMonitor({ store, tracking, clock, log: kept.log, firstPrefix: 'arbitrage' });
  monitor = made;
  await store.ping();
  await made.track([targetOf(PAPER), targetOf(PRODUCTION)]);
  const pass = async () => {
    await made.seed(await discover(store, ['arbitrage']));
    clock.advance(1_000);
  };
  return { monitor: made, pass, snapshot: (place = PAPER) => made.snapshot(place) };
}

test('The records of the real system are read without a problem', async () => {
  await loadRecording(client, 'live-trader-armed.redis');
  await loadRecording(client, 'trader-state.redis');
  const { pass, snapshot } = await monitoring(open(singleConfig(server)));
  await pass();
  const [live, paper] = [await snapshot(PRODUCTION), await snapshot(PAPER)];
  expect([...live.problems, ...paper.problems]).toEqual([]);
  expect(live).toMatchObject({
    positions: { count: 0 },
    orders: { count: 2, items: [{ symbol: 'KRW-BTC', status: 'filled' }, { symbol: 'BTCUSDT' }] },
    executions: { count: 1, items: [{ symbol: 'BTC', estimatedNetPnl: 49_862_066.02 }] },
  });
  expect(live.prices.map(({ exchange, symbol }) => `${exchange} ${symbol}`)).toEqual([
    'binance BTCUSDT',
    'upbit KRW-BTC',
    'upbit KRW-USDT',
  ]);
  expect(paper.positions).toMatchObject({ items: [{ symbol: 'BTC_KRW', side: 'buy', pnl: 12_500 }] });
});

test('A position that is opened after the pass is in the next snapshot', async () => {
  const { pass, snapshot } = await monitoring(open(singleConfig(server)));
  await pass();
  await client.hset('paper:docker:arbitrage:positions:ETH_KRW', positionHash());
  expect((await snapshot()).positions.items).toMatchObject([{ symbol: 'ETH_KRW' }]);
});

test('A user with the rights of docs/security.md sees records and their changes', async () => {
  await client.call('ACL', 'SETUSER', ...recommendedAcl());
  const state = open(singleConfig(server, { username: 'arbwatch', password: 'least' }));
  const { pass, snapshot } = await monitoring(state);
  await pass();
  await client.hset('paper:docker:arbitrage:positions:ETH_KRW', positionHash());
  const { positions, knownUntil, timestamp } = await snapshot();
  expect([positions.items.length, knownUntil]).toEqual([1, timestamp]);
  expect(state.kept.lines()).toEqual([]);
});

test('After the connection that tells of changes was lost, the snapshot is complete again once passes have ended that began later', async () => {
  const { pass, snapshot } = await monitoring(open(singleConfig(server)));
  await pass();
  const list = String(await client.client('LIST'));
  const [, id = ''] = /^id=(\d+) .* name=arbwatch-changes /m.exec(list) ?? [];
  await client.call('CLIENT', 'KILL', 'ID', id);
  await client.hset('paper:docker:arbitrage:orders:lost', orderHash());
  const isComplete = async () => {
    const { knownUntil, timestamp } = await snapshot();
    return knownUntil?.getTime() === timestamp.getTime();
  };
  await eventually(async () => !(await isComplete()), 'the loss is noticed');
  await pass();
  expect(await isComplete()).toBe(false);
  await pass();
  await pass();
  expect(await isComplete()).toBe(true);
  expect((await snapshot()).orders.items).toMatchObject([{ id: 'lost' }]);
});
