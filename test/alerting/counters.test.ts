import { flags, reporting, trips, violations } from '../helpers/reportedValues';
import { runScenario } from '../helpers/scenario';

const HOUR = 3600;

describe('After our own clock was set back by an hour', () => {
  const told8 = runScenario(reporting([0, trips(7)], [300, trips(8)])).known;
  const told5 = runScenario(reporting([0, violations(4)], [300, violations(5)])).known;

  test('a trip is reported at once', () => {
    const plot = reporting([-HOUR, trips(8, false)], [-HOUR + 300, trips(8, true)]);
    expect(runScenario({ ...plot, from: -HOUR, until: -HOUR + 900, known: told8 }).lines).toContain(
      '-55:00 open circuit_breaker live:docker',
    );
  });

  test('violations are reported at once', () => {
    const plot = reporting([-HOUR, violations(6)]);
    expect(runScenario({ ...plot, from: -HOUR, until: -HOUR + 900, known: told5 }).lines[0]).toContain(
      'added=1 now=6',
    );
  });
});

describe('A counter that is lower than before', () => {
  test('is logged once without an alert', () => {
    const { lines, log } = runScenario(
      reporting([0, { tradesTotal: 1287, tradesToday: 9 }], [300, { tradesTotal: 3, tradesToday: 0 }]),
    );
    expect(lines).toEqual([]);
    expect(log).toEqual(['live:docker: tradesTotal fell from 1287 to 3: it was reset']);
  });

  test('is logged even if it was not reported meanwhile', () => {
    const { log } = runScenario(
      reporting([0, { tradesTotal: 1287 }], [300, { tradesTotal: null }], [600, { tradesTotal: 3 }]),
    );
    expect(log).toHaveLength(1);
  });
});

describe('A counter that fell across a restart and counted again', () => {
  test.each([
    ['violations', violations(7), violations(2), 'safety_violations live:docker added=null now=2 fellFrom=7'],
    ['trips', trips(7), trips(2), 'circuit_breaker live:docker trips=null total=2'],
  ])('is reported once: its %s may be new', (_, before, after, expected) => {
    const { lines } = runScenario(reporting([0, before], [300, after], [900, after]));
    expect(lines).toEqual([expect.stringContaining(`5:00 normal ${expected}`)]);
  });

  test.each([
    ['shows 0', violations(0)],
    ['is not reported', violations(null)],
  ])('is not reported while it %s', (_, after) => {
    expect(runScenario(reporting([0, violations(7)], [300, after])).lines).toEqual([]);
  });
});

describe('A counter that jumps to a value too large for a number', () => {
  const [least, most] = [-1.7e308, 1.7e308];

  test('is still observed and reported as reset', () => {
    const { lines, log } = runScenario(
      reporting(
        [0, { ...violations(least), tradesTotal: least }],
        [300, { ...violations(most), tradesTotal: most }],
      ),
    );
    expect(lines).toEqual([]);
    expect(log).toEqual([
      expect.stringContaining('tradesTotal fell'),
      expect.stringContaining('safetyViolationsTotal fell'),
    ]);
  });

  test('in several steps is still observed', () => {
    const steps = [0, most, 0, most].map((tradesTotal, i) => [300 * i, { tradesTotal }] as const);
    expect(runScenario(reporting(...steps)).lines).toEqual([]);
  });
});

test('A disabled rule reports nothing, not even later when it is enabled again', () => {
  const plot = reporting([0, flags(true, false)], [300, flags(true, true)]);
  const off = runScenario({ ...plot, until: 600, settings: { rules: { live_trading: { mode: 'off' } } } });
  const on = runScenario({ ...plot, from: 615, until: 700, known: off.known });
  expect([...off.lines, ...on.lines]).toEqual([]);
});

test('A trip whose metric follows its counter a check of ten minutes later is reported once', () => {
  const reports = reporting([0, trips(7, false)], [600, trips(8, false)], [1200, trips(8, true)]);
  const settings = { checkIntervalMs: 600_000, outageAfterMs: 3_600_000 };
  const { lines } = runScenario({ ...reports, every: 600, settings });
  expect(lines).toEqual(['10:00 open circuit_breaker live:docker', '20:00 open circuit_breaker live:docker']);
});
