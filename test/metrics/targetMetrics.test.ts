import type { TargetView } from '../../src/alerting/targetStates';
import { Metrics } from '../../src/metrics/metrics';
import { targetReader } from '../../src/metrics/readTargets';
import { onlyTargets } from '../../src/monitors/live/targetDirectory';
import { StateUnavailableError } from '../../src/redis/errors';
import { type Place, placeId } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { metricSamples } from '../helpers/metricSamples';
import {
  armed,
  healthy,
  NOW,
  noBeat,
  noPortfolio,
  noStats,
  portfolioOnly,
  silent,
  viewOf,
} from '../helpers/snapshots';
import { statesOver } from '../helpers/states';

const paper = { mode: 'paper', env: 'docker' } as const;

/** What /metrics shows of traders: those of `read`, at each scrape. */
function scraped(read: () => readonly TargetView[] | Error, named: readonly string[] = []) {
  const metrics = new Metrics();
  const { log, text: logged } = keptLog();
  let readings = 0;
  const states = {
    async of(places: readonly Place[]) {
      readings += 1;
      const views = read();
      if (views instanceof Error) throw views;
      return views.filter((view) => places.some((place) => placeId(place) === view.state.target));
    },
  };
  const targets = {
    list: () => {
      const views = read();
      return views instanceof Error ? [] : views.map(({ state: { mode, env } }) => ({ mode, env }));
    },
  };
  metrics.registerTargets({
    read: targetReader({ states, targets, named: () => new Map(named.map((id) => [id, null])), log }),
    currencyOf: (target) => (target === 'live:upbit' ? 'KRW' : null),
  });
  return {
    readings: () => readings,
    logged,
    text: () => metrics.text(),
    samples: async () => metricSamples(await metrics.text()),
    /** Those of one metric, by their labels. */
    async of(name: string) {
      const all = metricSamples(await metrics.text());
      const own = [...all].filter(([key]) => key.startsWith(`${name}{`));
      return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length), value]));
    },
  };
}

const LABELS = '{target="paper:docker",mode="paper"}';

describe('The metrics of a trader', () => {
  test('are its figures, as it reports them', async () => {
    const samples = await scraped(() => [viewOf(healthy)]).samples();
    const value = (name: string, labels = LABELS) => samples.get(`arbwatch_target_${name}${labels}`);
    const money = '{target="paper:docker",mode="paper",currency=""}';
    expect(value('balance', money)).toBe(10_012_345.67);
    expect(value('available_balance', money)).toBe(7_494_845.67);
    expect(value('position_value', money)).toBe(2_517_500);
    expect(value('utilization_ratio')).toBe(0.2514395809908149);
    expect(value('trades_today')).toBe(42);
    expect(value('trades_total')).toBe(1287);
    expect(value('safety_violations_total')).toBe(3);
    expect(value('circuit_breaker_trips_total')).toBe(1);
    expect(value('circuit_breaker_active')).toBe(0);
    const twelveSecondsAgo = NOW.getTime() / 1000 - 12;
    expect(value('heartbeat_timestamp_seconds')).toBe(twelveSecondsAgo);
    expect(value('portfolio_timestamp_seconds')).toBe(twelveSecondsAgo);
    expect(value('last_sign_of_life_timestamp_seconds')).toBe(twelveSecondsAgo);
    expect(samples.get('arbwatch_target_read_success')).toBe(1);
    expect(samples.get('arbwatch_targets_omitted')).toBe(0);
  });

  test('say in which of all states it is, and of the others that it is not', async () => {
    expect(await scraped(() => [viewOf(healthy)]).of('arbwatch_target_state')).toEqual(
      Object.fromEntries(
        ['down', 'unknown', 'no_heartbeat', 'stale_portfolio', 'late', 'ok', 'not_reported'].map((state) => [
          `{target="paper:docker",mode="paper",state="${state}"}`,
          Number(state === 'ok'),
        ]),
      ),
    );
  });

  test('have no sample of what it does not report, and no 0 in its place', async () => {
    const view = viewOf({ ...healthy, ...noBeat, ...noStats, tradesToday: 7 });
    const names = [...(await scraped(() => [view]).samples()).keys()].filter((name) =>
      name.includes('paper:docker'),
    );
    expect(names.map((name) => name.slice('arbwatch_target_'.length, name.indexOf('{')))).toEqual([
      ...Array(7).fill('state'),
      'last_sign_of_life_timestamp_seconds',
      'portfolio_timestamp_seconds',
      'utilization_ratio',
      'trades_today',
      'circuit_breaker_active',
      'real_money',
      'silenced',
      'balance',
      'available_balance',
      'position_value',
    ]);
  });

  test('have its flags, and whether it trades with real money', async () => {
    const labels = `{target="live:docker",mode="live"}`;
    const view = viewOf(armed);
    const seen = scraped(() => [view]);
    expect(await seen.of('arbwatch_target_live_enabled')).toEqual({ [labels]: 1 });
    expect(await seen.of('arbwatch_target_live_armed')).toEqual({ [labels]: 1 });
    expect(await seen.of('arbwatch_target_real_money')).toEqual({ [labels]: 1 });
    const unknown = viewOf({ ...portfolioOnly, mode: 'live' });
    expect(unknown.state.money.value).toBeNull();
    expect(await scraped(() => [unknown]).of('arbwatch_target_real_money')).toEqual({});
  });

  test('name the currency of its money, where one is configured', async () => {
    const upbit = viewOf({ ...healthy, mode: 'live', env: 'upbit' });
    expect(await scraped(() => [upbit, viewOf(healthy)]).of('arbwatch_target_balance')).toEqual({
      '{target="live:upbit",mode="live",currency="KRW"}': 10_012_345.67,
      '{target="paper:docker",mode="paper",currency=""}': 10_012_345.67,
    });
  });

  test('are gone once it is: also a single figure that it no longer reports', async () => {
    let views = [viewOf(healthy), viewOf({ ...healthy, env: 'local' })];
    const seen = scraped(() => views);
    expect(Object.keys(await seen.of('arbwatch_target_utilization_ratio'))).toHaveLength(2);
    views = [viewOf({ ...healthy, ...noPortfolio })];
    expect(await seen.of('arbwatch_target_utilization_ratio')).toEqual({});
    expect(await seen.of('arbwatch_target_trades_today')).toEqual({ [LABELS]: 42 });
    expect(await seen.text()).not.toContain('local');
  });

  test('follow a counter that the trader reset', async () => {
    let tradesTotal = 1287;
    const seen = scraped(() => [viewOf({ ...healthy, tradesTotal })]);
    expect(await seen.of('arbwatch_target_trades_total')).toEqual({ [LABELS]: 1287 });
    tradesTotal = 3;
    expect(await seen.of('arbwatch_target_trades_total')).toEqual({ [LABELS]: 3 });
    tradesTotal = -1;
    expect(await seen.of('arbwatch_target_trades_total')).toEqual({});
  });

  test('have any name as a label, on one line', async () => {
    const env = 'a"b\\c\nd{x="y"} 1\n# TYPE evil counter 🚀';
    const view = viewOf({ ...healthy, env });
    const text = await scraped(() => [view]).text();
    expect(text).toContain(
      'arbwatch_target_trades_today{target="paper:a\\"b\\\\c\\nd{x=\\"y\\"} 1\\n# TYPE evil counter 🚀",mode="paper"} 42\n',
    );
    expect(text).not.toMatch(/^# TYPE evil/m);
  });
});

describe('The metrics of all traders', () => {
  test('leave out who never reported anything, unless the file names it', async () => {
    const view = viewOf(silent);
    expect(view.state.status).toBe('not_reported');
    expect(await scraped(() => [view]).of('arbwatch_target_state')).toEqual({});
    const named = scraped(() => [view], [view.state.target]);
    expect(
      Object.values(await named.of('arbwatch_target_state')).filter((value) => value === 1),
    ).toHaveLength(1);
  });

  test('are those of the first 200, and say how many are left out', async () => {
    const views = Array.from({ length: 203 }, (_, i) => viewOf({ ...healthy, env: `e${i}` }));
    const seen = scraped(() => [...views, viewOf({ ...healthy, env: 'x'.repeat(500) })]);
    expect(Object.keys(await seen.of('arbwatch_target_trades_today'))).toHaveLength(200);
    expect((await seen.samples()).get('arbwatch_targets_omitted')).toBe(4);
  });

  test('are missing, and say so, while the traders cannot be read; those of the bot are there', async () => {
    let answer: readonly TargetView[] | Error = [viewOf(healthy)];
    const seen = scraped(() => answer);
    await seen.text();
    answer = new StateUnavailableError('unreachable', NOW);
    const samples = await seen.samples();
    expect([...samples.keys()].filter((name) => name.includes('paper:docker'))).toEqual([]);
    expect(samples.get('arbwatch_target_read_success')).toBe(0);
    expect(samples.has('arbwatch_targets_omitted')).toBe(false);
    expect(samples.get('arbwatch_checks_total{outcome="committed"}')).toBe(0);
    expect(seen.logged()).toBe('');
  });

  test('are missing after an internal error, too, of which the log tells', async () => {
    const seen = scraped(() => new TypeError('a fault of our own'));
    expect((await seen.samples()).get('arbwatch_target_read_success')).toBe(0);
    expect(seen.logged()).toContain('a fault of our own');
  });

  test('are read once for scrapes that come at the same time, and anew for the next', async () => {
    const seen = scraped(() => [viewOf(healthy)]);
    await Promise.all([seen.text(), seen.text(), seen.text()]);
    expect(seen.readings()).toBe(1);
    await seen.text();
    expect(seen.readings()).toBe(2);
  });

  test('say of a target what every screen says of it', async () => {
    const clock = settableClock('2026-11-22T08:00:00Z');
    const store = new MemoryStore(clock);
    store.set('paper:docker:arbitrage:stats:trades_today', '0');
    const metrics = new Metrics();
    const states = statesOver(store, clock);
    metrics.registerTargets({
      read: targetReader({
        states,
        targets: onlyTargets([paper]),
        named: () => new Map(),
        log: keptLog().log,
      }),
      currencyOf: () => null,
    });
    const [view] = await states.of([paper]);
    const samples = metricSamples(await metrics.text());
    expect(samples.get(`arbwatch_target_trades_today${LABELS}`)).toBe(0);
    expect(
      samples.get(`arbwatch_target_state{target="paper:docker",mode="paper",state="${view?.state.status}"}`),
    ).toBe(1);
  });
});
