import { ConfigError, loadBotConfig } from '../../src/config';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };
const store = (env: Record<string, string>) => loadBotConfig({ ...SLACK, ...env }).store;

describe("The bot's own keys", () => {
  test('are in the Redis of the traders by default', () => {
    expect(store({ REDIS_URL: 'redis://h' })).toEqual({ redis: null, prefix: 'arbwatch' });
  });

  test.each([
    [
      'STORE_REDIS_URL',
      { STORE_REDIS_URL: 'rediss://u:p@s:7000/3' },
      { kind: 'single', host: 's', port: 7000, db: 3, tls: true, username: 'u', password: 'p' },
    ],
    [
      'STORE_REDIS_HOST',
      { STORE_REDIS_HOST: 's', STORE_REDIS_DB: '2' },
      { kind: 'single', host: 's', port: 6379, db: 2, tls: false },
    ],
    [
      'STORE_REDIS_SENTINELS',
      {
        STORE_REDIS_SENTINELS: 's:1',
        STORE_REDIS_SENTINEL_NAME: 'kept',
        STORE_REDIS_SENTINEL_PASSWORD: 'sp',
      },
      {
        kind: 'sentinel',
        name: 'kept',
        sentinels: [{ host: 's', port: 1 }],
        sentinelPassword: 'sp',
        db: 0,
        tls: false,
      },
    ],
    [
      'STORE_REDIS_CLUSTER',
      { STORE_REDIS_CLUSTER: 's:1', STORE_REDIS_TLS: 'true' },
      { kind: 'cluster', nodes: [{ host: 's', port: 1 }], tls: true },
    ],
  ])("are where %s says, independent of the traders' Redis", (_, env, expected) => {
    const config = loadBotConfig({ ...SLACK, REDIS_URL: 'redis://:traders@h', ...env });
    expect([config.store.redis, config.redis]).toEqual([
      expected,
      { kind: 'single', host: 'h', port: 6379, db: 0, tls: false, password: 'traders' },
    ]);
  });

  test.each([
    [
      'two ways',
      { STORE_REDIS_URL: 'redis://a', STORE_REDIS_CLUSTER: 'b:1' },
      /STORE_REDIS_CLUSTER: is set beside STORE_REDIS_URL/,
    ],
    [
      'a password without a place',
      { STORE_REDIS_PASSWORD: 'p' },
      /STORE_REDIS_PASSWORD: is set, but not where the store is: set STORE_REDIS_URL/,
    ],
    [
      'Sentinels without a name',
      { STORE_REDIS_SENTINELS: 's:1' },
      /STORE_REDIS_SENTINEL_NAME: is not set, and STORE_REDIS_SENTINELS needs it/,
    ],
    [
      'a cluster with another database',
      { STORE_REDIS_CLUSTER: 's:1', STORE_REDIS_DB: '1' },
      /STORE_REDIS_DB: is set beside STORE_REDIS_CLUSTER/,
    ],
  ])('cannot be configured with %s', (_, env, problem) => {
    expect(() => store(env)).toThrow(problem);
  });

  test.each(['a b', '{a}', 'a*', 'a:b', '-a', 'a'.repeat(65)])('cannot start with %j', (STORE_PREFIX) => {
    expect(() => store({ STORE_PREFIX })).toThrow(ConfigError);
  });
});
