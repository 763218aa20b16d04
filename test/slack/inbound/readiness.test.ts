import { type BotUnderTest, startBotUnderTest } from '../../helpers/botUnderTest';
import { type SettableClock, settableClock } from '../../helpers/clock';
import { eventually } from '../../helpers/eventually';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

describe('/readyz', () => {
  let redis: RedisServer;
  let bot: BotUnderTest;
  let clock: SettableClock;

  beforeEach(async () => {
    clock = settableClock(new Date());
    redis = await startRedis();
    bot = await startBotUnderTest({ redisUrl: redis.url, clock });
  });
  afterEach(async () => {
    await bot.stop();
    await redis.stop();
  });

  const ready = async (): Promise<{ status: number; slack: string; redis: string }> => {
    const response = await fetch(`${bot.url}/readyz`);
    const said = (await response.json()) as Record<'slack' | 'redis', { detail: string }>;
    return { status: response.status, slack: said.slack.detail, redis: said.redis.detail };
  };

  test('is 200 when Slack and Redis answer', async () => {
    expect(await ready()).toEqual({ status: 200, slack: 'Slack answers', redis: 'Redis answers' });
  });

  test('is 503 while Redis is away, says so, and is 200 again after; /healthz stays 200', async () => {
    await redis.kill();
    await eventually(async () => (await ready()).status === 503, 'the bot is not ready');
    const told = await ready();
    expect(told.slack).toBe('Slack answers');
    expect(told.redis).toMatch(/^Redis cannot be reached/);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    await redis.restart();
    await eventually(async () => (await ready()).status === 200, 'the bot is ready again');
  });

  test('is 503 when Slack does not answer any more, and asks Slack at most every ten seconds', async () => {
    await ready();
    bot.slack.fail('auth.test', { status: 500 });
    const asked = bot.slack.journal.calls('auth.test').length;
    clock.advance(9_999);
    expect((await ready()).status).toBe(200);
    expect(bot.slack.journal.calls('auth.test')).toHaveLength(asked);
    clock.advance(1);
    expect((await ready()).status).toBe(503);
    expect(bot.slack.journal.calls('auth.test')).toHaveLength(asked + 1);
  });

  test('asks Slack anew after ten seconds, also where the clock was set back', async () => {
    await ready();
    bot.slack.fail('auth.test', { status: 500 });
    clock.advance(-86_400_000);
    clock.advance(10_000);
    expect(await ready()).toMatchObject({ status: 503, slack: 'Slack does not answer' });
  });

  test('says nothing that is secret', async () => {
    await redis.kill();
    bot.slack.fail('auth.test', { drop: true });
    clock.advance(10_000);
    await eventually(async () => (await ready()).status === 503, 'the bot is not ready');
    const text = await (await fetch(`${bot.url}/readyz`)).text();
    expect(text).not.toContain(bot.slack.tokens.bot);
  });

  test("is told to nobody's cache, and another path is not found", async () => {
    expect((await fetch(`${bot.url}/readyz`)).headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${bot.url}/nowhere`)).status).toBe(404);
  });
});
