import type { Redis } from 'ioredis';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const PLACE = { user: 'operator', channel: 'ops' };
const QA = 'live:qa:arbitrage:portfolio:state';

let redis: RedisServer;
let client: Redis;
let bot: BotUnderTest;

beforeEach(async () => {
  redis = await startRedis();
  client = redis.client();
  await loadRecording(client, 'live-trader-armed.redis');
  await client.hset(QA, { total_balance: '1234.5', timestamp: '2026-11-22T07:41:39' });
});
afterEach(async () => {
  await bot.stop();
  await redis.stop();
});

const start = async (env: Record<string, string>): Promise<void> => {
  bot = await startBotUnderTest({ redisUrl: redis.url, env });
};

const ask = async (command: string, text = ''): Promise<string> => {
  const before = bot.slack.seenBy('operator', 'ops').length;
  const { failure } = await bot.slack.command(command, text, PLACE);
  expect(failure).toBeNull();
  return (await bot.slack.until(() => bot.slack.seenBy('operator', 'ops')[before])).shown;
};

test.each([
  ['does not watch', {}],
  ['watches', { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1' }],
])('A bot that %s discovers the recorded trader and one on an unconfigured env', async (_, env) => {
  await start({ ENVS: 'docker', ...env });
  let shown = '';
  await eventually(async () => {
    shown = await ask('/arb-status');
    return shown.includes('live production') && shown.includes('live qa');
  }, 'both are found');
  expect(shown).toContain('1,234.5');
  expect(await ask('/arb-status', 'live')).toContain('Which live trader? There are several');
  expect(await ask('/arb-status', 'live prodction')).toContain('Did you mean production?');
});

test('FLUSHDB removes no discovered target, and the log reports it once', async () => {
  await start({ ENVS: 'docker', ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1' });
  const isFound = () => bot.log.text().includes('live:qa was found by its keys');
  await eventually(isFound, 'it is found');
  await client.flushdb();
  await eventually(async () => (await client.exists('{arbwatch}:alerts:state')) === 1, 'it is stored anew');
  const why = await ask('/arb-alerts', 'why live:qa');
  expect(why).toContain('live qa');
  expect(why).not.toContain('There is no');
  expect(await ask('/arb-alerts', 'why live:qb')).toContain(
    'Did you mean qa? Known: live production, live qa.',
  );
  expect(bot.log.text().match(/live:qa was found by its keys/g)).toHaveLength(1);
});
