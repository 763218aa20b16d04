import { ConfigError, loadBotConfig } from '../../src/config';
import { configuredDigestSchema } from '../../src/config/schema/sections';
import type { DigestConfig } from '../../src/digests/digest';

const RIGHT = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right', ALERT_CHANNEL: 'C0ALERTS' };
const digestsOf = (env: Record<string, string>): readonly DigestConfig[] =>
  loadBotConfig({ ...RIGHT, ...env }).alerts?.digests ?? [];

const problemsOf = (env: Record<string, string>): string => {
  try {
    loadBotConfig({ ...RIGHT, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no problem';
};

describe('The setting DIGEST_CRON', () => {
  test('defaults to nine in the morning in the time zone TIMEZONE', () => {
    expect(digestsOf({ TIMEZONE: 'Asia/Seoul' })).toMatchObject([
      { name: 'daily', cron: '0 9 * * *', zone: 'Asia/Seoul', channel: 'C0ALERTS' },
    ]);
  });

  test('accepts any cron expression of five fields', () => {
    expect(digestsOf({ DIGEST_CRON: '30 8 * * mon-fri' })).toMatchObject([{ cron: '30 8 * * mon-fri' }]);
  });

  test('switches the digest off when it is off', () => {
    expect(digestsOf({ DIGEST_CRON: 'off' })).toEqual([]);
  });

  test.each([
    ['never comes', '0 0 31 2 *', /impossible day/],
    ['restricts two kinds of day', '0 9 1 * 1', /both the day of the month and the weekday/],
    ['is no cron expression', 'at nine', /fields/],
    ['has seconds', '30 0 9 * * *', /it has seconds/],
  ])('that %s is rejected with a reason and an example', (_, text, why) => {
    const problem = problemsOf({ DIGEST_CRON: text });
    expect(problem).toMatch(why);
    expect(problem).toContain(`DIGEST_CRON: invalid value ${JSON.stringify(text)} (`);
    expect(problem).toContain('Example: DIGEST_CRON=0 9 * * 1-5');
  });

  test('is checked even if no alert channel is set', () => {
    expect(problemsOf({ DIGEST_CRON: 'soon', ALERT_CHANNEL: '' })).toContain('DIGEST_CRON');
  });

  test('in an unknown time zone is a problem of TIMEZONE', () => {
    expect(problemsOf({ TIMEZONE: 'Mars/Olympus' })).toMatch(/TIMEZONE: .*IANA time zone/);
  });
});

describe('A digest in the configuration file', () => {
  const digest = { name: 'weekly', cron: '0 9 * * 1' };

  test('covers all sections of all targets by default', () => {
    const read = configuredDigestSchema.parse(digest);
    expect([read.targets, read.sections.length]).toEqual([null, 7]);
  });

  test.each([
    ['name', { name: 'a b' }],
    ['cron', { cron: '0 0 31 2 *' }],
    ['zone', { zone: 'Seoul' }],
    ['channel', { channel: '#alerts' }],
    ['targets', { targets: ['paper'] }],
    ['targets', { targets: [] }],
    ['sections', { sections: ['weather'] }],
    ['', { colour: 'red' }],
  ])('is rejected for its %s: %j', (path, change) => {
    const { error } = configuredDigestSchema.safeParse({ ...digest, ...change });
    expect(error?.issues.map((issue) => String(issue.path[0] ?? ''))).toEqual([path]);
  });
});
