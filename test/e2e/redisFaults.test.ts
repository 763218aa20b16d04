import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const PLACE = { user: 'operator', channel: 'ops' };

describe('The whole bot, when Redis', () => {
  let redis: RedisServer;
  let bot: BotUnderTest;

  beforeEach(async () => {
    redis = await startRedis();
    await loadRecording(redis.client());
    bot = await startBotUnderTest({ redisUrl: redis.url });
  });
  afterEach(async () => {
    await bot.stop();
    await redis.stop();
  });

  const ask = async (command: string, text = ''): Promise<string> => {
    const before = bot.slack.seenBy('operator', 'ops').length;
    expect((await bot.slack.command(command, text, PLACE)).failure).toBeNull();
    return (await bot.slack.until(() => bot.slack.seenBy('operator', 'ops')[before], 8_000)).shown;
  };

  test.each(['/arb-status', '/arb-tuning'])(
    'was killed, answers %s with "cannot be reached" and since when',
    async (command) => {
      await redis.kill();
      const shown = await ask(command);
      expect(shown).toContain('Redis cannot be reached');
      expect(shown).toMatch(/Since \d{4}-\d\d-\d\d/);
    },
  );

  test('hangs, answers that Redis is too slow', async () => {
    redis.pause();
    const shown = await ask('/arb-status', 'paper');
    redis.resume();
    expect(shown).toContain('Redis answers too slowly');
  });

  test('is back, answers with the state again', async () => {
    await redis.kill();
    await ask('/arb-status');
    await redis.restart();
    await loadRecording(redis.client());
    await eventually(
      async () => (await ask('/arb-status', 'paper')).includes('1,287'),
      'the trader is seen again',
    );
  });

  test('is a read-only replica, shows a session with the total just given', async () => {
    const asked = redis.client();
    await asked.replicaof('127.0.0.1', '1');
    expect(await ask('/arb-tuning', 'd28 20')).toContain('10 of 20 iterations');
  });
});
