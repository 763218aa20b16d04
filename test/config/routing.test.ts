import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { configProblemsOf } from '../helpers/configErrors';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };

const read = (text: string, env: Record<string, string> = { ...SLACK, ALERT_CHANNEL: 'C0ALERTS' }) =>
  loadBotConfig(env, configFile('arbwatch.yaml', text)).alerts?.decide;

const problemsOf = (text: string, env?: Record<string, string>): readonly string[] =>
  configProblemsOf(() => read(text, env));

test('Routes and mentions are read, single values as lists of one', () => {
  const text = `
routes:
  - match: { severity: critical, mode: [live], target: 'live:*' }
    channel: C0CRIT
  - { match: { target: ['paper:docker', 'shadow:*'] }, channel: G0PAPER }
notify: { critical: [U0ANNA, S0TEAM, here], warning: here }`;
  expect(read(text)).toMatchObject({
    channel: 'C0ALERTS',
    routes: [
      { match: { severity: ['critical'], mode: ['live'], target: ['live:*'] }, channel: 'C0CRIT' },
      { match: { target: ['paper:docker', 'shadow:*'] }, channel: 'G0PAPER' },
    ],
    mentions: { critical: ['U0ANNA', 'S0TEAM', 'here'], warning: ['here'], info: [] },
  });
});

test('Without routes and mentions every alert goes to the alert channel and mentions nobody', () => {
  expect(read('')).toMatchObject({ routes: [], mentions: { critical: [], warning: [], info: [] } });
});

describe('What is refused with what to write in its place:', () => {
  test.each([
    [
      'a channel by its name',
      "routes: [{ match: { severity: critical }, channel: '#crit' }]",
      'routes.0.channel: invalid value "#crit": expected the id of a channel (C… or G…). Example: routes: [{',
    ],
    [
      'no channel',
      'routes: [{ match: { severity: critical } }]',
      'routes.0.channel: is not set. Example: routes: [{',
    ],
    [
      'an unknown severity',
      'routes: [{ match: { severity: high }, channel: C0CRIT }]',
      'routes.0.match.severity: invalid value "high": expected critical, warning, info, or a list of them',
    ],
    [
      'an unknown mode in a list',
      'routes: [{ match: { mode: [live, real] }, channel: C0CRIT }]',
      'routes.0.match.mode: invalid value ["live","real"]: expected live, paper, shadow, or a list of them',
    ],
    [
      'a target without its mode, which nothing would fit',
      'routes: [{ match: { target: docker }, channel: C0CRIT }]',
      'routes.0.match.target: invalid value "docker": expected the id of a target, such as live:docker',
    ],
    [
      'a match of everything',
      'routes: [{ match: {}, channel: C0CRIT }]',
      'routes.0.match: matches every alert, for which there is ALERT_CHANNEL: name severity, mode or target',
    ],
    [
      'a misspelt key',
      'routes: [{ match: { severety: critical }, channel: C0CRIT }]',
      'routes.0.match.severety: unknown key. Did you mean severity?',
    ],
    [
      'a group by its name',
      "notify: { critical: ['@oncall'] }",
      'notify.critical.0: invalid value (not shown, it may hold a secret): expected a list of users (U…), user groups (S…)',
    ],
    [
      'a channel as whom to mention',
      'notify: { critical: [channel] }',
      'notify.critical.0: invalid value "channel": expected a list of users (U…), user groups (S…), on_call',
    ],
    [
      'an unknown severity to mention for',
      'notify: { urgent: [here] }',
      'notify.urgent: unknown key. Did you mean',
    ],
    [
      'who is on call where nobody is',
      'notify: { critical: [on_call] }',
      'notify.critical: names on_call, and nobody is on call: add the section on_call to the file, or name a user (U…)',
    ],
  ])('%s', (_, text, problem) => {
    const [first, ...others] = problemsOf(text);
    expect(first).toContain(problem);
    expect(others).toEqual([]);
  });

  test.each([
    ['routes', 'routes: [{ match: { severity: critical }, channel: C0CRIT }]'],
    ['notify', 'notify: { critical: [here] }'],
  ])('%s without an alert channel', (section, text) => {
    expect(problemsOf(text, SLACK)).toEqual([
      expect.stringContaining(`${section}: is set, and ALERT_CHANNEL is not`),
    ]);
  });
});
