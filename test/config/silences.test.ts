import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { configErrorOf } from '../helpers/configErrors';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  ALERT_CHANNEL: 'C0ALERTS',
  REDIS_URL: 'memory:',
  TIMEZONE: 'Asia/Seoul',
};
const read = (text: string) => loadBotConfig(ENV, configFile('arbwatch.yaml', text)).alerts?.decide;

const problemsOf = (text: string): string => configErrorOf(() => read(text))?.message ?? 'no problem';

const window = (rest: string): string =>
  `maintenance: [{ name: weekend, targets: ['paper:*'], from: 22:00, to: '23:00'${rest} }]`;

describe('Recurring silences in the file', () => {
  test('are what it says, in the zone of the bot where they have none', () => {
    const quiet = "quiet_hours: [{ severities: [info, warning], from: '23:00', to: '07:00', zone: UTC }]";
    expect(
      read(`${window(', days: [sat, sun], rules: [no_sign_of_life]')}\n${quiet}`)?.silenceWindows,
    ).toEqual([
      {
        ...{ kind: 'maintenance', name: 'weekend', targets: ['paper:*'], rules: ['no_sign_of_life'] },
        ...{ severities: null, includesCritical: false, days: ['sat', 'sun'], from: '22:00', to: '23:00' },
        ...{ zone: 'Asia/Seoul', reason: null },
      },
      {
        ...{ kind: 'quiet_hours', name: 'info+warning 23:00-07:00', targets: ['*'], rules: null },
        ...{
          severities: ['info', 'warning'],
          includesCritical: false,
          days: null,
          from: '23:00',
          to: '07:00',
        },
        ...{ zone: 'UTC', reason: null },
      },
    ]);
  });

  test.each([
    [window(', days: [someday]'), /days\.0: invalid value "someday": expected/],
    [window(', zone: Mars'), /zone: invalid value "Mars": expected an IANA time zone/],
    [window(', include_critical: maybe'), /include_critical: invalid value "maybe": expected true or false/],
    [window(', rules: [nothing]'), /rules\.0: invalid value "nothing": expected the name of a rule/],
    [window(', reason: [x]'), /reason: invalid value \["x"\]: expected a text of at most 200/],
    [window(', severity: info'), /severity: unknown key/],
    ["maintenance: [{ name: a, targets: ['*'], from: '25:00', to: '23:00' }]", /from: invalid value "25:00"/],
    [
      "maintenance: [{ name: a, targets: ['*'], from: '22:00', to: noon }]",
      /to: invalid value "noon": expected a clock time/,
    ],
    [
      "maintenance: [{ name: a, targets: ['*'], from: '22:00', to: '22:00' }]",
      /to: is the same as from: for a whole day write/,
    ],
    [
      "maintenance: [{ name: a, targets: [docker], from: '22:00', to: '23:00' }]",
      /targets\.0: invalid value "docker": expected a list of targets/,
    ],
    [
      "maintenance: [{ name: 'a/b', targets: ['*'], from: '22:00', to: '23:00' }]",
      /name: invalid value "a\/b"/,
    ],
    [
      "maintenance: [{ name: a, targets: ['*'], from: '1:00', to: '2:00' }, { name: a, targets: ['*'], from: '1:00', to: '2:00' }]",
      /maintenance\.1\.name: .*a window above has this name/,
    ],
    ["quiet_hours: [{ severities: [], from: '23:00', to: '07:00' }]", /severities: invalid value \[\]/],
    [
      "quiet_hours: [{ severities: [bad], from: '23:00', to: '07:00' }]",
      /severities\.0: invalid value "bad"/,
    ],
    ["quiet_hours: { from: '23:00' }", /quiet_hours: invalid value .*expected a list of times/],
  ])('%s is refused with what to write instead', (text, problem) => {
    expect(problemsOf(text)).toMatch(problem);
  });
});

describe('The mode of a rule in the file', () => {
  test('is on, silent or off, for the rule and for single targets', () => {
    const rules = { stale_portfolio: { mode: 'off', targets: { 'live:docker': { mode: 'silent' } } } };
    expect(read(`rules: ${JSON.stringify(rules)}`)?.rules).toMatchObject(rules);
  });

  test.each([
    [
      'rules: { stale_portfolio: { mode: quiet } }',
      /mode: invalid value "quiet": expected on, silent, or off/,
    ],
    ['rules: { stale_portfolio: { enabled: false, mode: on } }', /enabled: unknown key/],
  ])('%s is refused', (text, problem) => {
    expect(problemsOf(text)).toMatch(problem);
  });
});
