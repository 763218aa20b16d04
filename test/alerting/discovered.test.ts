import type { AlertState, Observed } from '../../src/alerting';
import { evaluate } from '../../src/alerting';
import type { TargetSettings } from '../../src/monitors/live/targetDirectory';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { noPortfolio } from '../helpers/snapshots';
import { ALWAYS, second, snapshotOf, type Trader, trader } from '../helpers/traders';

const MINUTE = 60;
const DAY = 86_400;

/** Only docker is configured: whatever runs on qa was found. */
const TARGETS: TargetSettings = { prefixes: ['arbitrage'], envs: ['docker'], named: [], ignored: [] };
const settings = { directory: TARGETS };

/** A trader that writes nothing any more from `gone` on, and none of whose keys is left. */
const goneFrom = (target: Trader['target'], from: number, gone: number): Trader =>
  trader(target, [[from, gone]], { reports: (t) => (t > gone || t < from ? noPortfolio : {}) });

const qa = ({ targets }: AlertState) => targets.find(({ target }) => target === 'paper:qa') ?? null;

test('A discovered trader that dies within its first 5 minutes is not reported as dead', () => {
  const { lines } = runScenario({ traders: [trader('paper:qa', [[0, 200]])], until: 30 * MINUTE, settings });
  expect(lines).toEqual([]);
});

test('A discovered trader that has written for 5 minutes is watched like any other', () => {
  const { lines, log } = runScenario({
    traders: [trader('paper:qa', [[0, 400]])],
    until: 30 * MINUTE,
    settings,
  });
  expect(lines[0]).toMatch(/open no_sign_of_life paper:qa/);
  expect(log).toContain(
    'paper:qa was found by its keys; alerts of it begin once it has written for 5 minutes',
  );
  expect(log).toContain('paper:qa has written for 5 minutes, and is watched from now on');
});

test('A discovered trader that has written for 5 minutes is watched even if checks are further apart', () => {
  const every = 20 * MINUTE;
  const { lines } = runScenario({
    traders: [trader('paper:qa', [[0, 3 * 3600]])],
    every,
    until: 5 * 3600,
    settings: { ...settings, checkIntervalMs: every * 1000, outageAfterMs: 2 * every * 1000 },
  });
  expect(lines[0]).toMatch(/open no_sign_of_life paper:qa/);
});

test('A configured trader is watched from the start', () => {
  const { lines } = runScenario({
    traders: [trader('paper:docker', [[0, 200]])],
    until: 30 * MINUTE,
    settings,
  });
  expect(lines[0]).toMatch(/open no_sign_of_life paper:docker/);
});

test('A leftover key is not reported as a dead trader', () => {
  const left = trader('paper:qa', [[-600, 0]], { hasTtl: false });
  const { lines, known } = runScenario({ traders: [left], until: 60 * MINUTE, settings });
  expect(lines).toEqual([]);
  expect(qa(known)?.probation).not.toBeNull();
});

test('Critical events of a trader on probation are not sent', () => {
  const armedAt = (at: number): Trader =>
    trader('live:qa', [ALWAYS], {
      reports: (t) => ({ liveEnabled: true, liveArmed: t >= at }),
    });
  expect(runScenario({ traders: [armedAt(120)], until: 240, settings }).lines).toEqual([]);
  expect(runScenario({ traders: [armedAt(600)], until: 660, settings }).lines).not.toEqual([]);
});

test('The state holds when a discovered trader was first seen and last had a key', () => {
  const { known } = runScenario({ traders: [goneFrom('paper:qa', 60, 400)], until: 20 * MINUTE, settings });
  expect(qa(known)).toMatchObject({
    origin: 'discovered',
    firstSeenAt: second(60),
    lastKeysAt: second(450),
  });
});

describe('A target that has had no key for 7 days', () => {
  const found = (change: Partial<AlertState['targets'][number]> = {}): AlertState => {
    const { known } = runScenario({ traders: [goneFrom('paper:qa', 0, 60)], until: 75, settings });
    return { ...known, targets: known.targets.map((each) => ({ ...each, ...change })) };
  };
  const later = (known: AlertState, seconds: number, seen: Partial<Observed> = {}): AlertState => {
    const silent = goneFrom('paper:qa', -10, -5);
    const at = second(seconds);
    const snapshots = [snapshotOf(silent, seconds)];
    return evaluate(
      known,
      { kind: 'observed', at, snapshots, sessions: null, ...seen },
      { ...SETTINGS, directory: TARGETS },
    ).state;
  };

  test('is forgotten', () => {
    expect(qa(later(found(), 6 * DAY))).not.toBeNull();
    expect(qa(later(found(), 8 * DAY))).toBeNull();
  });

  test('stays while it is muted', () => {
    const { known } = runScenario({ traders: [goneFrom('paper:qa', 0, 400)], until: 20 * MINUTE, settings });
    const targets = known.targets.map((target) => ({ ...target, muted: true }));
    expect(qa(later({ ...known, targets, incidents: [] }, 8 * DAY))).not.toBeNull();
  });

  test('stays while an alert of it is open', () => {
    const { known } = runScenario({ traders: [goneFrom('paper:qa', 0, 400)], until: 20 * MINUTE, settings });
    expect(known.incidents).toHaveLength(1);
    expect(qa(later(known, 8 * DAY))).not.toBeNull();
  });

  test('stays while a pass still finds any of its keys', () => {
    expect(qa(later(found(), 8 * DAY, { found: new Set(['paper:qa']) }))).not.toBeNull();
  });

  test('stays if it is configured', () => {
    const known = found({ target: 'paper:docker' });
    const { targets } = later(known, 8 * DAY, {
      snapshots: [snapshotOf(goneFrom('paper:docker', -10, -5), 8 * DAY)],
    });
    expect(targets.map(({ target }) => target)).toEqual(['paper:docker']);
  });
});

test('A check does not forget a target that another instance has just discovered', () => {
  const traders = [goneFrom('paper:qa', 0, 400), trader('paper:docker', [ALWAYS])];
  const { known } = runScenario({ traders, until: 20 * MINUTE, settings });
  const at = second(20 * MINUTE + 15);
  const snapshots = [snapshotOf(trader('paper:docker', [ALWAYS]), 20 * MINUTE + 15)];
  const after = evaluate(
    known,
    { kind: 'observed', at, snapshots, sessions: null },
    { ...SETTINGS, directory: TARGETS },
  );
  expect(qa(after.state)).toEqual(qa(known));
  expect(after.state.incidents.map(({ state }) => state)).toEqual(['open']);
  expect(after.notifications).toEqual([]);
});

test('An ignored target is forgotten at once', () => {
  const { known } = runScenario({ traders: [goneFrom('paper:qa', 0, 60)], until: 75, settings });
  const ignoring = { ...SETTINGS, directory: { ...TARGETS, ignored: ['*:qa'] } };
  const seen = { kind: 'observed', at: second(90), snapshots: [], sessions: null } as const;
  expect(qa(evaluate(known, seen, ignoring).state)).toBeNull();
});
