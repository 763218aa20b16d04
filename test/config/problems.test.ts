import { type BotConfig, ConfigError, loadBotConfig } from '../../src/config';
import { metaOf } from '../../src/config/schema/setting';
import { SETTING_NAMES, SETTINGS, type SettingName } from '../../src/config/schema/settings';

const RIGHT = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };

const problemsOf = (env: Record<string, string>): ConfigError => {
  try {
    loadBotConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration has no problem');
};

/** What no variable may be. A name of a master and a password may be anything. */
const WRONG: Partial<Record<SettingName, string>> = {
  SLACK_BOT_TOKEN: 'xapp-not-a-bot',
  SLACK_APP_TOKEN: 'xoxb-not-an-app',
  SLACK_SIGNING_SECRET: 'short',
  SLACK_API_URL: 'slack.com',
  HOST: 'two words',
  PORT: '65536',
  REDIS_URL: 'http://redis',
  REDIS_HOST: 'redis://redis',
  REDIS_PORT: '0',
  REDIS_DB: '-1',
  REDIS_SENTINELS: 'sentinel-1',
  REDIS_CLUSTER: 'a:1,b',
  REDIS_TLS: 'yes',
  HEARTBEAT_COMPONENTS: ' , ',
  STALE_AFTER: '0',
  TUNING_TIMEZONE: 'Seoul',
  VIEWERS: 'everybody',
  OPERATORS: '@olive',
  CURRENCY: 'a very long unit',
  DIGEST_CRON: 'every morning',
  LOG_LEVEL: 'loud',
};

describe('An invalid configuration', () => {
  test('is reported with all its problems at once', () => {
    // With another way to Redis, REDIS_HOST and REDIS_PORT are not read; with an app token, no signing secret is.
    const {
      SLACK_SIGNING_SECRET: _,
      REDIS_SENTINELS: _s,
      REDIS_CLUSTER: _c,
      REDIS_URL: _u,
      ...wrong
    } = WRONG;
    const told = problemsOf(wrong).problems.map(({ where }) => where);
    expect(told.sort()).toEqual(Object.keys(wrong).sort());
  });

  test.each(Object.entries(WRONG))(
    'is reported with the variable %s, what is expected, and an example',
    (name, value) => {
      const variable = name as SettingName;
      const http = variable === 'SLACK_SIGNING_SECRET' ? { SLACK_APP_TOKEN: '' } : {};
      const { message } = problemsOf({ ...RIGHT, ...http, [variable]: value });
      expect(message).toContain(`${variable}: `);
      const { expected, example } = metaOf(SETTINGS[variable]);
      expect(message).toContain(`: expected ${expected}. Example: ${variable}=${example}`);
    },
  );

  test('that is empty is reported as lacking the token and a way to connect to Slack', () => {
    const { message } = problemsOf({});
    expect(message).toContain('SLACK_BOT_TOKEN: is not set');
    expect(message).toMatch(/SLACK_SIGNING_SECRET: is not set, and neither is SLACK_APP_TOKEN/);
  });

  test.each(['', '   '])('treats an empty variable (%j) as one that is not set', (empty) => {
    expect(problemsOf({ ...RIGHT, SLACK_BOT_TOKEN: empty }).message).toContain('SLACK_BOT_TOKEN: is not set');
  });

  const SECRET = 'xoxb-7-hunter2-secret';
  test.each(SETTING_NAMES)('never shows a secret that was put into %s', (variable) => {
    for (const secret of [`${SECRET} `, `redis://user:${SECRET}@host:x`, `${SECRET}\n${SECRET}`]) {
      let message = '';
      try {
        loadBotConfig({ ...RIGHT, [variable]: secret });
      } catch (error) {
        message = String(error);
      }
      expect(message).not.toContain('hunter2');
    }
  });
});

const SHOWN_EXAMPLES = SETTING_NAMES.filter((name) => !metaOf(SETTINGS[name]).example.includes('…'));

describe('The example and the default', () => {
  test.each(SHOWN_EXAMPLES)('of %s are valid', (name) => {
    const { example, default: fallback = example } = metaOf(SETTINGS[name]);
    for (const text of [example, fallback]) expect(SETTINGS[name].safeParse(text).success).toBe(true);
  });
});

describe('A valid configuration', () => {
  test('needs nothing but Slack', () => {
    expect(loadBotConfig(RIGHT)).toEqual<BotConfig>({
      slack: {
        transport: 'socket',
        botToken: 'xoxb-right',
        appToken: 'xapp-right',
        apiUrl: 'https://slack.com/api/',
      },
      roles: { viewers: null, operators: null },
      content: { hash: expect.any(String), settings: {} },
      instanceSettings: {},
      alerts: null,
      timezone: 'UTC',
      language: 'en',
      channelLanguages: {},
      publicUrl: null,
      host: '127.0.0.1',
      port: 3000,
      store: { redis: null, prefix: 'arbwatch' },
      redis: { kind: 'single', host: 'localhost', port: 6379, db: 0, tls: false },
      live: { keyPrefix: 'arbitrage', heartbeatComponents: ['trader', 'live_trader'], staleAfterMs: 90_000 },
      tuning: { keyPrefix: 'arbitrage', zone: 'UTC' },
      directory: {
        prefixes: ['arbitrage'],
        envs: ['docker', 'local', 'production', 'staging', 'development'],
        named: [],
        ignored: [],
      },
      targets: new Map(),
      currency: null,
      currencies: [],
      metrics: { targets: false, listen: null, token: null },
      history: { kind: 'file', path: 'data/history.sqlite' },
      docsUrl: null,
      logLevel: 'info',
      warnings: [],
    });
  });

  test('uses HTTP if there is no app token', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_SIGNING_SECRET: 'a'.repeat(32) };
    expect(loadBotConfig(env).slack).toMatchObject({ transport: 'http', signingSecret: 'a'.repeat(32) });
  });

  test('uses Socket Mode if both are set', () => {
    expect(loadBotConfig({ ...RIGHT, SLACK_SIGNING_SECRET: 'a'.repeat(32) }).slack.transport).toBe('socket');
  });

  test('ignores spaces around values', () => {
    expect(loadBotConfig({ ...RIGHT, PORT: ' 8080\n', HEARTBEAT_COMPONENTS: ' a , b,' })).toMatchObject({
      port: 8080,
      live: { heartbeatComponents: ['a', 'b'] },
    });
  });
});

describe('A secret in the wrong place', () => {
  const secrets = ['xoxb-7-hunter2', 'xapp-7-hunter2', 'redis://user:hunter2@redis:6379'];
  const places = [
    'HOST',
    'REDIS_HOST',
    'REDIS_USERNAME',
    'REDIS_SENTINEL_NAME',
    'STATE_KEY_PREFIX',
    'HEARTBEAT_COMPONENTS',
  ];

  test.each(places.flatMap((place) => secrets.map((secret) => [place, secret] as const)))(
    'is rejected and not shown: %s=%s',
    (place, secret) => {
      const sentinels = place === 'REDIS_SENTINEL_NAME' ? { REDIS_SENTINELS: 'a:1' } : {};
      const { message } = problemsOf({ ...RIGHT, ...sentinels, [place]: secret });
      expect(message).toContain(`${place}: invalid value (not shown, it may hold a secret)`);
      expect(message).not.toContain('hunter2');
    },
  );
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxb-\u0000'],
  ['SLACK_APP_TOKEN', 'xapp-\u2026'],
  ['SLACK_SIGNING_SECRET', 'ä'.repeat(32)],
])('%s must consist of characters that an HTTP header can carry', (name, value) => {
  const { SLACK_APP_TOKEN: _, ...withoutApp } = RIGHT;
  expect(problemsOf({ ...withoutApp, [name]: value }).message).toContain(`${name}: invalid value (not shown`);
});

test.each(['redis://u:%ff@h', 'redis://u:%e0%a4%a@h', 'redis://%@h'])(
  'A Redis URL with an invalid percent encoding is rejected: %j',
  (url) => {
    expect(problemsOf({ ...RIGHT, REDIS_URL: url }).message).toContain('REDIS_URL: invalid value (not shown');
  },
);
