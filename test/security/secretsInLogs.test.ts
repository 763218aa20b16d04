import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { interactionWith, pressPayload, sendEnvelope } from '../helpers/forgedRequests';
import { keptRealLog } from '../helpers/log';
import { type PingServer, startPingServer } from '../helpers/pingServer';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const PASSWORD = 'p@ss/w"rd ü';
const OPERATOR = { user: 'operator', channel: 'ops' };

const forms = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
];

describe.each(['socket', 'http'] as const)(
  'Over %s, the most verbose log and every message of the bot',
  (transport) => {
    let redis: RedisServer;
    let pings: PingServer;
    let bot: BotUnderTest;

    beforeAll(async () => {
      redis = await startRedis({ password: PASSWORD });
      await loadRecording(redis.client());
      await redis
        .client()
        .set('paper:docker:arbitrage:heartbeat:trader', new Date().toISOString().slice(0, 19), 'PX', 2_000);
      pings = await startPingServer((_, response) => response.writeHead(500).end());
      bot = await startBotUnderTest({
        redisUrl: redis.url,
        transport,
        log: keptRealLog,
        env: {
          ALERT_CHANNEL: 'C0ALERTS',
          CHECK_INTERVAL: '1',
          STALE_AFTER: '3',
          OPERATORS: 'S0GROUP,U0OPERATOR',
          DEADMAN_PING_URL: pings.url,
        },
      });
      await live();
    }, 90_000);
    afterAll(async () => {
      await bot.stop();
      await pings.stop();
      await redis.stop();
    });

    const ask = (line: string, user = 'operator') =>
      bot.slack.command(line.split(' ')[0] ?? '', line.split(' ').slice(1).join(' '), { ...OPERATOR, user });
    /** All that goes well, and then all that goes wrong. */
    const live = async (): Promise<void> => {
      const { slack } = bot;
      await eventually(() => slack.seenBy('operator', 'trading-alerts').length > 0, 'a death is told');
      for (const line of [
        '/arb-status',
        '/arb-tuning',
        '/arb-tuning d28 20',
        '/arb-alerts ack paper',
        '/arb-alerts test',
        '/arb-digest',
        '/arb-status nonsense',
      ])
        await ask(line);
      await ask('/arb-alerts test', 'stranger');
      await slack.click('incident:status', { user: 'operator', channel: 'trading-alerts' });
      slack.fail('chat.postMessage', { drop: true });
      slack.fail('auth.test', { status: 500 });
      slack.fail('response_url', { status: 404 });
      await ask('/arb-alerts test');
      await fetch(`${bot.url}/readyz`);
      await press('incident:none');
      await press('incident:none', 'https://hooks.slack.com.evil.example/commands/T1/2/hidden-elsewhere');
      if (transport === 'http') await forge();
      slack.dropConnections();
      await redis.kill();
      await ask('/arb-status');
      await redis.restart(['--requirepass', 'another']);
      await eventually(
        () => bot.log.text().includes('WRONGPASS') || bot.log.text().includes('Redis refuses'),
        'Redis refuses',
      );
      await eventually(() => pings.pings.length > 0, 'it was pinged');
    };
    const press = async (action_id: string, response_url?: string): Promise<void> => {
      const payload = {
        ...pressPayload(bot.slack, { action_id, value: 'x' }),
        ...(response_url ? { response_url } : {}),
      };
      if (transport === 'socket')
        await sendEnvelope(bot.slack, 'interactive', { trigger_id: '1.2.hidden', ...payload });
      else await bot.slack.sendRaw(interactionWith(bot.slack, payload));
    };
    const forge = async (): Promise<void> => {
      const request = bot.slack.signedCommand('/arb-status', '', OPERATOR, {
        secret: 'another-secret-of-somebody',
      });
      await bot.slack.sendRaw(request);
      await bot.slack.sendRaw({
        ...request,
        headers: { ...request.headers, 'x-slack-signature': 'v0=hidden-signature' },
      });
    };
    const said = (): string =>
      [
        bot.log.text(),
        ...['ops', 'trading-alerts'].flatMap((channel) =>
          bot.slack.seenBy('operator', channel).map((one) => JSON.stringify(one)),
        ),
        ...bot.slack.journal.responses().map(({ args }) => JSON.stringify(args)),
      ].join('\n');
    const expectNowhere = (name: string, secrets: readonly string[]): void => {
      const text = said();
      expect({ [name]: secrets.filter((secret) => text.includes(secret)) }).toEqual({ [name]: [] });
    };

    test('are not empty at the levels debug and trace', () => {
      expect(bot.log.lines().some(({ level }) => level <= 20)).toBe(true);
      expect(said()).toContain('test alert');
    });

    test('contain no Slack token', () => {
      for (const [name, token] of Object.entries(bot.slack.tokens)) expectNowhere(name, forms(token));
    });

    test('contain no Redis password', () => {
      expectNowhere('password', [...forms(PASSWORD), ...forms(`:${PASSWORD}`), redis.url]);
    });

    test('contain no health-check ping URL', () => {
      expectNowhere('ping', [...forms(pings.url), 'secret-path']);
    });

    const payloads = () => bot.slack.journal.envelopes().map(({ payload }) => payload);

    test('contain no response_url', () => {
      const urls = payloads().map(({ response_url }) => String(response_url));
      expect(urls.length).toBeGreaterThan(3);
      expectNowhere('response_url', [...urls, 'hidden-elsewhere']);
    });

    test('contain no trigger_id, verification token or signature', () => {
      const ids = payloads().flatMap(({ trigger_id }) =>
        typeof trigger_id === 'string' ? [trigger_id] : [],
      );
      const signatures = bot.slack.journal
        .envelopes()
        .flatMap(({ request }) => request?.headers['x-slack-signature'] ?? []);
      expectNowhere('trigger_id', ids);
      expectNowhere('token', ['sandbox-verification-token']);
      expectNowhere('signature', [...signatures, 'hidden-signature']);
    });

    test('contain no WebSocket ticket', () => {
      const urls = bot.slack.journal.calls('apps.connections.open').map(({ body }) => JSON.stringify(body));
      expectNowhere(
        'ticket',
        urls.flatMap((text) => /ticket=(\w+)/.exec(text)?.[1] ?? []),
      );
    });
  },
);

describe('A log line', () => {
  const ENV = {
    SLACK_BOT_TOKEN: 'xoxb-1-bot',
    SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
    REDIS_URL: 'redis://user:p%40ss%2Fw%22rd@redis.example:6379',
    DEADMAN_PING_URL: 'https://hc.example/ping/0123-4567',
  };
  const SECRETS = [...Object.values(ENV), 'p@ss/w"rd', 'user:p@ss/w"rd'];
  const logged = (thing: object): string => {
    const kept = keptRealLog(ENV);
    kept.log.error(thing, 'failed');
    return kept.text();
  };

  test.each(SECRETS.flatMap((secret) => forms(secret).map((form) => [secret, form] as const)))(
    'does not contain %j in the form %j, wherever an error has it',
    (_, form) => {
      const config = {
        headers: { authorization: `Bearer ${form}`, form },
        url: `https://host/?key=${form}`,
        data: JSON.stringify({ form }),
      };
      const error = Object.assign(new Error(`failed with ${form}`, { cause: new Error(form) }), {
        config,
        request: { config },
        body: [form],
      });
      const text = logged({ err: error, deep: { config } });
      expect(text).not.toContain(form);
      expect(text).not.toContain(JSON.stringify(form).slice(1, -1));
      expect(text).toContain('[secret]');
    },
  );

  test.each([
    { trigger_id: '1.2.hidden' },
    { token: 'hidden' },
    { url: 'wss://wss-primary.slack.com/link/?ticket=hidden&app_id=A1' },
    { 'x-slack-signature': 'v0=hidden' },
    { authorization: 'Basic hidden' },
    { body: JSON.stringify({ payload: { trigger_id: '1.2.hidden', token: 'hidden' } }) },
    { form: 'token=hidden&team_id=T1&trigger_id=1.2.hidden' },
  ])('contains no credential of Slack: %j', (thing) => {
    const text = logged(thing);
    expect(text).not.toContain('hidden');
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test('contains everything else', () => {
    const rest = {
      session: 'd28-demo-session',
      user: 'U0OPERATOR',
      host: 'redis.example:6379',
      words: 'a token of the user',
    };
    expect(JSON.parse(logged(rest))).toMatchObject(rest);
  });
});
