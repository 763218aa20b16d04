import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { configSummary } from '../../src/config/summary';
import { configErrorOf } from '../helpers/configErrors';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  ALERT_CHANNEL: 'C0ALERTS',
  REDIS_URL: 'memory:',
};
const read = (text: string) => loadBotConfig(ENV, configFile('arbwatch.yaml', text)).alerts?.decide.paging;

const problemsOf = (text: string): string => configErrorOf(() => read(text))?.message ?? 'no problem';

const WEBHOOKS = 'webhooks: { pager: { type: slack, url: https://h.example/hook } }\n';
const ON_CALL =
  "on_call: { people: [U01, U02], handover: { day: monday, time: '09:00' }, zone: Asia/Seoul }\n";

const summaryOf = (text: string) => {
  const file = configFile('arbwatch.yaml', text);
  return configSummary(loadBotConfig(ENV, file), file);
};

test('The summary of a configuration says who is paged, and who is on call', () => {
  const steps = '[{ after: 5m, notify: on_call }, { after: 20m, webhook: pager }]';
  const summary = summaryOf(`${WEBHOOKS}${ON_CALL}escalation: { steps: ${steps} }`);
  expect(summary).toContain('Escalation: critical: on_call after 5 min, webhook pager after 20 min\n');
  expect(summary).toContain('On call: U01, U02; handover monday 09:00 (Asia/Seoul)\n');
  expect(summaryOf('log_level: info')).toMatch(/Escalation: none\n.*On call: nobody\n/);
});

describe('Escalation in the file', () => {
  test('is what the steps say, of critical alerts', () => {
    const steps =
      '[{ after: 5m, notify: on_call }, { after: 10m, notify: U03 }, { after: 1h, webhook: pager }]';
    expect(read(`${WEBHOOKS}${ON_CALL}escalation: { steps: ${steps} }`)).toEqual({
      escalation: {
        severities: ['critical'],
        steps: [
          { afterMs: 300_000, notify: 'on_call' },
          { afterMs: 600_000, notify: { dm: 'U03' } },
          { afterMs: 3_600_000, notify: { webhook: 'pager' } },
        ],
      },
      onCall: {
        people: ['U01', 'U02'],
        handover: { weekday: 1, hour: 9, minute: 0 },
        zone: 'Asia/Seoul',
        start: null,
      },
    });
  });

  test('is none where nothing is set', () => {
    expect(read('log_level: info')).toEqual({ escalation: null, onCall: null });
  });

  test.each([
    ['{ steps: [] }', /escalation\.steps: invalid value \[\]: expected a list of steps/],
    ['{ severities: [bad], steps: [{ after: 5m, notify: U03 }] }', /severities\.0: invalid value "bad"/],
    ['{ steps: [{ after: soon, notify: U03 }] }', /steps\.0\.after: invalid value "soon".*a length of time/],
    [
      '{ steps: [{ after: 5m, notify: bob }] }',
      /steps\.0\.notify: invalid value "bob": expected on_call, on_call_next, or/,
    ],
    ['{ steps: [{ after: 5m }] }', /steps\.0: has neither notify nor webhook/],
    ['{ steps: [{ after: 5m, notify: U03, webhook: pager }] }', /steps\.0: has both notify and webhook/],
    [
      '{ steps: [{ after: 9m, notify: U03 }, { after: 5m, notify: U04 }] }',
      /steps\.1\.after: is not later than the step above/,
    ],
    [
      '{ steps: [{ after: 5m, webhook: pagre }] }',
      /steps\.0\.webhook: is not one of webhooks: there are pager/,
    ],
    [
      '{ steps: [{ after: 5m, notify: on_call }] }',
      /steps\.0\.notify: needs to know who is on call: set on_call/,
    ],
    ['{ step: [] }', /escalation\.step: unknown key. Did you mean steps\?/],
  ])('%s is rejected with what is wrong', (given, told) => {
    expect(problemsOf(`${WEBHOOKS}escalation: ${given}`)).toMatch(told);
  });

  test.each([
    [
      "{ people: [], handover: { day: monday, time: '09:00' } }",
      /people: invalid value \[\]: expected a list of users/,
    ],
    ["{ people: [bob], handover: { day: monday, time: '09:00' } }", /people\.0: invalid value "bob"/],
    ["{ people: [U01, U01], handover: { day: monday, time: '09:00' } }", /people\.1: is in the list already/],
    [
      "{ people: [U01], handover: { day: mon, time: '09:00' } }",
      /handover\.day: invalid value "mon": expected one of monday/,
    ],
    [
      "{ people: [U01], handover: { day: monday, time: '9:00' } }",
      /handover\.time: invalid value "9:00": expected a clock time/,
    ],
    [
      "{ people: [U01], handover: { day: monday, time: '09:00' }, zone: Mars }",
      /on_call\.zone: invalid value "Mars"/,
    ],
    [
      "{ people: [U01], handover: { day: monday, time: '09:00' }, start: soon }",
      /on_call\.start: invalid value "soon"/,
    ],
    ['{ people: [U01] }', /on_call\.handover: is not set/],
  ])('on_call %s is rejected with what is wrong', (given, told) => {
    expect(problemsOf(`on_call: ${given}`)).toMatch(told);
  });

  test('on_call_next needs a second one', () => {
    const one = "on_call: { people: [U01], handover: { day: monday, time: '09:00' } }\n";
    const told = problemsOf(`${one}escalation: { steps: [{ after: 5m, notify: on_call_next }] }`);
    expect(told).toMatch(/notify: needs a second one in the people of on_call/);
  });

  test('of an on_call that is wrong only that is reported', () => {
    const told = problemsOf(
      'on_call: { people: [] }\nescalation: { steps: [{ after: 5m, notify: on_call }] }',
    );
    expect(told).not.toContain('escalation');
  });
});
