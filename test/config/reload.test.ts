import { loadBotConfig } from '../../src/config';
import type { ConfigInput } from '../../src/config/environment/readFiles';
import { configFile, NO_FILE } from '../../src/config/file';
import { planReload } from '../../src/config/reload/planReload';
import type { Environment } from '../../src/config/sources';

const ENV = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right', ALERT_CHANNEL: 'C0ALERTS' };

/** Its key is a variable's. */
const WEBHOOK = `webhooks: { pd: { type: pagerduty, routing_key: '\${PD_KEY}' } }\n`;

const given = (text: string | null, env: Environment = {}): ConfigInput => ({
  env: { ...ENV, ...env },
  file: text === null ? NO_FILE : configFile('arbwatch.yaml', text),
});
const contentOf = (text: string, env: Environment = {}) => {
  const { env: all, file } = given(text, env);
  return loadBotConfig(all, file).content;
};

describe('The content of a configuration', () => {
  test('is the same for the same settings, whatever their order and the comments', () => {
    const one = contentOf('rules: { no_sign_of_life: { stale_after: 90s } }\nenvs: [docker, local]\n');
    const other = contentOf(
      '# more\nenvs: docker,local\nrules:\n  no_sign_of_life:\n    stale_after: 90s # long\n',
    );
    expect(other).toEqual({ ...one, settings: expect.objectContaining(one.settings) });
    expect(other.hash).toBe(one.hash);
  });

  test('is the same whether a setting stands in the file or in the environment', () => {
    expect(contentOf('timezone: Asia/Seoul\n').hash).toBe(contentOf('', { TIMEZONE: 'Asia/Seoul' }).hash);
  });

  test('does not depend on what each instance may have of its own, or what only a restart applies', () => {
    const plain = contentOf('').hash;
    for (const [name, value] of Object.entries({
      LOG_LEVEL: 'debug',
      DEADMAN_PING_URL: 'https://hc-ping.com/of-this-one',
      PORT: '3111',
      SLACK_BOT_TOKEN: 'xoxb-another',
      REDIS_URL: 'redis://elsewhere:6379/0',
    }))
      expect(contentOf('', { [name]: value }).hash).toBe(plain);
  });

  test('names lists by the names in them, and shows other items in one line', () => {
    const { settings } = contentOf(
      [
        "digests: [{ name: daily, cron: '0 9 * * *' }]",
        'routes: [{ match: { severity: critical, mode: [live, paper] }, channel: C0CRIT }]',
        "targets: { 'live:docker': }",
        'remind_after: [1h, 4h]',
      ].join('\n'),
    );
    expect(settings).toEqual({
      alert_channel: 'C0ALERTS',
      'digests › daily › cron': '0 9 * * *',
      routes: ['{ match: { severity: critical, mode: [live, paper] }, channel: C0CRIT }'],
      'targets › live:docker': null,
      remind_after: ['1h', '4h'],
    });
  });

  test('holds no secret, and changes with it', () => {
    const [one, other] = ['R1KEYKEYKEY', 'R2KEYKEYKEY'].map((PD_KEY) => contentOf(WEBHOOK, { PD_KEY }));
    expect(one?.hash).not.toBe(other?.hash);
    expect(JSON.stringify([one, other])).not.toContain('KEYKEY');
    expect(one?.settings['webhooks › pd › type']).toBe('pagerduty');
  });
});

describe('A configuration that was read again', () => {
  test('is taken with the settings of the start that only a restart applies', () => {
    const start = given('redis_host: one\nport: 3001\ncheck_interval: 15\n');
    const plan = planReload(start, given('redis_host: two\nport: 3001\ncheck_interval: 20\n'));
    expect(plan).toMatchObject({ kind: 'apply', needsRestart: ['redis_host'] });
    if (plan.kind !== 'apply') return;
    expect(plan.config.redis).toMatchObject({ host: 'one' });
    expect(plan.config.alerts?.decide.checkIntervalMs).toBe(20_000);
  });

  test('keeps the environment of the start, and names what has changed there', () => {
    const plan = planReload(given('', { OPERATORS: 'U0ONE' }), given('', { OPERATORS: 'U0TWO' }));
    expect(plan).toMatchObject({
      kind: 'apply',
      needsRestart: ['OPERATORS'],
      config: { roles: { operators: ['U0ONE'] } },
    });
  });

  test('names a variable that the file refers to and that has changed', () => {
    const plan = planReload(given(WEBHOOK, { PD_KEY: 'KEYKEY1' }), given(WEBHOOK, { PD_KEY: 'KEYKEY2' }));
    expect(plan.needsRestart).toEqual(['PD_KEY']);
  });

  test('does not take on or give up an alert channel without a restart', () => {
    const without = { ALERT_CHANNEL: '' };
    const added = planReload(given('', without), given('alert_channel: C0ALERTS\n', without));
    expect(added).toMatchObject({ kind: 'apply', needsRestart: ['alert_channel'], config: { alerts: null } });
    const start = given('alert_channel: C0ALERTS\n', without);
    const removed = planReload(start, given('check_interval: 15\n', without));
    expect(removed).toMatchObject({ kind: 'apply', needsRestart: ['alert_channel'] });
    expect(removed.kind === 'apply' && removed.config.alerts?.decide.channel).toBe('C0ALERTS');
  });

  test('is refused as a start would refuse it, with all problems', () => {
    const plan = planReload(given('check_interval: 15\n'), given('check_interval: often\nrulez: {}\n'));
    expect(plan).toMatchObject({
      kind: 'refuse',
      problems: [
        { where: 'arbwatch.yaml:2:1: rulez' },
        { where: 'arbwatch.yaml:1:17: check_interval', message: expect.stringContaining('"often"') },
      ],
    });
  });

  test.each([
    ['is not there any more', null],
    ['is empty', ' \n'],
  ])('is refused where the file %s', (what, text) => {
    const plan = planReload(given('check_interval: 15\n'), given(text));
    expect(plan).toMatchObject({
      kind: 'refuse',
      problems: [{ where: 'arbwatch.yaml', message: expect.stringContaining(what) }],
    });
  });

  test('may come from a file that was not there at the start, and must then not vanish', () => {
    const [start, added] = [given(null), given('check_interval: 20\n')];
    expect(planReload(start, added).kind).toBe('apply');
    expect(planReload(start, given(null), added.file).kind).toBe('refuse');
    expect(planReload(start, given(null)).kind).toBe('apply');
  });

  test('is known by its text where it is refused', () => {
    const [start, wrong] = [given('check_interval: 15\n'), given('check_interval: often\n')];
    const hashes = [wrong, wrong, given('check_interval: never\n')].map((read) => {
      const plan = planReload(start, read);
      return plan.kind === 'refuse' ? plan.hash : null;
    });
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });
});
