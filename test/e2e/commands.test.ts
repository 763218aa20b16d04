import type { SeenMessage } from '../../sandbox';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const PLACE = { user: 'operator', channel: 'ops' };

describe.each(['socket', 'http'] as const)('The whole bot over %s', (transport) => {
  let redis: RedisServer;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis();
    await loadRecording(redis.client());
    bot = await startBotUnderTest({ redisUrl: redis.url, transport });
  });
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  /** The sandbox refuses what Slack refuses, so that an answer it shows is within Slack's limits. */
  const ask = async (command: string, text = ''): Promise<SeenMessage> => {
    const before = bot.slack.seenBy('operator', 'ops').length;
    const { failure } = await bot.slack.command(command, text, PLACE);
    expect(failure).toBeNull();
    return bot.slack.until(() => bot.slack.seenBy('operator', 'ops')[before]);
  };

  test('shows the recorded paper trader to the requester only', async () => {
    const { shown, text, ephemeral } = await ask('/arb-status', 'paper docker');
    for (const figure of ['1,287', '42', '10,012,345.67', '7,494,845.67', '2,517,500'])
      expect(shown).toContain(figure);
    expect(shown).toContain('trader');
    expect(text).toContain('paper docker');
    expect(ephemeral).toBe(true);
  });

  test('shows that the recorded live trader is armed', async () => {
    expect((await ask('/arb-status', 'live')).shown).toMatch(/real money/i);
  });

  test('invents nothing about the recorded shadow trader, which writes only a heartbeat', async () => {
    const { shown } = await ask('/arb-status', 'shadow');
    expect(shown).toContain('not reported');
    expect(shown).not.toMatch(/balance\D*0/i);
  });

  test('shows the recorded tuning session with 10 of 10 iterations by three workers', async () => {
    const { shown } = await ask('/arb-tuning', 'd28-demo-session 10');
    expect(shown).toContain('10 of 10 iterations');
    for (const worker of ['worker-1', 'worker-2', 'worker-3']) expect(shown).toContain(worker);
  });

  test('lists the three recorded sessions', async () => {
    const { shown } = await ask('/arb-tuning');
    for (const session of ['d28-demo-session', '4d6cbb97', '7c0f1f3a-shadow'])
      expect(shown).toContain(session);
  });

  test('answers several people at once, each with their own answer', async () => {
    const answers = await Promise.all(
      ['paper', 'live', 'shadow'].map((mode) =>
        bot.slack.command('/arb-status', mode, { user: 'viewer', channel: 'ops' }),
      ),
    );
    expect(answers.map(({ failure }) => failure)).toEqual([null, null, null]);
    const seen = bot.slack.seenBy('viewer', 'ops').map(({ text }) => text);
    for (const mode of ['paper', 'live', 'shadow'])
      expect(seen.some((text) => text.includes(`${mode} docker`))).toBe(true);
  });
});
