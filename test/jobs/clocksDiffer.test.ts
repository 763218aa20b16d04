import { clockOf } from '../../sandbox/clock';
import { type AlertSettings, type AlertState, evaluate, type Observed } from '../../src/alerting';
import { checkJobWith, createCheckJobHarness, storedState } from '../helpers/checkJobHarness';
import { SETTINGS } from '../helpers/scenario';
import { second, snapshotOf, type Trader, trader } from '../helpers/traders';

const AHEAD_MS = 11_000;

test('A copy whose clock is ahead, and that is first at every other check, has missed none of them', async () => {
  const { watcher: behind, observe, alertStore, clock, log, memoryOf, dispatcher } = createCheckJobHarness();
  const aheadClock = clockOf(() => clock.now().getTime() + AHEAD_MS);
  let isFirst = false;
  const ahead = checkJobWith({
    observe: async () => {
      if (!isFirst) await behind.check();
      return { ...(await observe()), at: aheadClock.now() };
    },
    stateCache: memoryOf(alertStore),
    dispatcher,
    clock: aheadClock,
    log: log.log,
    settings: () => SETTINGS,
  });
  for (let checks = 0; checks < 40; checks++) {
    await ahead.check();
    if (isFirst) await behind.check();
    isFirst = !isFirst;
    clock.advance(SETTINGS.checkIntervalMs);
  }
  expect(await storedState(alertStore)).toMatchObject({ continuousSince: second(0) });
});

/** What is told of a trader by checks at these seconds, each by a clock that is so many seconds off. */
function toldOf(
  watched: Trader,
  staleAfter: string,
  checks: readonly (Partial<Observed> & { readonly t: number; readonly clockErrorS: number })[],
  others: Partial<AlertSettings> = {},
): readonly string[] {
  const settings = { ...SETTINGS, ...others, rules: { no_sign_of_life: { stale_after: staleAfter } } };
  let known: AlertState | null = null;
  return checks.flatMap(({ t, clockErrorS, ...rest }) => {
    const at = second(t + clockErrorS);
    const snapshots = [{ ...snapshotOf(watched, t), timestamp: at }];
    const decision = evaluate(known, { kind: 'observed', at, snapshots, sessions: null, ...rest }, settings);
    known = decision.state;
    return decision.notifications.map(({ id }) => id);
  });
}

test('A beat that Redis says is younger than staleAfter is no silence, though another copy met it by a clock that is behind', () => {
  const checks = [
    { t: 15, clockErrorS: -7 },
    { t: 29.4, clockErrorS: -7 },
    { t: 44.4, clockErrorS: -7 },
    { t: 57.6, clockErrorS: -2 },
  ];
  expect(toldOf(trader('paper:docker', [[0, Infinity]], { beatEvery: 29 }), '32s', checks)).toEqual([]);
});

test('A beat that Redis lost makes no living trader seem dead, though the copy that noticed the loss has a clock that is behind', () => {
  const losesABeat = trader('paper:docker', [
    [0, 20],
    [80, Infinity],
  ]);
  const checks = [0, 15, 30].map((t) => ({ t, clockErrorS: 0.3 }));
  const noticed = { t: 30.1, clockErrorS: 0, afterDataLoss: true };
  const later = [45, 60, 75, 90].map((t) => ({ t, clockErrorS: 0.3 }));
  expect(toldOf(losesABeat, '52s', [...checks, noticed, ...later])).toEqual([]);
});

test('A trader that writes seldom is down since its last write, though the instance that met it has a clock that is behind', () => {
  const seldom = trader('paper:docker', [], {
    portfolio: { spans: [[-598, 2402]], every: 30 },
  });
  const checks = Array.from({ length: 14 }, (_, i) => [
    { t: 600 * i, clockErrorS: 20 },
    { t: 600 * i + 299, clockErrorS: -20 },
  ]).flat();
  const [id] = toldOf(seldom, '40m', checks, { checkIntervalMs: 600_000, outageAfterMs: 1_800_000 });
  const since = Number(id?.split(':').at(-1)) - second(2402).getTime();
  expect(Math.abs(since)).toBeLessThanOrEqual(40_000);
});

test('What two clocks measured between two checks makes no full TTL seem shorter than it is', () => {
  const seldom = trader('paper:docker', [], { portfolio: { spans: [[-599, 1201]], every: 60 } });
  const checks = Array.from({ length: 40 }, (_, i) => [
    { t: 60 * i, clockErrorS: 15, lastObservedByThisInstance: null },
    { t: 60 * i + 50, clockErrorS: -15, lastObservedByThisInstance: null },
  ]).flat();
  const [id] = toldOf(seldom, '5m', checks, { checkIntervalMs: 60_000, outageAfterMs: 180_000 });
  const since = Number(id?.split(':').at(-1)) - second(1201).getTime();
  expect(Math.abs(since)).toBeLessThanOrEqual(15_000);
});

describe('Where instances with clocks that differ check by turns, a dead trader', () => {
  const died = trader('paper:docker', [], { portfolio: { spans: [[-600, 58]], every: 1 } });
  const byTurns = Array.from({ length: 20 }, (_, i) => [
    { t: 15 * i, clockErrorS: 0 },
    { t: 15 * i + 9, clockErrorS: 16 },
  ]).flat();

  test('is down in time, though its key is still there', () => {
    const until = (seconds: number) => byTurns.filter(({ t }) => t <= seconds);
    expect(toldOf(died, '60s', until(100))).toEqual([]);
    expect(toldOf(died, '60s', until(150))).toHaveLength(1);
  });

  test('is down since its last write', () => {
    const [id] = toldOf(died, '60s', byTurns);
    const since = Number(id?.split(':').at(-1)) - second(58).getTime();
    expect(Math.abs(since)).toBeLessThanOrEqual(16_000);
  });
});
