import { type BotConfig, loadBotConfig, loadCliConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { secretsIn } from '../../src/config/secrets';
import { configProblemsOf } from '../helpers/configErrors';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };
const ALERTS = { ...SLACK, ALERT_CHANNEL: 'C0ALERTS' };

const fileOf = (text: string) => configFile('arbwatch.yaml', text);
const read = (text: string, env: Record<string, string> = ALERTS): BotConfig =>
  loadBotConfig(env, fileOf(text));

const problems = (text: string, env?: Record<string, string>): readonly string[] =>
  configProblemsOf(() => read(text, env));

describe('arbwatch.yaml', () => {
  test('may contain every setting under its name in lower case, and a list as a YAML list', () => {
    const config = read(
      [
        'slack_bot_token: xoxb-right',
        'slack_app_token: "xapp-right"',
        'alert_channel: C0ALERTS # where it is loud',
        'port: 08080',
        'redis_tls: true',
        'viewers: [U0ANNA, S0TRADERS]',
        'heartbeat_components: trader, live_trader',
        'currency:',
      ].join('\n'),
      {},
    );
    expect(config).toMatchObject({
      slack: { transport: 'socket', botToken: 'xoxb-right', appToken: 'xapp-right' },
      alerts: { decide: { channel: 'C0ALERTS' } },
      port: 8080,
      redis: { tls: true },
      roles: { viewers: ['U0ANNA', 'S0TRADERS'] },
      live: { heartbeatComponents: ['trader', 'live_trader'] },
      currency: null,
    });
  });

  test.each([
    ['a variable wins over the file', { PORT: '1' }, 'port: 2', 1],
    ['an empty variable does not', { PORT: ' ' }, 'port: 2', 2],
    ['without either it is the default', {}, 'log_level: info', 3000],
    ['an empty file is none', {}, '', 3000],
    ['nor is one of comments alone', {}, '# port: 2\n', 3000],
  ])('%s', (_, env, text, port) => {
    expect(read(text, { ...SLACK, ...env }).port).toBe(port);
  });

  test('is also read for the terminal', () => {
    expect(loadCliConfig({}, fileOf('redis_url: redis://h:1/2')).redis).toMatchObject({
      host: 'h',
      port: 1,
      db: 2,
    });
  });

  test.each([
    [{ REDIS_URL: 'redis://env:1' }, 'redis_cluster: file:1'],
    [{ REDIS_HOST: 'env' }, 'redis_url: redis://file:1'],
  ])('does not say where Redis is if the environment does: %j beside %s', (env, text) => {
    expect(read(text, { ...SLACK, ...env }).redis).toMatchObject({ kind: 'single', host: 'env' });
  });
});

describe('The rules in arbwatch.yaml', () => {
  const heartbeat = (text: string, env = {}) => {
    const { alerts, live } = read(text, { ...ALERTS, ...env });
    return {
      rule: alerts?.decide.rules.no_sign_of_life,
      shown: live.staleAfterMs,
      of: live.staleAfterMsByTarget,
    };
  };
  const OF_TARGET =
    "rules: { no_sign_of_life: { stale_after: 40s, targets: { 'live:docker': { stale_after: 2m } } } }";

  test('set for each target when it is stale, both for alerts and for commands', () => {
    expect(heartbeat(OF_TARGET)).toEqual({
      rule: { stale_after: '40s', targets: { 'live:docker': { stale_after: '2m' } } },
      shown: 40_000,
      of: { 'live:docker': 120_000 },
    });
  });

  test('are overridden by STALE_AFTER, except for what they say about one target', () => {
    expect(heartbeat(OF_TARGET, { STALE_AFTER: '70' })).toMatchObject({
      rule: { stale_after: '70s' },
      shown: 70_000,
      of: { 'live:docker': 120_000 },
    });
  });

  test('take the values of the settings if the file has none', () => {
    expect(heartbeat('frozen_after: 50').rule).toEqual({ stale_after: '90s' });
    expect(read('frozen_after: 50').alerts?.decide.rules.stale_portfolio).toEqual({ after: '50s' });
  });

  test('says when an alert is unstable, and when its message is posted again', () => {
    expect(
      read('flapping: { unstable_after: 5, within: 1h, repost_after_messages: 5, repost_after: 2h }').alerts,
    ).toMatchObject({
      decide: { flapping: { unstableAfter: 5, withinMs: 3_600_000 } },
      repost: { afterMessages: 5, afterMs: 7_200_000 },
    });
    expect(read('port: 1').alerts).toMatchObject({
      decide: { flapping: { unstableAfter: 3, withinMs: 1_200_000 } },
      repost: { afterMessages: 20, afterMs: 1_800_000 },
    });
  });

  test('and the reminders accept any unit of time', () => {
    expect(read('remind_after: [30m, 7200]').alerts?.decide.remindAfterMs).toEqual([1_800_000, 7_200_000]);
    expect(read('').alerts?.decide.remindAfterMs).toEqual([3_600_000, 14_400_000]);
  });

  test('and the digests use the time zone and the channel of the bot if they have none of their own', () => {
    const text =
      "digests:\n  - { name: a, cron: '0 9 * * *' }\n  - { name: b, cron: '0 8 * * 1', channel: C0OPS }";
    expect(read(text, { ...ALERTS, TIMEZONE: 'Asia/Seoul' }).alerts?.digests).toMatchObject([
      { name: 'a', cron: '0 9 * * *', zone: 'Asia/Seoul', channel: 'C0ALERTS' },
      { name: 'b', channel: 'C0OPS' },
    ]);
    expect(read('digests: []').alerts?.digests).toEqual([]);
  });
});

/** What stands in the file, and what is said of it: each time one thing. */
const WRONG: readonly (readonly [why: string, text: string, said: string])[] = [
  [
    'an unknown key',
    'port: 1\nalert_chanel: C0',
    'arbwatch.yaml:2:1: alert_chanel: unknown key. Did you mean alert_channel?',
  ],
  [
    'a variable’s name',
    'STALE_AFTER: 60',
    'arbwatch.yaml:1:1: STALE_AFTER: unknown key. Did you mean stale_after?',
  ],
  ['where the file is', 'arbwatch_config: x', 'arbwatch.yaml:1:1: arbwatch_config: unknown key.'],
  [
    'a wrong value',
    'log_level: info\nport:  65536',
    'arbwatch.yaml:2:8: port: invalid value "65536": expected a port number, 0 to 65535 (0 takes any free one). Example: port: 3000',
  ],
  [
    'keys where a value belongs',
    'port: { a: 1 }',
    'arbwatch.yaml:1:7: port: expected a port number, 0 to 65535 (0 takes any free one), not keys and values',
  ],
  [
    'a list where one belongs',
    'alert_fallback_channel: [C0A, C0B]',
    'arbwatch.yaml:1:25: alert_fallback_channel: invalid value "C0A,C0B"',
  ],
  ['a number that YAML alone can read', 'port: 0x10', 'arbwatch.yaml:1:7: port: invalid value "0x10"'],
  [
    'an unknown rule',
    'rules:\n  no_sign_of_lif: {}',
    'arbwatch.yaml:2:3: rules.no_sign_of_lif: unknown key. Did you mean no_sign_of_life?',
  ],
  [
    'a rule by its former name beside the new one',
    'rules:\n  heartbeat: { stale_after: 60s }\n  no_sign_of_life: { stale_after: 60s }',
    'arbwatch.yaml:2:3: rules.heartbeat: unknown key.',
  ],
  [
    'an unknown setting of a rule',
    'rules:\n  no_sign_of_life:\n    stal_after: 60s',
    'arbwatch.yaml:3:5: rules.no_sign_of_life.stal_after: unknown key. Did you mean stale_after?',
  ],
  [
    'an unknown target',
    "rules: { no_sign_of_life: { targets: { 'lve:docker': {} } } }",
    'arbwatch.yaml:1:40: rules.no_sign_of_life.targets.lve:docker: is not a target: expected a mode (live, paper or shadow)',
  ],
  [
    'a wrong length of time',
    'rules:\n  no_sign_of_life:\n    stale_after: soon',
    'arbwatch.yaml:3:18: rules.no_sign_of_life.stale_after: invalid value "soon": expected a length of time such as 90s, 10m or 1h, or a number of seconds. Example: stale_after: 90s',
  ],
  [
    'an unknown severity of a rule',
    'rules: { no_sign_of_life: { severity: high } }',
    'arbwatch.yaml:1:39: rules.no_sign_of_life.severity: invalid value "high": expected critical, warning, or info. Example: severity: critical',
  ],
  [
    'an unknown severity of a target',
    "rules: { no_sign_of_life: { targets: { 'live:docker': { severity: 1 } } } }",
    'arbwatch.yaml:1:67: rules.no_sign_of_life.targets.live:docker.severity: invalid value 1: expected critical, warning, or info. Example: severity: critical',
  ],
  [
    'a wrong switch',
    'rules: { tuning: { mode: maybe } }',
    'arbwatch.yaml:1:26: rules.tuning.mode: invalid value "maybe": expected on, silent, or off. Example: mode: on',
  ],
  [
    'a wrong setting of one target',
    "rules: { stale_portfolio: { targets: { 'live:docker': { after: 0 } } } }",
    'arbwatch.yaml:1:64: rules.stale_portfolio.targets.live:docker.after: invalid value 0',
  ],
  ['no rules at all', 'rules: 5', 'arbwatch.yaml:1:8: rules: invalid value 5'],
  ['one reminder', 'remind_after: [1h]', 'arbwatch.yaml:1:15: remind_after: '],
  [
    'one failure that is unstable',
    'flapping: { unstable_after: 1 }',
    'arbwatch.yaml:1:29: flapping.unstable_after: invalid value 1: expected a whole number, 2 to 20',
  ],
  [
    'an unstable time without a unit that is known',
    'flapping: { within: 20x }',
    'arbwatch.yaml:1:21: flapping.within: invalid value "20x"',
  ],
  [
    'a message that is posted again at once',
    'flapping: { repost_after: 1s }',
    'arbwatch.yaml:1:27: flapping.repost_after: invalid value "1s": expected a length of time such as 30m or 1h, 1m to 7d',
  ],
  [
    'no messages between two postings',
    'flapping: { repost_after_messages: 0 }',
    'arbwatch.yaml:1:36: flapping.repost_after_messages: invalid value 0: expected a whole number, 1 to 100',
  ],
  [
    'a cron that never fires',
    "digests:\n  - name: a\n    cron: '0 0 31 2 *'",
    'arbwatch.yaml:3:11: digests.0.cron: invalid value "0 0 31 2 *"',
  ],
  [
    'an unknown zone of a digest',
    "digests:\n  - { name: a, cron: '0 9 * * *', zone: Seoul }",
    'arbwatch.yaml:2:41: digests.0.zone: invalid value "Seoul": expected an IANA time zone',
  ],
  [
    'two digests of one name',
    "digests:\n  - { name: a, cron: '0 9 * * *' }\n  - { name: a, cron: '0 8 * * *' }",
    'arbwatch.yaml:3:13: digests.1.name: invalid value "a" (a digest above has this name)',
  ],
  [
    'an unknown key of a digest',
    "digests:\n  - { name: a, cron: '0 9 * * *', chanel: C0A }",
    'arbwatch.yaml:2:35: digests.0.chanel: unknown key. Did you mean channel?',
  ],
  [
    'the same key twice',
    'port: 1\nport: 2',
    'arbwatch.yaml:2:1: cannot be read as YAML: Map keys must be unique',
  ],
  ['an open quote', 'log_level: "info', 'arbwatch.yaml:1:17: cannot be read as YAML: Missing closing "quote'],
  ['a tab', 'rules:\n\tno_sign_of_life: {}', 'arbwatch.yaml:2:1: cannot be read as YAML: '],
  ['a tag', 'port: !secret x', 'arbwatch.yaml:1:7: cannot be read as YAML: Unresolved tag'],
  ['an alias', 'host: &a h\nredis_host: *a', 'arbwatch.yaml:2:13: refers to another place: write it out'],
  [
    'a key that holds a setting',
    'log_level: info\n? slack_signing_secret: "x"',
    'arbwatch.yaml:2:3: a key must be a name: write `name: value`. Example: ',
  ],
  [
    'a value on several lines',
    'log_level: info\noperators: U0ANNA,\n  U0BERT',
    'arbwatch.yaml:2:12: continues on the next line: write it on one line. Example: ',
  ],
  ['a list in place of keys', '- port: 1', 'arbwatch.yaml:1:1: expected keys and values'],
  [
    'the same in two places',
    'stale_after: 60\nrules: { no_sign_of_life: { stale_after: 60s } }',
    'arbwatch.yaml:2:42: rules.no_sign_of_life.stale_after: is set beside stale_after: set one of them only',
  ],
  [
    'the simple digest beside others',
    'digest_cron: off\ndigests: []',
    'arbwatch.yaml:1:14: digest_cron: is set beside `digests` in the file',
  ],
  [
    'a time to be stale that is shorter than a check',
    'check_interval: 30\nstale_after: 30',
    'arbwatch.yaml:2:14: stale_after: 30 s is too short with a CHECK_INTERVAL of 30 s: expected 31 s or more',
  ],
  [
    'the same for one target',
    "rules: { no_sign_of_life: { targets: { 'live:docker': { stale_after: 15s } } } }",
    'arbwatch.yaml:1:70: rules.no_sign_of_life.targets.live:docker.stale_after: 15 s is too short with a CHECK_INTERVAL of 15 s',
  ],
  [
    'the same for being blind',
    'check_interval: 60\nblind_after: 60\nstale_after: 90',
    'arbwatch.yaml:2:14: outage_after: 60 s is too short with a CHECK_INTERVAL of 60 s',
  ],
];

describe('A mistake in arbwatch.yaml is reported once, with its line, its column and what is expected:', () => {
  test.each(WRONG)('%s', (_, text, said) => {
    expect(problems(text)).toEqual([expect.stringContaining(said)]);
  });

  test('together with mistakes in the environment', () => {
    const told = problems('portt: 1\nlog_level: loud\nrules: { stale_portfolio: 1 }', {
      ...ALERTS,
      CHECK_INTERVAL: '0',
    });
    expect(told.map((line) => line.split(': ')[0]).sort()).toEqual([
      'CHECK_INTERVAL',
      'arbwatch.yaml:1:1',
      'arbwatch.yaml:2:12',
      'arbwatch.yaml:3:27',
    ]);
  });

  test('a ping that would never be sent is reported', () => {
    const told = problems('deadman_ping_url: https://ping.example/x', SLACK);
    expect(told).toEqual([expect.stringContaining('ALERT_CHANNEL is not: nothing would be checked')]);
  });
});

describe('A former name', () => {
  test('in the file is accepted with a warning that names its place and the new name', () => {
    const { alerts, tuning, warnings } = read(
      [
        'blind_after: 40',
        'trader_timezone: Asia/Seoul',
        'rules:',
        "  heartbeat: { staleAfter: 50s, targets: { 'live:docker': { staleAfter: 55s } } }",
        '  frozen: { frozenAfter: 20m }',
        '  safetyViolations: { coalesceFor: 1m }',
        '  tuning: { stalledAfterGaps: 7, stalledAtLeast: 1h }',
        '  tally: { enabled: false }',
      ].join('\n'),
    );
    expect(tuning.zone).toBe('Asia/Seoul');
    expect(alerts?.decide).toMatchObject({
      outageAfterMs: 40_000,
      rules: {
        no_sign_of_life: { stale_after: '50s', targets: { 'live:docker': { stale_after: '55s' } } },
        stale_portfolio: { after: '20m' },
        safety_violations: { group_interval: '1m' },
        tuning: { stalled_after_gaps: 7, stalled_at_least: '1h' },
        uptime_totals: { mode: 'off' },
      },
    });
    expect(warnings.map(({ where, message }) => `${where} ${message}`)).toEqual([
      'arbwatch.yaml:1:1: blind_after was renamed to outage_after: use the new name',
      'arbwatch.yaml:2:1: trader_timezone was renamed to tuning_timezone: use the new name',
      'arbwatch.yaml:4:3: heartbeat was renamed to no_sign_of_life: use the new name',
      'arbwatch.yaml:5:3: frozen was renamed to stale_portfolio: use the new name',
      'arbwatch.yaml:6:3: safetyViolations was renamed to safety_violations: use the new name',
      'arbwatch.yaml:8:3: tally was renamed to uptime_totals: use the new name',
      'arbwatch.yaml:4:16: staleAfter was renamed to stale_after: use the new name',
      'arbwatch.yaml:4:61: staleAfter was renamed to stale_after: use the new name',
      'arbwatch.yaml:5:13: frozenAfter was renamed to after: use the new name',
      'arbwatch.yaml:6:23: coalesceFor was renamed to group_interval: use the new name',
      'arbwatch.yaml:7:13: stalledAfterGaps was renamed to stalled_after_gaps: use the new name',
      'arbwatch.yaml:7:34: stalledAtLeast was renamed to stalled_at_least: use the new name',
      'arbwatch.yaml:8:12: enabled was replaced by mode: write mode: off instead',
    ]);
  });

  test.each([
    ['BLIND_AFTER', 'OUTAGE_AFTER', '40', { alerts: { decide: { outageAfterMs: 40_000 } } }],
    ['DIGEST_AT', 'DIGEST_CRON', '0 8 * * *', { alerts: { digests: [{ cron: '0 8 * * *' }] } }],
    ['TRADER_TIMEZONE', 'TUNING_TIMEZONE', 'Asia/Seoul', { tuning: { zone: 'Asia/Seoul' } }],
  ])('of a variable, %s, is accepted with a warning that names %s', (old, now, value, expected) => {
    const config = loadBotConfig({ ...ALERTS, [old]: value });
    expect(config).toMatchObject(expected);
    expect(config.warnings).toEqual([{ where: old, message: `was renamed to ${now}: use the new name` }]);
    expect(() => loadBotConfig({ ...ALERTS, [old]: 'x' })).toThrow(`${old}: invalid value "x"`);
  });

  test('is ignored if the new name is set', () => {
    const env = { ...ALERTS, BLIND_AFTER: 'x', OUTAGE_AFTER: '50' };
    expect(loadBotConfig(env).alerts?.decide.outageAfterMs).toBe(50_000);
  });
});

describe('A secret in arbwatch.yaml', () => {
  test.each([
    'slack_bot_token: hunter2',
    'slack_bot_tokenn: xoxb-hunter2',
    'xoxb-hunter2: 1',
    'deadman_ping_url: https://u:hunter2@ping.example/',
    'rules: { no_sign_of_life: { stale_after: xoxb-hunter2 } }',
    'rules: xoxb-hunter2',
    'remind_after: [xoxb-hunter2]',
    'remind_after: "x\\0oxb-hunter2"',
    'remind_after: ["x\\0oxb-hunter2"]',
    'digests: [{ name: xoxb-hunter2, cron: xoxb-hunter2 }]',
    'redis_password: "hunter2" "x"',
    'alert_channel: C0ALERTS\n  slack_signing_secret hunter2',
    'alert_channel: "C0ALERTS\nredis_password: hunter2"',
    'alert_channel: |\n  hunter2',
    'port: 80 https://ping.example/hunter2',
    'port: https://ping.example?hunter2',
    'rules: { no_sign_of_life: { stale_after: 90s\n  redis_password hunter2 } }',
    'redis_password: "hunter2',
    'redis_password: *hunter2',
    'redis_password: !hunter2 x',
    'redis_password: { hunter2: x }',
    'rules: { { xoxb-hunter2: 1 }: 1 }',
    '%hunter2',
  ])('is never shown in a problem: %s', (text) => {
    const told = problems(text, { ALERT_CHANNEL: 'C0ALERTS' });
    expect(told).toContainEqual(expect.stringMatching(/^arbwatch.yaml:1:\d+: /));
    expect(told.join('\n')).not.toContain('hunter2');
  });

  test('is redacted in the log like one of the environment', () => {
    expect(secretsIn(fileOf('redis_url: redis://:hunter2@h').texts)).toContain('hunter2');
  });
});
