import { type Sandbox, startSandbox } from '../../sandbox';
import { runArbwatch, startArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST, slackEnv } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { type PingServer, startPingServer } from '../helpers/pingServer';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const WRONG = 'xoxb-wrong-hidden-token';
const PASSWORD = 'hidden-p@ssword';
const IN_URL = encodeURIComponent(PASSWORD);

describe('A process that cannot start or cannot reach its neighbours, at the most verbose', () => {
  let slack: Sandbox;
  let redis: RedisServer;
  let pings: PingServer;

  beforeAll(async () => {
    slack = await startSandbox({ manifest: MANIFEST });
    redis = await startRedis({ password: 'the-right-one' });
    pings = await startPingServer((_, response) => response.writeHead(404).end());
  });
  afterAll(async () => {
    await slack.stop();
    await redis.stop();
    await pings.stop();
  });

  const env = (change: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...slackEnv(slack, 'socket'),
    REDIS_URL: 'memory:',
    PORT: '0',
    LOG_LEVEL: 'trace',
    ...change,
  });
  const expectNothingSecret = (said: string, given: Readonly<Record<string, string>>): void => {
    const secrets = [
      ...Object.values(slack.tokens),
      PASSWORD,
      IN_URL,
      Buffer.from(PASSWORD).toString('base64'),
      'hidden',
      'secret-path',
    ];
    const names = Object.entries(given).filter(
      ([name]) => name.startsWith('SLACK_') && name !== 'SLACK_API_URL',
    );
    for (const secret of [...secrets, ...names.map(([, value]) => value)]) expect(said).not.toContain(secret);
  };

  const expectEnd = async (ends: number, given: Record<string, string>, mends: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await runArbwatch({ env: given });
    expect([code, stderr]).toEqual([ends, expect.stringMatching(mends)]);
    expectNothingSecret(stdout + stderr, given);
  };

  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a bot token that Slack refuses',
      () => env({ SLACK_BOT_TOKEN: WRONG }),
      /Slack refused SLACK_BOT_TOKEN \(invalid_auth\)/,
    ],
    [
      'an app token that Slack refuses',
      () => env({ SLACK_APP_TOKEN: 'xapp-1-hidden' }),
      /Slack refused SLACK_APP_TOKEN/,
    ],
  ])('with %s ends with 1 and what to mend, and shows no secret', async (_, make, mends) => {
    await expectEnd(1, make(), mends);
  });

  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      "tokens in each other's place",
      () => env({ SLACK_BOT_TOKEN: slack.tokens.app, SLACK_APP_TOKEN: slack.tokens.bot }),
      /SLACK_BOT_TOKEN/,
    ],
    [
      'a password in a REDIS_URL that is none',
      () => env({ REDIS_URL: `rediss:/${IN_URL}@host` }),
      /REDIS_URL/,
    ],
    [
      'a REDIS_URL whose password is not encoded',
      () => env({ REDIS_URL: `redis://user:${PASSWORD}%@host:6379` }),
      /REDIS_URL/,
    ],
    [
      "a dead man's address with a password",
      () => env({ ALERT_CHANNEL: 'C0ALERTS', DEADMAN_PING_URL: `https://user:${IN_URL}@host/` }),
      /DEADMAN_PING_URL/,
    ],
    [
      'secrets in settings where none belongs',
      () => env({ PORT: PASSWORD, ALERT_CHANNEL: WRONG, REDIS_URL: PASSWORD }),
      /PORT/,
    ],
  ])('with %s ends with 2 and what to mend, and shows no secret', async (_, make, mends) => {
    await expectEnd(2, make(), mends);
  });

  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a Redis that wants another password',
      () => env({ REDIS_URL: redis.url.replace('the-right-one', IN_URL) }),
      /WRONGPASS|Redis refuses/,
    ],
    [
      'a Redis that is not there',
      () => env({ REDIS_URL: `redis://user:${IN_URL}@127.0.0.1:1` }),
      /Redis cannot be reached/,
    ],
    [
      'a Redis that does not speak TLS',
      () => env({ REDIS_URL: `rediss://user:${IN_URL}@127.0.0.1:${redis.port}` }),
      /Redis (cannot be reached|does not answer)/,
    ],
    [
      'a Slack that is not there',
      () => env({ SLACK_API_URL: 'http://127.0.0.1:1/api/' }),
      /auth.test failed/,
    ],
    [
      'a proxy in the environment that is none',
      () =>
        env({ HTTPS_PROXY: `http://user:${IN_URL}@127.0.0.1:1`, HTTP_PROXY: 'hidden', ALL_PROXY: 'hidden' }),
      /connected to Slack/,
    ],
    [
      "a dead man's address that answers 404",
      () => env({ ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', DEADMAN_PING_URL: pings.url }),
      /ping failed/,
    ],
  ])('with %s goes on, and shows no secret', async (_, make, told) => {
    const given = make();
    const running = startArbwatch({ env: given });
    try {
      const said = (): string => running.stdout() + running.stderr();
      await eventually(() => told.test(said()), `it says ${told}`);
      expect(running.child.exitCode).toBeNull();
      expectNothingSecret(said(), given);
    } finally {
      running.child.kill('SIGKILL');
      await running.ended();
    }
  });
});
