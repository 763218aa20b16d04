import { ConfigError, loadCliConfig } from '../../src/config';

const redis = (env: Record<string, string>) => loadCliConfig(env).redis;

describe('REDIS_URL', () => {
  test.each([
    ['redis://h', { host: 'h', port: 6379, db: 0, tls: false }],
    ['redis://h:7000/3', { host: 'h', port: 7000, db: 3, tls: false }],
    ['rediss://h:7000/', { host: 'h', port: 7000, db: 0, tls: true }],
    ['redis://[::1]:7000', { host: '::1', port: 7000, db: 0, tls: false }],
    [
      'redis://user:p%40ss%2Fword@h',
      { host: 'h', port: 6379, db: 0, tls: false, username: 'user', password: 'p@ss/word' },
    ],
    ['redis://:secret@h', { host: 'h', port: 6379, db: 0, tls: false, password: 'secret' }],
  ])('is parsed: %s', (url, expected) => {
    expect(redis({ REDIS_URL: url })).toEqual({ kind: 'single', ...expected });
  });

  test('of memory: keeps the state in the process', () => {
    expect(redis({ REDIS_URL: 'memory:' })).toEqual({ kind: 'memory' });
  });

  test.each([
    'localhost:6379',
    'redis:6379',
    'redis:/h',
    'redis://h/x',
    'redis://h/0/1',
    'redis://h:99999',
    'redis://h?db=2',
    'redis://h#2',
    'redis://user:100%@h',
    'unix:///tmp/redis.sock',
    'memory:h',
    'memory',
  ])('is rejected if a part of it would be ignored: %s', (url) => {
    expect(() => redis({ REDIS_URL: url })).toThrow(ConfigError);
  });

  test('takes the user and the password from their own settings if it contains none', () => {
    const beside = { REDIS_USERNAME: 'u', REDIS_PASSWORD: 'p' };
    expect(redis({ REDIS_URL: 'rediss://h', ...beside })).toMatchObject({
      username: 'u',
      password: 'p',
      tls: true,
    });
    expect(redis({ REDIS_URL: 'redis://mine:own@h', ...beside })).toMatchObject({
      username: 'mine',
      password: 'own',
    });
  });

  test('wins over REDIS_HOST and its companions', () => {
    expect(redis({ REDIS_URL: 'redis://a:1', REDIS_HOST: 'b', REDIS_PORT: '2' })).toMatchObject({
      host: 'a',
      port: 1,
    });
  });
});

describe('REDIS_HOST and its companions', () => {
  test('are those of the trading system', () => {
    const env = {
      REDIS_HOST: 'h',
      REDIS_PORT: '7000',
      REDIS_DB: '2',
      REDIS_PASSWORD: 'p',
      REDIS_TLS: 'true',
    };
    expect(redis(env)).toEqual({ kind: 'single', host: 'h', port: 7000, db: 2, password: 'p', tls: true });
  });

  test.each(['redis://h', 'user@h', 'h/0', 'h:6379'])('do not accept %s as a host', (host) => {
    expect(() => redis({ REDIS_HOST: host })).toThrow(/REDIS_HOST/);
  });

  test('accept an IPv6 address', () => {
    expect(redis({ REDIS_HOST: '::1' })).toMatchObject({ host: '::1' });
  });
});

describe('REDIS_SENTINELS', () => {
  test('find the master by its name', () => {
    const env = {
      REDIS_SENTINELS: 's1:26379, [::1]:26380',
      REDIS_SENTINEL_NAME: 'traders',
      REDIS_SENTINEL_PASSWORD: 'sp',
      REDIS_PASSWORD: 'p',
      REDIS_DB: '1',
    };
    expect(redis(env)).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 's1', port: 26379 },
        { host: '::1', port: 26380 },
      ],
      name: 'traders',
      sentinelPassword: 'sp',
      password: 'p',
      db: 1,
      tls: false,
    });
  });

  test('need the name of the master', () => {
    expect(() => redis({ REDIS_SENTINELS: 's1:26379' })).toThrow(
      /REDIS_SENTINEL_NAME: is not set, and REDIS_SENTINELS needs it/,
    );
  });
});

describe('REDIS_CLUSTER', () => {
  test('lists nodes of the cluster', () => {
    expect(redis({ REDIS_CLUSTER: 'a:7000,b:7001', REDIS_USERNAME: 'u' })).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
      username: 'u',
      tls: false,
    });
  });

  test('rejects any database other than 0', () => {
    expect(redis({ REDIS_CLUSTER: 'a:7000', REDIS_DB: '0' })).toMatchObject({ kind: 'cluster' });
    expect(() => redis({ REDIS_CLUSTER: 'a:7000', REDIS_DB: '2' })).toThrow(/REDIS_DB.*cluster/);
  });
});

describe('A setting that another one makes unused', () => {
  test.each([
    ['REDIS_PORT', { REDIS_URL: 'redis://h', REDIS_PORT: 'tcp://10.0.0.1:6379' }],
    ['REDIS_HOST', { REDIS_CLUSTER: 'a:1', REDIS_HOST: 'tcp://10.0.0.1' }],
    ['REDIS_DB', { REDIS_URL: 'redis://h', REDIS_DB: 'none' }],
  ])('is not checked: %s may be set by an orchestrator', (_, env) => {
    expect(() => redis(env)).not.toThrow();
  });
});

describe('Two locations of Redis at once', () => {
  test.each([
    ['REDIS_SENTINELS', { REDIS_URL: 'redis://h', REDIS_SENTINELS: 's:1' }],
    ['REDIS_CLUSTER', { REDIS_URL: 'memory:', REDIS_CLUSTER: 'a:1' }],
    ['REDIS_CLUSTER', { REDIS_SENTINELS: 's:1', REDIS_SENTINEL_NAME: 'n', REDIS_CLUSTER: 'a:1' }],
  ])('are reported as a problem of %s', (variable, env) => {
    expect(() => redis(env)).toThrow(new RegExp(`${variable}: is set beside`));
  });
});
