import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { iterationKey } from '../helpers/tuningState';

/** Each is the name of a session, and matches others of them where it is taken for a pattern or a path. */
const NAMES = [
  'innocent',
  'inn*',
  '*',
  '?nnocent',
  '[a-z]nnocent',
  '[^x]nnocent',
  'inn\\ocent',
  '\\*',
  '../innocent',
  '../../../etc/passwd',
  'innocent/../other',
  'innocent\u0000',
  '{arbwatch}:alerts:state',
  '{innocent}',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '%2e%2e%2f',
  '$(id)',
  "'; FLUSHALL; --",
  'a:worker:b:iteration:1',
  '\u202Etneconni',
  'é\u0301',
  'x'.repeat(2_000),
];
const shortened = (name: string): string => JSON.stringify(name).slice(0, 40);

describe('A name in a real Redis', () => {
  let redis: RedisServer;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis();
    const client = redis.client();
    await client.set('paper:docker:arbitrage:stats:trades_total', '1287');
    for (const [i, session] of NAMES.entries()) {
      const fields = { session_id: session, worker_id: 'w', iteration: '1', status: 'completed' };
      const key = iterationKey(1, { session, worker: `w${i}` });
      await client.call(
        'HSET',
        key,
        ...Object.entries({ ...fields, worker_id: `w${i}` }).flat(),
        '__proto__',
        'x',
        'constructor',
        'y',
      );
    }
    bot = await startBotUnderTest({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  const ask = async (line: string): Promise<string> => {
    const [command = '', ...rest] = line.split(' ');
    const { slack } = bot;
    const before = slack.seenBy('operator', 'ops').length;
    expect(
      (await slack.command(command, rest.join(' '), { user: 'operator', channel: 'ops' })).failure,
    ).toBeNull();
    return (await slack.until(() => slack.seenBy('operator', 'ops')[before])).shown;
  };

  test.each(NAMES.map((name, i) => ({ name, i, label: shortened(name) })))(
    'is taken literally if a session is called $label',
    async ({ name, i }) => {
      const shown = await ask(`/arb-tuning "${name}" 20`);
      expect(shown).toContain('1 of 20');
      // The only worker that is told is its own.
      const workers = new Set(shown.match(/\bw\d+\b/g));
      expect([...workers]).toEqual([`w${i}`]);
    },
  );

  test.each([
    'innocen?',
    'i*t',
    '[i]nnocent',
    '^innocent',
    'innocent*',
    './innocent',
    'innocent ',
    '**',
    'INNOCENT',
    'toString',
    'valueOf',
    '\u0000',
  ])('is not found by %j, which is no part of it', async (typed) => {
    expect(await ask(`/arb-tuning "${typed}"`)).toContain('No tuning session');
  });

  test.each(['*', '__proto__', 'paper*', '../live', 'docker:arbitrage', 'x'.repeat(2_000)])(
    'is neither a mode nor an env: %.40s',
    async (typed) => {
      const shown = await ask(`/arb-status ${typed}`);
      expect(shown).toMatch(/is not a mode or an env|There is no live trader on \.\./);
      expect(shown).not.toContain('1,287');
    },
  );

  test("is part of the bot's keys only for its own session", async () => {
    const keys = await redis.client().keys('{arbwatch}:*');
    const named = NAMES.map((name) => `{arbwatch}:tuning-total:docker:paper:${name}`);
    expect(keys.filter((key) => ![...named, '{arbwatch}:owner'].includes(key))).toEqual([]);
  });
});
