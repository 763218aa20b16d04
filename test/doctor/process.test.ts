import { type Sandbox, startSandbox } from '../../sandbox';
import { runArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { type RedisServer, startRedis } from '../helpers/redisServer';

let slack: Sandbox;
let redis: RedisServer;
beforeAll(async () => {
  [slack, redis] = await Promise.all([
    startSandbox({ manifest: MANIFEST }),
    startRedis({ args: ['--appendonly', 'yes'] }),
  ]);
});
afterAll(() => Promise.all([slack.stop(), redis.stop()]));

describe('arbwatch doctor', () => {
  const doctor = (env: Record<string, string>, ...args: string[]) =>
    runArbwatch({
      args: ['doctor', ...args],
      env: { SLACK_API_URL: slack.apiUrl, REDIS_URL: redis.url, PORT: '0', ...env },
    });

  test('names every problem of the configuration, and exits with 2', async () => {
    const { code, stdout } = await doctor({ SLACK_BOT_TOKEN: 'xapp-1-hush', SLACK_APP_TOKEN: 'xoxp-1-hush' });
    expect(code).toBe(2);
    expect(stdout).toContain('it is an app-level token, which belongs in SLACK_APP_TOKEN');
    expect(stdout).toContain('it is a user token');
    expect(stdout).not.toContain('hush');
  });

  test('prints the facts and the same sentences as JSON', async () => {
    const { bot: SLACK_BOT_TOKEN, app: SLACK_APP_TOKEN } = slack.tokens;
    const { code, stdout } = await doctor(
      { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, ALERT_CHANNEL: 'C0LOUNGE' },
      '--json',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({
        check: 'channel',
        level: 'error',
        code: 'not_in_channel',
        fix: expect.stringContaining('/invite'),
      }),
    );
  });
});

test('A channel that the bot was not invited to makes alerting unhealthy from the start, and the bot still takes commands', async () => {
  const bot = await startBotUnderTest({ redisUrl: redis.url, slack, env: { ALERT_CHANNEL: 'C0LOUNGE' } });
  const answer = (path: string) => fetch(`${bot.url}${path}`);
  await eventually(
    async () =>
      (await (await answer('/healthz/alerting')).text()).includes('Slack refuses C0LOUNGE (not_in_channel)'),
    '/healthz/alerting names the channel',
  );
  expect((await answer('/healthz/alerting')).status).toBe(503);
  expect((await answer('/readyz')).status).toBe(200);
  expect(await (await answer('/metrics')).text()).toContain('arbwatch_alerting_healthy 0');
  await bot.stop();
});
