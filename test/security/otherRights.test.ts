import { startBotUnderTest } from '../helpers/botUnderTest';
import { clusterConfig, singleConfig, stateOpener } from '../helpers/openedState';
import { recommendedAcl } from '../helpers/recommendedAcl';
import { loadRecording } from '../helpers/recording';
import { startCluster } from '../helpers/redisGroups';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const USER = { username: 'arbwatch', password: 'least' };
const SESSION = 'd28-demo-session';

const doesItsWork = async ({
  store,
  botStore,
  alertStore,
}: ReturnType<ReturnType<typeof stateOpener>>): Promise<void> => {
  expect(await store.string('paper:docker:arbitrage:stats:trades_total')).toBe('1287');
  const found: string[] = [];
  for await (const keys of store.scan('*')) found.push(...keys);
  expect(found.length).toBeGreaterThan(0);
  expect(await botStore.markRequestSeen('v0=a')).toBe(true);
  await botStore.rememberTuningTotal({ mode: 'paper', env: 'docker', sessionId: SESSION }, 20);
  const nothing = { enqueue: [], cancel: [], audit: [], messages: [] };
  expect(await alertStore.commit({ from: 0, records: new Map([['head', 'known']]), ...nothing })).toBe(true);
};

describe('With an unusual Redis,', () => {
  const open = stateOpener();

  test('a cluster needs the three further commands of docs/security.md on every node', async () => {
    const cluster = await startCluster();
    try {
      const acl = [...recommendedAcl(), '+cluster|slots', '+cluster|info', '+asking'];
      for (const node of cluster.nodes) await node.client().call('ACL', 'SETUSER', ...acl);
      await cluster.client().set('paper:docker:arbitrage:stats:trades_total', '1287');
      await doesItsWork(open(clusterConfig(cluster, USER)));
      const logs = await Promise.all(cluster.nodes.map((node) => node.client().call('ACL', 'LOG')));
      expect(logs).toEqual([[], [], []]);
    } finally {
      await cluster.stop();
    }
  });

  describe('on a single server,', () => {
    let redis: RedisServer;
    beforeEach(async () => {
      redis = await startRedis();
    });
    afterEach(() => redis.stop());

    test('a database other than 0 needs SELECT', async () => {
      const admin = redis.client({ db: 3 });
      await admin.set('paper:docker:arbitrage:stats:trades_total', '1287');
      await admin.call('ACL', 'SETUSER', ...recommendedAcl(), '+select');
      await doesItsWork(open(singleConfig(redis, { ...USER, db: 3 })));
      expect(await admin.call('ACL', 'LOG')).toEqual([]);
    });

    const OPERATOR = { user: 'operator', channel: 'ops' };
    test.each([
      ['may not be told of changes', ['resetchannels', '-client|id', '-client|tracking', '-subscribe']],
      [
        'may not be written to',
        ['resetkeys', '%R~paper:*', '%R~live:*', '%R~shadow:*', '%R~tuning:*', '%R~orchestrator:*'],
      ],
    ])('a bot to which it %s still answers', async (_, change) => {
      await loadRecording(redis.client());
      await redis.client().call('ACL', 'SETUSER', ...recommendedAcl(), ...change);
      const bot = await startBotUnderTest({
        redisUrl: redis.url.replace('redis://', 'redis://arbwatch:least@'),
      });
      try {
        const status = await bot.slack.command('/arb-status', 'paper', OPERATOR);
        expect(JSON.stringify(status.ack?.body)).toContain('1,287');
        for (let asked = 0; asked < 2; asked++) {
          const tuning = await bot.slack.command('/arb-tuning', SESSION, OPERATOR);
          expect(JSON.stringify(tuning.ack?.body)).toContain('10 of 10 planned iterations');
        }
      } finally {
        await bot.stop();
      }
    });
  });
});
