import type { Incident } from '../../src/alerting/incidents/incident';
import { incidentSchema } from '../../src/alerting/incidents/incidentSchema';
import { currentOutage } from '../../src/alerting/observation/gap';
import { mergeIncidents } from '../../src/alerting/state/mergeIncidents';
import type { ControlState } from '../../src/state/controlState';
import { knownWith, open, realMoney } from '../helpers/incidents';
import { actionOn, runScenario } from '../helpers/scenario';
import { second, type Trader, trader } from '../helpers/traders';

const panic: ControlState = {
  env: 'production',
  runId: 'run-1',
  mode: 'PANIC',
  updatedAt: null,
  updatedBy: null,
  reason: null,
  symbolBlacklist: [],
  expiresInMs: null,
};
const DIES: Trader['beats'] = [[-600, 100]];
const flags = (liveEnabled: boolean | null, liveArmed: boolean | null) => () => ({ liveEnabled, liveArmed });

const severityOf = (traders: readonly Trader[], rules: Record<string, unknown> = {}) =>
  runScenario({ traders, until: 300, settings: { rules } }).known.incidents.map(({ severity }) => severity);

describe('The severity of a dead trader', () => {
  test.each([
    ['of a paper trader is warning', trader('paper:docker', DIES), 'warning'],
    ['of a live trader of which nothing is known is critical', trader('live:docker', DIES), 'critical'],
    [
      'of a live trader with real money is critical',
      trader('live:docker', DIES, { reports: flags(true, true) }),
      'critical',
    ],
    [
      'of a live trader that is not armed is warning',
      trader('live:docker', DIES, { reports: flags(true, false) }),
      'warning',
    ],
  ] as const)('%s', (_, dying, severity) => {
    expect(severityOf([dying])).toEqual([severity]);
  });

  test('is what the configuration says of the rule, and before that of the target', () => {
    const rules = {
      no_sign_of_life: { severity: 'info', targets: { 'live:docker': { severity: 'warning' } } },
    };
    expect(severityOf([trader('live:local', DIES)], rules)).toEqual(['info']);
    expect(severityOf([trader('live:docker', DIES)], rules)).toEqual(['warning']);
  });

  test('of a group is the highest of its targets', () => {
    expect(severityOf([trader('paper:docker', DIES), trader('live:docker', DIES)])).toEqual(['critical']);
  });
});

describe('An open incident that becomes more severe', () => {
  const paper = trader('paper:docker', DIES);

  test('by a target that joins breaks a snooze, and says so once, in the channel', () => {
    const traders = [paper, trader('live:docker', [[-600, 110]])];
    const acts = [[200, actionOn({ kind: 'snooze', userId: 'U1', until: second(7_200) })]] as const;
    const { lines, known } = runScenario({ traders, until: 300, acts });
    expect(lines.slice(-2)).toEqual([
      '3:30 open no_sign_of_life paper:docker, live:docker',
      '3:30 channel: live:docker severity warning to critical',
    ]);
    expect(known.incidents[0]).toMatchObject({ severity: 'critical', snoozedUntil: null, snoozedBy: null });
  });

  test('because real money is reported meanwhile says so, and needs to be acknowledged anew', () => {
    const disarmedFirst = trader('live:docker', DIES, { reports: (t) => flags(true, t > 400)() });
    const acts = [[300, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { lines, known } = runScenario({ traders: [disarmedFirst], until: 600, acts });
    expect(lines).toContain('6:45 channel: live:docker severity warning to critical');
    expect(known.incidents[0]).toMatchObject({ state: 'open', severity: 'critical', acknowledgedBy: null });
  });

  test('does not because its flags are no longer reported: that proves nothing', () => {
    const forgets = trader('live:docker', DIES, { reports: (t) => flags(true, t > 400 ? null : false)() });
    expect(runScenario({ traders: [forgets], until: 600 }).known.incidents[0]?.severity).toBe('warning');
  });

  test('never falls again, also when the critical target has recovered', () => {
    const back = trader('live:docker', [
      [-600, 100],
      [400, Infinity],
    ]);
    expect(runScenario({ traders: [paper, back], until: 600 }).known.incidents[0]?.severity).toBe('critical');
  });
});

describe('The severity of a monitoring outage', () => {
  const outageWith = (mode: 'live' | 'paper', reports: Trader['reports'] = () => ({})) => {
    const { known } = runScenario({
      traders: [trader(`${mode}:docker`, [[-600, Infinity]], { reports })],
      until: 60,
    });
    return currentOutage(known, second(600), { outageAfterMs: 60_000 })?.severity;
  };
  test.each([
    ['critical while live trading is enabled', outageWith('live', flags(true, true)), 'critical'],
    ['critical where it is not known whether it is', outageWith('live'), 'critical'],
    ['warning where live trading is disabled', outageWith('live', flags(false, false)), 'warning'],
    ['warning without a live trader', outageWith('paper'), 'warning'],
  ])('is %s', (_, severity, expected) => {
    expect(severity).toBe(expected);
  });
});

describe('The severity of an event', () => {
  const eventsOf = (reports: Trader['reports'], rules: Record<string, unknown> = {}) =>
    runScenario({
      traders: [trader('live:docker', [[-600, Infinity]], { reports: reports ?? (() => ({})) })],
      until: 60,
      settings: { rules },
    }).deliveries.map((each) => (each.kind === 'event' ? each.event.severity : null));

  test('that live trading is armed is critical, and that it is disarmed is info', () => {
    expect(eventsOf((t) => flags(true, t > 20)())).toEqual(['critical']);
    expect(eventsOf((t) => flags(true, t < 20)())).toEqual(['info']);
  });

  test('follows the configuration, except for what only informs', () => {
    const rules = { live_trading: { severity: 'warning' } };
    expect(eventsOf((t) => flags(true, t > 20)(), rules)).toEqual(['warning']);
    expect(eventsOf((t) => flags(true, t < 20)(), rules)).toEqual(['info']);
  });
});

test.each([
  ['critical', {}],
  ['warning', { control: { severity: 'warning' }, tuning: { severity: 'critical' } }],
] as const)('A PANIC is %s with the rules %j', (severity, rules) => {
  const { deliveries } = runScenario({ until: 15, controls: () => [panic], settings: { rules } });
  expect(deliveries).toMatchObject([{ kind: 'event', event: { rule: 'control', severity } }]);
});

describe('A stored incident without a severity', () => {
  const stored = ({ severity: _, ...rest }: Incident) =>
    incidentSchema.parse(JSON.parse(JSON.stringify(rest)));

  test('of a paper trader is read as a warning, of real money as critical, an outage as critical', () => {
    expect(stored(open).severity).toBe('warning');
    expect(stored(realMoney).severity).toBe('critical');
    expect(stored({ ...open, rule: 'monitoring_outage', targets: [] }).severity).toBe('critical');
  });
});

test('Of two memories of one incident the channel stays that either knows', () => {
  const known = knownWith({ ...open, channel: 'C0CRIT', revision: 1 });
  expect(mergeIncidents(known, knownWith({ ...open, revision: 3 }))).toMatchObject([
    { channel: 'C0CRIT', revision: 3 },
  ]);
});

test('Of two memories of one incident the higher severity stays', () => {
  const raised: Incident = { ...open, severity: 'critical', revision: 1 };
  const other: Incident = { ...open, severity: 'warning', revision: 3 };
  const merged = [
    mergeIncidents(knownWith(raised), knownWith(other)),
    mergeIncidents(knownWith(other), knownWith(raised)),
  ];
  expect(merged.flat()).toMatchObject([
    { severity: 'critical', revision: 3 },
    { severity: 'critical', revision: 3 },
  ]);
});
