import { mergeHistory, noteOpenings } from '../../src/alerting/evidence/alertHistory';
import { mergeEvents } from '../../src/alerting/evidence/changes';
import { incidentSchema } from '../../src/alerting/incidents/incidentSchema';
import { PART_SCHEMAS } from '../../src/alerting/state/partSchemas';
import { open } from '../helpers/incidents';
import { runScenario } from '../helpers/scenario';
import { realTrader, second, type Trader, trader } from '../helpers/traders';

const DAY_S = 86_400;
const DIES: Trader['beats'] = [[-600, 100]];
const evidenceOf = (traders: readonly Trader[], rule = 'no_sign_of_life', rest: object = {}) =>
  runScenario({ traders, until: 300, ...rest }).known.incidents.find((each) => each.rule === rule)?.evidence;

describe('What is at stake', () => {
  const reportsUntil = (end: number) => (t: number) =>
    t > end
      ? {}
      : { totalBalance: 1000 + t, utilizationRate: 0.25, portfolioAgeMs: Math.max(0, t - 100) * 1000 };

  test('is what the trader reported last, with when it was written, also where its keys are gone by then', () => {
    const gone = realTrader('live:docker', [[-600, 100]], { ttl: 60 }, reportsUntil(105));
    expect(evidenceOf([gone])?.stake).toEqual({
      portfolio: { balance: 1105, exposure: 0.25, at: second(100) },
      positions: null,
    });
  });

  test('has the open positions of its metrics, and nothing that is not reported or no number', () => {
    const metrics = (t: number) => ({
      totalBalance: Number.NaN,
      liveMetrics: [{ name: 'positions_count', value: 3 }],
      metricsAgeMs: Math.max(0, t - 100) * 1000,
    });
    expect(evidenceOf([trader('live:docker', DIES, { reports: metrics })])?.stake).toEqual({
      portfolio: null,
      positions: { count: 3, at: second(100) },
    });
    const outdated = (t: number) => ({ ...metrics(t), areMetricsOutdated: true });
    expect(evidenceOf([trader('live:docker', DIES, { reports: outdated })])?.stake).toBeNull();
  });

  test('has no time where none is known, and stays as it was when the alert was opened', () => {
    const reports = (t: number) => ({ totalBalance: t < 250 ? 1 : 2, portfolioAgeMs: null });
    expect(evidenceOf([trader('live:docker', DIES, { reports })])?.stake?.portfolio).toEqual({
      balance: 1,
      exposure: null,
      at: null,
    });
  });
});

describe('How often it happened', () => {
  const diesEvery = (seconds: number, times: number): Trader['beats'] =>
    Array.from({ length: times }, (_, i) => [i * seconds - 600, i * seconds + 100] as const);
  const incidentsOf = (gapS: number, times: number, until: number, every = 15) =>
    runScenario({ traders: [trader('paper:docker', diesEvery(gapS, times))], until, every }).known.incidents;

  test('is counted by alert, with since when where the memory is younger than 30 days', () => {
    const histories = incidentsOf(7200, 3, 15_000).map(({ evidence }) => evidence?.history);
    expect(histories).toEqual([1, 2, 3].map((times) => ({ times, isAtLeast: false, since: second(0) })));
  });

  test('does not count that it fails again in the same alert', () => {
    const returns = trader('paper:docker', [...DIES, [300, 500]]);
    const [incident, ...others] = runScenario({ traders: [returns], until: 700 }).known.incidents;
    expect(others).toEqual([]);
    expect(incident?.targets[0]?.flaps).toBe(1);
    expect(incident?.evidence?.history?.times).toBe(1);
  });

  test('is remembered for 30 days and at most 50 times, also where two memories are merged', () => {
    let history = noteOpenings(undefined, [], second(0));
    for (let day = 0; day < 80; day++) history = noteOpenings(history, ['r', 's'], second(day * DAY_S));
    expect(history.openings.r).toHaveLength(31);
    const busy = Array.from({ length: 60 }, (_, i) => second(i)).reduce(
      (known, at) => noteOpenings(known, ['r'], at),
      noteOpenings(undefined, [], second(5)),
    );
    expect(busy.openings.r).toHaveLength(50);
    const other = { since: second(-9), openings: { r: [second(59), second(70)], s: [second(1)] } };
    const merged = mergeHistory(busy, other);
    expect(merged?.since).toEqual(second(-9));
    expect(merged?.openings.r?.slice(-2)).toEqual([second(59), second(70)]);
    expect(merged?.openings).toMatchObject({ s: [second(1)] });
    expect(mergeHistory(undefined, other)).toBe(other);
  });

  test('is unknown where an earlier version stored the trader, or cannot be read, and is counted from then', () => {
    const { known } = runScenario({ traders: [trader('paper:docker', [[-600, 500]])], until: 60 });
    const old = known.targets.map(({ history: _, ...rest }) => ({ ...rest, history: 'x', stake: 7 }));
    const read = old.map((each) => PART_SCHEMAS.target.parse(JSON.parse(JSON.stringify(each))));
    expect(read.map((each) => [each.history, each.stake])).toEqual([[undefined, undefined]]);
    const later = runScenario({
      traders: [trader('paper:docker', [[-600, 500]])],
      known: { ...known, targets: read },
      from: 75,
      until: 700,
    });
    expect(later.known.incidents[0]?.evidence?.history).toEqual({
      times: 1,
      isAtLeast: false,
      since: second(75),
    });
  });
});

describe('What else changed within 10 minutes', () => {
  test('is alerts that were opened, and events, newest first, each said once, at most three', () => {
    const reports = (t: number) => ({
      liveEnabled: true,
      liveArmed: t > 60,
      safetyViolationsTotal: t < 90 ? 5 : 2,
    });
    const { known } = runScenario({
      traders: [
        trader('paper:other', [[-600, 20]]),
        trader('paper:third', [[-600, 200]], { reports: (t) => ({ tradesTotal: t < 90 ? 5 : 2 }) }),
        trader('live:docker', [[-600, 150]], { reports }),
      ],
      until: 300,
    });
    const [, live, third] = known.incidents.map(({ evidence }) =>
      evidence?.changes.map(({ kind, rule, target }) => `${kind} ${rule} ${target}`),
    );
    const other = 'opened no_sign_of_life paper:other';
    expect(live).toEqual([other, 'event safety_violations live:docker', 'event counter_reset paper:third']);
    expect(third).toEqual(['opened no_sign_of_life live:docker', ...(live ?? []).slice(0, 2)]);
  });

  test('is what recovered, too', () => {
    const returns = trader('paper:other', [
      [-600, 20],
      [200, 900],
    ]);
    const { known } = runScenario({ traders: [returns, trader('live:docker', [[-600, 200]])], until: 400 });
    const changes = known.incidents.find(({ id }) => id.includes('live:'))?.evidence?.changes;
    expect(changes).toMatchObject([{ kind: 'recovered', target: 'paper:other' }]);
  });

  test('is not what happened earlier, nor the alert itself', () => {
    const armed = (t: number) => ({ liveEnabled: true, liveArmed: t > 60 });
    const late = trader('live:docker', [[-600, 900]], { reports: armed });
    const { known } = runScenario({ traders: [late], until: 1100 });
    expect(known.incidents[0]?.evidence?.changes).toEqual([]);
    expect(known.recentEvents).toEqual([]);
  });

  test('is known to both of two memories that are merged, once', () => {
    const event = (at: number) =>
      ({ kind: 'event', rule: 'control', target: 'v2:a:b', others: 0, at: second(at), details: {} }) as const;
    expect(mergeEvents([event(2), event(1)], [event(3), event(2)])?.map(({ at }) => at)).toEqual(
      [3, 2, 1].map(second),
    );
  });
});

test('An alert is not lost by evidence that cannot be read', () => {
  const stored = JSON.parse(JSON.stringify({ ...open, evidence: { stake: 7 } }));
  expect(incidentSchema.parse(stored)).toEqual(open);
});

test('An alert about several traders has no evidence of one of them', () => {
  const both = [trader('paper:docker', DIES), trader('live:docker', DIES)];
  expect(evidenceOf(both)).toBeUndefined();
});
