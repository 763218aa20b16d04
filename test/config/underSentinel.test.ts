import { ConfigError, loadBotConfig, loadCliConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import type { Environment } from '../../src/config/sources';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };
const ALERTS = { ...SLACK, ALERT_CHANNEL: 'C0ALERTS' };
const SENTINEL = { REDIS_SENTINELS: 's1:26379', REDIS_SENTINEL_NAME: 'traders' };

const problems = (
  env: Environment,
  text = '',
  read: typeof loadCliConfig = loadBotConfig,
): readonly string[] => {
  try {
    read(env, configFile('arbwatch.yaml', text));
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
};

describe('Under Sentinel', () => {
  test('STALE_AFTER below 30 s is rejected with the minimum and the reason', () => {
    expect(problems({ ...ALERTS, ...SENTINEL, STALE_AFTER: '29' })).toEqual([
      'STALE_AFTER: 29 s is too short with REDIS_SENTINELS: expected 30 s or more, otherwise a trader that is alive, and writes ' +
        'to the replaced master for a while after a failover, would be reported as down. Example: STALE_AFTER=90',
    ]);
  });

  test('FROZEN_AFTER below 30 s is rejected for the same reason', () => {
    expect(problems({ ...ALERTS, ...SENTINEL, FROZEN_AFTER: '29' })).toEqual([
      expect.stringMatching(
        /^FROZEN_AFTER: 29 s is too short with REDIS_SENTINELS: expected 30 s or more, otherwise .* would be reported with a stale portfolio\. Example: FROZEN_AFTER=600$/,
      ),
    ]);
  });

  test('30 s is accepted for both', () => {
    expect(problems({ ...ALERTS, ...SENTINEL, STALE_AFTER: '30', FROZEN_AFTER: '30' })).toEqual([]);
  });

  test.each([
    [
      'as a setting',
      'check_interval: 5\nstale_after: 12',
      'arbwatch.yaml:2:14: stale_after: 12 s is too short with REDIS_SENTINELS',
      'Example: stale_after: 90',
    ],
    [
      'with the rule',
      'rules: { no_sign_of_life: { stale_after: 29s } }',
      'arbwatch.yaml:1:42: rules.no_sign_of_life.stale_after: 29 s is too short with REDIS_SENTINELS',
      'Example: stale_after: 90s',
    ],
    [
      'for one target',
      "rules: { no_sign_of_life: { targets: { 'live:docker': { stale_after: 20s } } } }",
      'arbwatch.yaml:1:70: rules.no_sign_of_life.targets.live:docker.stale_after: 20 s is too short with REDIS_SENTINELS',
      'Example: stale_after: 90s',
    ],
    [
      'for a portfolio of one target',
      "rules: { stale_portfolio: { targets: { 'live:docker': { after: 20s } } } }",
      'arbwatch.yaml:1:64: rules.stale_portfolio.targets.live:docker.after: 20 s is too short with REDIS_SENTINELS',
      'Example: after: 10m',
    ],
    [
      'for what digests call down',
      'rules: { uptime_totals: { stale_after: 20s } }',
      'arbwatch.yaml:1:40: rules.uptime_totals.stale_after: 20 s is too short with REDIS_SENTINELS',
      'would be counted as down. Example: stale_after: 90s',
    ],
  ])('a time that is too short %s is rejected once, at its place in the file', (_, text, said, example) => {
    expect(problems({ ...ALERTS, ...SENTINEL }, text)).toEqual([expect.stringContaining(said)]);
    expect(problems({ ...ALERTS, ...SENTINEL }, text)).toEqual([expect.stringContaining(example)]);
  });

  test('a time that is too short for one target is rejected even if the variable is long enough', () => {
    const text = "rules: { no_sign_of_life: { targets: { 'live:docker': { stale_after: 20s } } } }";
    expect(problems({ ...ALERTS, ...SENTINEL, STALE_AFTER: '60' }, text)).toHaveLength(1);
  });

  test('a time that is too short is rejected without an alert channel, too, and for the terminal: both show which trader is stale', () => {
    const env = { ...SLACK, ...SENTINEL, STALE_AFTER: '20' };
    expect(problems(env)).toHaveLength(1);
    expect(problems(env, '', loadCliConfig)).toHaveLength(1);
  });

  test('a time that is too short is reported together with other problems of the Sentinels', () => {
    const told = problems({ ...ALERTS, REDIS_SENTINELS: 's1', STALE_AFTER: '20' });
    expect(told.map((line) => line.split(': ')[0]).sort()).toEqual([
      'REDIS_SENTINELS',
      'REDIS_SENTINEL_NAME',
      'STALE_AFTER',
    ]);
  });
});

describe('Without Sentinel', () => {
  test.each([
    ['with a single Redis', { REDIS_HOST: 'h' }, ''],
    ['with a cluster', { REDIS_CLUSTER: 'a:1,b:2' }, ''],
    [
      'where the environment names another Redis than the Sentinels of the file',
      { REDIS_HOST: 'h' },
      'redis_sentinels: s1:1',
    ],
  ])('a shorter time is accepted %s', (_, redis, text) => {
    expect(problems({ ...ALERTS, ...redis, STALE_AFTER: '17', FROZEN_AFTER: '17' }, text)).toEqual([]);
  });
});
