import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { connectStores } from '../../src/storage/connect';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { singleConfig } from '../helpers/openedState';
import { recommendedAcl } from '../helpers/recommendedAcl';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { waitingIn } from '../helpers/waitingIn';

const PAGE = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');
const SESSION = 'd28-demo-session';
const OPERATOR = { user: 'operator', channel: 'ops' };

const allowed = (): string[] =>
  recommendedAcl().flatMap((word) => (word.startsWith('+') ? [word.slice(1).toLowerCase()] : []));

describe('A Redis user with exactly the rights of docs/security.md', () => {
  let redis: RedisServer;
  let admin: Redis;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis();
    admin = redis.client();
    await loadRecording(admin);
    await admin.set('secret:of:another', 'hidden');
    await admin.set(
      'paper:docker:arbitrage:heartbeat:trader',
      new Date().toISOString().slice(0, 19),
      'PX',
      4_000,
    );
    await admin.call('ACL', 'SETUSER', ...recommendedAcl());
    // From here on only the bot uses any command that the line allows.
    await admin.config('RESETSTAT');
    bot = await startBotUnderTest({
      redisUrl: redis.url.replace('redis://', 'redis://arbwatch:least@'),
      transport: 'http',
      env: { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', STALE_AFTER: '3', HISTORY_FILE: 'memory' },
    });
    await live();
  }, 90_000);
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  const shown = () =>
    bot.slack
      .seenBy('operator', 'trading-alerts')
      .map((one) => one.shown)
      .join('\n');
  const answered: string[] = [];
  const ask = async (line: string): Promise<void> => {
    const [command = '', ...words] = line.split(' ');
    const { ack, failure } = await bot.slack.command(command, words.join(' '), OPERATOR);
    answered.push(`${line}: ${failure ?? JSON.stringify(ack?.body)}`);
  };
  /** What the bot does in its life: checks, a death, what people ask and do, a digest, and a session's total. */
  const live = async (): Promise<void> => {
    // A call that fails once, and one that takes longer than its claim holds, have commands of their own.
    bot.slack.fail('chat.postMessage', { status: 500 }, { times: 1 });
    bot.slack.fail('chat.postMessage', { delayMs: 300 });
    await eventually(() => shown().includes('Down'), 'a death is told');
    await eventually(async () => (await waitingIn(admin)) === 0, 'nothing waits');
    await eventually(async () => (await admin.exists('{arbwatch}:history:store')) === 1, 'history is shared');
    // A key of another type is set aside.
    await admin.del('{arbwatch}:alerts:audit');
    await admin.lpush('{arbwatch}:alerts:audit', 'damaged');
    bot.slack.heal();
    for (const line of [
      '/arb-status',
      '/arb-status paper',
      '/arb-tuning',
      `/arb-tuning ${SESSION} 20`,
      `/arb-tuning ${SESSION}`,
      '/arb-alerts',
      '/arb-alerts ack paper',
      '/arb-alerts snooze paper 1h',
      '/arb-alerts unsnooze paper',
      '/arb-alerts why paper',
      '/arb-alerts test',
      '/arb-digest',
    ])
      await ask(line);
    await eventually(() => /test alert/i.test(shown()), 'the test alert is told');
    // A key that is too large to be read whole has commands of its own, and so has a request that another copy noted.
    const many = Array.from({ length: 1_100 }, (_, n) => [`metric_${n}`, '1']).flat();
    await admin.hset('shadow:local:arbitrage:metrics:live', ...many);
    await admin.set('shadow:local:arbitrage:stats:trades_total', '1'.repeat(5_000));
    await ask('/arb-status shadow local');
    const config = singleConfig(redis, { username: 'arbwatch', password: 'least' });
    const copy = connectStores(config, { clock: systemClock, log: bot.log.log });
    await copy.botStore.markRequestSeen('v0=signature');
    await copy.botStore.markRequestSeen('v0=signature');
    await copy.close();
  };
  const aclLog = async (): Promise<string> => JSON.stringify(await admin.call('ACL', 'LOG'));

  test('can do everything that the bot does', async () => {
    // Doctor asks for a setting that is usually denied, and goes on without it.
    expect((await aclLog()).replace(/^\[\[.*?"config\|get".*\]\]$/, '[]')).toBe('[]');
    expect(
      answered.filter((line) =>
        /Redis (refuses|cannot)|could not be stored|went wrong in arbwatch/.test(line),
      ),
    ).toEqual([]);
    expect(bot.log.text()).not.toMatch(/NOPERM|no permissions/);
  });

  test('can do nothing else', async () => {
    const stats = await admin.info('commandstats');
    const used = [...stats.matchAll(/^cmdstat_(\S+?):/gm)].map(([, name = '']) => name.toLowerCase());
    expect(allowed().filter((command) => !used.includes(command))).toEqual([]);
  });

  test("can read and write only the traders' and the bot's keys", async () => {
    const stolen = redis.client({ username: 'arbwatch', password: 'least' });
    const refused = async (command: Promise<unknown>) => expect(command).rejects.toThrow('NOPERM');
    await refused(stolen.get('secret:of:another'));
    await refused(stolen.set('paper:docker:arbitrage:stats:live_enabled', '1'));
    await refused(stolen.hset('paper:docker:arbitrage:portfolio:state', 'total_balance', '0'));
    await refused(
      stolen.eval("return redis.call('SET', KEYS[1], '1')", 1, 'live:docker:arbitrage:stats:live_armed'),
    );
    await refused(stolen.del('{arbwatch}:alerts:state'));
    await refused(stolen.flushall());
    await refused(stolen.config('GET', '*'));
    await refused(stolen.keys('*'));
    await refused(stolen.publish('channel', 'message'));
  });

  test('leaves only the keys that the page lists, no longer than it says', async () => {
    const prefixes = ['live:', 'paper:', 'shadow:', 'tuning:', 'orchestrator:', 'secret:'];
    const own = (await admin.keys('*')).filter((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
    const listed = new Set(
      own.map((key) =>
        key.replace(/^(\{arbwatch\}:(?:request|tuning-total|history:5min|history:days)):.*$/, '$1:*'),
      ),
    );
    for (const key of listed) {
      const named = key
        .replace(/^\{arbwatch\}:alerts:(retries|leases)$/, ':$1')
        .replace(/^.*(:damaged)$/, '$1');
      expect(PAGE).toContain(`\`${named}\``);
    }
    const DAY_MS = 86_400_000;
    for (const key of own) {
      const ttlMs = await admin.pttl(key);
      if (key.includes(':request:')) expect(ttlMs).toBeLessThanOrEqual(600_000);
      else if (key.includes(':history:5min:')) expect(ttlMs).toBeLessThanOrEqual(9 * DAY_MS);
      else if (key.includes(':history:')) expect(ttlMs).toBeLessThanOrEqual(402 * DAY_MS);
      else if (key.includes(':tuning-total:')) expect(ttlMs).toBeLessThanOrEqual(90 * DAY_MS);
      else expect(key).toMatch(/^\{arbwatch\}:(alerts:|owner$)/);
    }
    expect([...listed]).toEqual(
      expect.arrayContaining(['{arbwatch}:request:*', '{arbwatch}:tuning-total:*']),
    );
  });
});
