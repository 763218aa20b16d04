import { explainTarget, RULES, rulesSchema, testAlert } from '../../src/alerting';
import { defaultModeOf } from '../../src/alerting/ruleSettings/ruleMode';
import { actionOn, runScenario, SETTINGS } from '../helpers/scenario';
import { second, trader } from '../helpers/traders';

const traders = [trader('paper:docker', [[-600, 100]]), trader('live:local', [])];

describe('The explanation of a target', () => {
  test('has the result of each rule that is on, its incidents and its pending notifications', () => {
    const { known, deliveries } = runScenario({ traders, until: 300 });
    expect(explainTarget(known, 'paper:docker', deliveries, second(300), SETTINGS)).toMatchObject({
      target: 'paper:docker',
      observedAt: second(300),
      continuousSince: second(0),
      rules: RULES.filter(({ name }) => defaultModeOf(name) === 'on').map(({ name }) => ({
        rule: name,
        at: second(300),
      })),
      rulesOff: ['no_trades', 'divergence'],
      incidents: [{ state: 'open' }],
      suppressed: [{ kind: 'reminders', incident: { state: 'open', nextReminderAt: second(195 + 3600) } }],
      pending: [{ kind: 'incident' }],
    });
    expect(explainTarget(known, 'live:local', deliveries, second(300), SETTINGS)).toMatchObject({
      incidents: [],
      suppressed: [],
      pending: [],
    });
  });

  test("has the heartbeat rule's reason with its values", () => {
    const { known } = runScenario({ traders, until: 195 });
    const [heartbeat] = explainTarget(known, 'paper:docker', [], second(195), SETTINGS).rules;
    expect(heartbeat?.reason).toEqual({
      code: 'last_sign',
      sign: { kind: 'heartbeat', component: 'trader', at: second(100) },
      ...{ found: 'silent', quietMs: 95_000, afterMs: 90_000 },
    });
  });

  test('distinguishes "not understood" from "not reported"', () => {
    const unreadable = ['safetyViolationsTotal', 'liveArmed', 'portfolioAt', 'breakerActive'] as const;
    const garbled = trader('paper:docker', [[-600, 900]], { reports: () => ({ unreadable }) });
    const { known } = runScenario({ traders: [garbled], until: 300 });
    const { rules } = explainTarget(known, 'paper:docker', [], second(300), SETTINGS);
    const reasons = Object.fromEntries(rules.map(({ rule, reason }) => [rule, reason]));
    expect(reasons).toMatchObject({
      safety_violations: { counted: 'not_understood', reported: null },
      live_trading: { enabled: 'not_reported', armed: 'not_understood' },
      circuit_breaker: { trips: 'not_reported', active: 'not_understood' },
    });
  });

  test('of a dead live trader says that its armed flag was not understood', () => {
    const reports = () => ({ unreadable: ['liveArmed'] as const, liveEnabled: true });
    const { known } = runScenario({
      traders: [trader('live:docker', [[-600, 100]], { reports })],
      until: 300,
    });
    expect(known.incidents[0]?.targets[0]?.details).toMatchObject({ liveArmed: null, liveUnreadable: true });
  });

  test.each([
    [
      'acknowledged',
      { kind: 'acknowledge', userId: 'U1' },
      { kind: 'reminders', incident: { state: 'acknowledged', acknowledgedBy: 'U1' } },
    ],
    [
      'snoozed',
      { kind: 'snooze', userId: 'U1', until: second(9000) },
      { kind: 'reminders', incident: { state: 'snoozed', snoozedBy: 'U1', snoozedUntil: second(9000) } },
    ],
    ['muted', { kind: 'mute', userId: 'U1' }, { kind: 'muted' }],
  ] as const)('says that it is %s', (_, action, held) => {
    const { known } = runScenario({ traders, until: 600, acts: [[400, actionOn(action)]] });
    expect(explainTarget(known, 'paper:docker', [], second(600), SETTINGS).suppressed).toMatchObject([held]);
  });

  test('includes the outage of all traders', () => {
    const { known, deliveries } = runScenario({ traders, until: 1215, redisAway: [[305, 1205]] });
    expect(explainTarget(known, 'live:local', deliveries, second(1215), SETTINGS)).toMatchObject({
      incidents: [{ rule: 'monitoring_outage' }],
      pending: [{ kind: 'incident', incident: { rule: 'monitoring_outage' } }],
    });
  });

  test('says that the bot has an outage', () => {
    const { known } = runScenario({ traders, until: 60 });
    expect(explainTarget(known, 'paper:docker', [], second(200), SETTINGS).suppressed).toMatchObject([
      { kind: 'outage', incident: { openedAt: second(60) } },
    ]);
  });

  test('of an unknown target says only that', () => {
    expect(explainTarget(null, 'paper:docker', [], second(0), SETTINGS)).toMatchObject({
      observedAt: null,
      incidents: [],
      suppressed: [],
    });
  });
});

describe("The rules' part of the configuration", () => {
  test('may set every rule for all targets and for one', () => {
    const rules = {
      no_sign_of_life: {
        stale_after: 120,
        targets: { 'live:docker': { stale_after: '30s' }, 'shadow:local': { mode: 'off' } },
      },
      safety_violations: { group_interval: '10m' },
      tuning: { stalled_after_gaps: 8 },
    };
    expect(rulesSchema.safeParse(rules).error).toBeUndefined();
  });

  test.each([
    ['an unknown rule', { heartbeats: {} }, []],
    ['no time at all', { no_sign_of_life: { stale_after: '0s' } }, ['no_sign_of_life', 'stale_after']],
    ['a misspelt setting', { no_sign_of_life: { stalAfter: 3 } }, ['no_sign_of_life']],
    [
      'a length of time that is none',
      { no_sign_of_life: { stale_after: 'soon' } },
      ['no_sign_of_life', 'stale_after'],
    ],
    [
      "a target's setting that is wrong",
      { stale_portfolio: { targets: { 'paper:docker': { after: 'never' } } } },
      ['stale_portfolio', 'targets', 'paper:docker', 'after'],
    ],
    [
      'what is no target',
      { stale_portfolio: { targets: { 'moon:docker': {} } } },
      ['stale_portfolio', 'targets', 'moon:docker'],
    ],
    ['a wrong setting of tuning', { tuning: { stalled_after_gaps: -1 } }, ['tuning', 'stalled_after_gaps']],
  ])('is rejected with %s, and says where', (_, rules, path) => {
    expect(rulesSchema.safeParse(rules).error?.issues[0]?.path).toEqual(path);
  });
});

test('A test alert is sent like any other and changes no state', () => {
  const { known } = runScenario({ traders, until: 300 });
  const decision = testAlert(known, 'U1', 'info', second(301), SETTINGS);
  expect(decision.state).toEqual(known);
  expect(decision.notifications).toMatchObject([
    { kind: 'event', channel: SETTINGS.channel, event: { rule: 'test' } },
  ]);
});
