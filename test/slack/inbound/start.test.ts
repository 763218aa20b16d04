import { type Fault, type Sandbox, startSandbox } from '../../../sandbox';
import { type Bot, createBot } from '../../../src/bot';
import { loadBotConfig } from '../../../src/config';
import { systemClock } from '../../../src/lib/clock';
import { MANIFEST, slackEnv } from '../../helpers/botUnderTest';
import { eventually } from '../../helpers/eventually';
import { commandWith } from '../../helpers/forgedRequests';
import { type KeptLog, keptLog } from '../../helpers/log';

const TRANSPORTS = ['socket', 'http'] as const;

describe('A bot that starts', () => {
  let sandbox: Sandbox;
  let bot: Bot;
  let log: KeptLog;

  beforeEach(async () => {
    sandbox = await startSandbox({ manifest: MANIFEST });
    log = keptLog();
  });
  afterEach(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  const created = (transport: 'socket' | 'http', env: Readonly<Record<string, string>> = {}): Bot => {
    bot = createBot(
      loadBotConfig({ ...slackEnv(sandbox, transport), REDIS_URL: 'memory:', PORT: '0', ...env }),
      {
        clock: systemClock,
        log: log.log,
      },
    );
    return bot;
  };
  const url = async (path: string): Promise<string> => {
    const port = () => log.lines().find(({ msg }) => msg === 'listening')?.port;
    await eventually(() => port() !== undefined, 'the bot listens');
    return `http://127.0.0.1:${port()}${path}`;
  };

  test.each(TRANSPORTS)(
    'while Slack is away (%s) is alive, not ready, and says what is missing',
    async (transport) => {
      sandbox.fail('*', { status: 503 });
      const starting = created(transport).start();
      expect((await fetch(await url('/healthz'))).status).toBe(200);
      const readyz = await fetch(await url('/readyz'));
      expect([readyz.status, await readyz.json()]).toEqual([
        503,
        {
          slack: { ready: false, detail: 'Slack has not answered yet' },
          redis: { ready: true, detail: 'Redis answers' },
        },
      ]);
      sandbox.heal();
      await starting;
      expect((await fetch(await url('/readyz'))).status).toBe(200);
    },
  );

  test('answers nobody over HTTP before it knows its own workspace', async () => {
    sandbox.fail('auth.test', { status: 503 });
    const starting = created('http').start();
    sandbox.sendTo(await url('/slack/events'));
    const fromAbroad = () => commandWith(sandbox, '/arb-status', '', { team_id: 'T0OTHER' });
    expect(await sandbox.sendRaw(fromAbroad())).toMatchObject({ status: 503, body: '' });
    sandbox.heal();
    await starting;
    const { status, body } = await sandbox.sendRaw(fromAbroad());
    expect([status, body]).toEqual([200, expect.stringContaining('people of this workspace')]);
  });

  test.each<[string, Fault]>([
    ['500', { status: 500 }],
    ['a dropped connection', { drop: true }],
    ['ratelimited', { ratelimited: true, retryAfterS: 1 }],
  ])('gets over %s of auth.test and of apps.connections.open', async (_, fault) => {
    sandbox.fail('auth.test', fault, { times: 1 });
    sandbox.fail('apps.connections.open', fault, { times: 1 });
    await created('socket').start();
    expect(sandbox.connections).toBe(1);
  });

  test.each(TRANSPORTS)('with a wrong bot token (%s) ends, and names the variable', async (transport) => {
    const starting = created(transport, { SLACK_BOT_TOKEN: 'xoxb-wrong-token' }).start();
    await expect(starting).rejects.toMatchObject({
      name: 'SlackTokenError',
      message: expect.stringMatching(/^Slack refused SLACK_BOT_TOKEN \(invalid_auth\): .*copy it again/),
    });
  });

  test('with a wrong app token ends, and names the variable', async () => {
    const starting = created('socket', { SLACK_APP_TOKEN: 'xapp-wrong-token' }).start();
    await expect(starting).rejects.toMatchObject({
      name: 'SlackTokenError',
      message: expect.stringMatching(/^Slack refused SLACK_APP_TOKEN \(invalid_auth\)/),
    });
  });

  test('with an app token that lacks its scope ends, and says which one', async () => {
    sandbox.fail('apps.connections.open', { error: 'missing_scope' });
    await expect(created('socket').start()).rejects.toThrow(
      /SLACK_APP_TOKEN \(missing_scope\).*connections:write/,
    );
  });

  test('and is stopped while Slack is away begins nothing more', async () => {
    sandbox.fail('*', { status: 503 });
    const starting = created('socket').start();
    await eventually(() => sandbox.journal.calls('auth.test').length > 0, 'the bot asked who it is');
    await bot.stop();
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('and is stopped while Slack is asked where to connect leaves no connection', async () => {
    let asked = false;
    const when = (): boolean => {
      asked = true;
      return true;
    };
    sandbox.fail('apps.connections.open', { delayMs: 300 }, { when });
    const starting = created('socket').start();
    await eventually(() => asked, 'Slack is asked where to connect');
    await Promise.all([expect(starting).rejects.toMatchObject({ name: 'AbortError' }), bot.stop()]);
    await eventually(
      () => sandbox.journal.calls('apps.connections.open').length === 1,
      'Slack told where to connect',
    );
    await eventually(() => sandbox.connections === 0, 'no connection is left');
    expect(log.lines().map(({ msg }) => msg)).not.toContain('connected to Slack');
  });

  test('on a port that is taken says which variable to change', async () => {
    const port = new URL(sandbox.url).port;
    await expect(created('http', { PORT: port }).start()).rejects.toThrow(
      `PORT ${port} of 127.0.0.1 is taken: set PORT to another one`,
    );
  });
});
