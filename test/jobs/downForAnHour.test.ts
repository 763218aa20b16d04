import { systemClock } from '../../src/lib/clock';
import { connectStores, type Stores } from '../../src/storage/connect';
import { keptLog } from '../helpers/log';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, type Span, trader } from '../helpers/traders';

const HOUR = 3600;
const paper = (...beats: Span[]) => trader('paper:docker', beats);
const lives = paper(ALWAYS);

let redis: RedisServer;
let state: Stores;
let night: TestCluster;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client().flushall();
  const { host, port } = redis;
  const single = { kind: 'single', host, port, db: 0, tls: false } as const;
  state = connectStores(single, { clock: systemClock, log: keptLog().log });
  night = await TestCluster.begin(state.alertStore);
});
afterEach(async () => {
  await night.desk.stop();
  await state.close();
});

describe('While the bot, whose store is a real Redis, is down for an hour', () => {
  const alive: Span = [-600, 100];
  const back: Span = [2000, Infinity];

  test.each([
    ['dies', [paper([-600, 1000])], 60, ['monitoring_outage recovered r2', 'no_sign_of_life open r1']],
    [
      'recovers',
      [paper(alive, back)],
      300,
      ['no_sign_of_life recovered r2', expect.stringMatching(/^- /), 'monitoring_outage recovered r2'],
    ],
    ['dies and recovers', [paper([-600, 1000], back)], 60, ['monitoring_outage recovered r2']],
    ['lives', [lives], 60, ['monitoring_outage recovered r2']],
    ['stays dead', [paper(alive)], 300, ['no_sign_of_life open r2', 'monitoring_outage recovered r2']],
  ] as const)('a trader that %s is reported truly, and once', async (_, traders, killedAt, expected) => {
    night.traders = traders;
    night.start();
    await night.goOn(killedAt);
    night.kill();
    await night.goOn(HOUR);
    night.start();
    await night.goOn(HOUR + 150);
    expect(night.standing.sort()).toEqual([...expected].sort());
  });
});
