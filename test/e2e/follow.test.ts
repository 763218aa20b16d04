import type { SeenMessage } from '../../sandbox';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { type SettableClock, settableClock } from '../helpers/clock';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const OPS = { user: 'operator', channel: 'ops' };
const SESSION = 'sweep';
describe('Followed messages of the whole bot over HTTP', () => {
  let redis: RedisServer;
  let clock: SettableClock;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis();
    await loadRecording(redis.client());
    clock = settableClock(new Date());
    bot = await startBotUnderTest({ redisUrl: redis.url, transport: 'http', clock });
  });
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  const followed = (channel = 'ops', user = 'viewer'): SeenMessage[] =>
    bot.slack
      .seenBy(user, channel)
      .filter(({ shown }) => /Kept current|To be updated|No longer updated/.test(shown));
  const until = <T>(condition: () => T) => bot.slack.until(condition);
  /** The time passes meanwhile, far faster than it does. */
  const later = async <T>(condition: () => T) => {
    const passing = setInterval(() => clock.advance(2_000), 50);
    try {
      return await until(condition);
    } finally {
      clearInterval(passing);
    }
  };
  const answered = async (command: string, text: string, place = OPS): Promise<string> => {
    const before = bot.slack.seenBy(place.user, place.channel).filter(({ ephemeral }) => ephemeral).length;
    expect((await bot.slack.command(command, text, place)).failure).toBeNull();
    const answer = await until(
      () => bot.slack.seenBy(place.user, place.channel).filter(({ ephemeral }) => ephemeral)[before],
    );
    return answer.shown;
  };
  const writeIterations = async (from: number, to: number): Promise<void> => {
    for (let n = from; n <= to; n += 1)
      await redis
        .client()
        .hset(`tuning:docker:paper:arbitrage:tuning_session:${SESSION}:worker:w:iteration:${n}`, {
          session_id: SESSION,
          worker_id: 'w',
          iteration: n,
          status: 'completed',
          timestamp: new Date(clock.now().getTime() - (to - n) * 60_000).toISOString().slice(0, 19),
        });
  };

  test('are posted for all in the channel, keep themselves current, and are one however often asked for', async () => {
    expect(await answered('/arb-status', 'watch paper docker')).toContain('keeps itself current: every 30 s');
    const [first] = await until(() => (followed().length > 0 ? followed() : null));
    expect(first?.shown).toContain('To be updated from');
    expect(await answered('/arb-status', 'paper docker watch')).toContain('followed in this channel already');
    await later(() => followed()[0]?.shown.includes('Kept current: updates every 30 s'));
    expect(followed()).toHaveLength(1);
    expect(followed()[0]?.ts).toBe(first?.ts);
  });

  test('survive a 429 and a restart, and are changed by one of two instances', async () => {
    const updates = () => bot.slack.journal.calls('chat.update').length;
    bot.slack.fail('chat.update', { ratelimited: true, retryAfterS: 5 }, { times: 1 });
    const { slack } = bot;
    const second = await startBotUnderTest({ redisUrl: redis.url, transport: 'http', clock, slack });
    const before = updates();
    await later(() => updates() > before);
    await later(() => updates() > before + 1);
    const [edited] = followed();
    await bot.bot.stop();
    const atRestart = updates();
    await later(() => updates() > atRestart);
    expect(followed()).toHaveLength(1);
    expect(followed()[0]?.ts).toBe(edited?.ts);
    bot = { ...second, stop: () => Promise.all([second.stop(), slack.stop()]).then(() => undefined) };
  });

  test('that were deleted come back once', async () => {
    const [gone] = followed();
    await fetch(`${bot.slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bot.slack.tokens.bot}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C0OPS', ts: gone?.ts }),
    });
    expect(followed()).toEqual([]);
    await later(() => followed().length > 0);
    await later(() => followed()[0]?.shown.includes('Kept current'));
    expect(followed()).toHaveLength(1);
  });

  test('end with their button, and say so', async () => {
    await bot.slack.click('follow:stop', OPS);
    await until(() => followed()[0]?.shown.includes('No longer updated.'));
    expect(followed()[0]?.shown).toContain('Somebody stopped it');
    expect(followed()[0]?.text).toMatch(/^No longer updated/);
    expect(JSON.stringify(followed()[0]?.blocks)).not.toContain('follow:stop');
  });

  test('are refused with a clear word where the bot is not in the channel', async () => {
    expect(await answered('/arb-status', 'watch', { user: 'operator', channel: 'lounge' })).toContain(
      'the bot is not in that channel: type /invite @arbwatch there',
    );
  });

  test('of a tuning session are begun with the button Follow, and tell who follows it when it has finished', async () => {
    await writeIterations(1, 8);
    await answered('/arb-tuning', `${SESSION} 10`);
    await bot.slack.click('answer:follow', OPS);
    await until(() => followed().some(({ shown }) => shown.includes(SESSION)));
    await writeIterations(9, 10);
    await later(() => followed().some(({ shown }) => shown.includes('The session has finished')));
    const direct = await until(() => bot.slack.seenBy('operator', 'dm').at(-1));
    expect(direct.shown).toContain('The tuning session has finished that you follow in');
    expect(direct.shown).toContain('10 iterations completed, none failed');
  });

  test('as a board are pinned to the channel; without the scope for that the answer says what is missing', async () => {
    expect(await answered('/arb-status', 'board')).toContain('It is pinned to this channel.');
    expect(bot.slack.journal.calls('pins.add')).toHaveLength(1);
    expect(await answered('/arb-status', 'board paper docker')).toContain('followed in this channel already');
    bot.slack.grant(bot.slack.settings.scopes.filter((scope) => scope !== 'pins:write'));
    const other = { user: 'operator', channel: 'trading-alerts' };
    expect(await answered('/arb-status', 'board', other)).toContain('the bot lacks the scope pins:write');
  });

  test('of what does not exist are not begun', async () => {
    expect(await answered('/arb-tuning', 'watch nosuch')).toContain('No tuning session is called');
    expect(await answered('/arb-status', 'watch paper nosuch')).not.toContain('keeps itself current');
  });
});
