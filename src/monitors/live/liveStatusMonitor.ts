import type { Clock } from '../../lib/clock';
import type { ReadResult } from '../../state/fieldReader';
import {
  DEFAULT_KEY_PREFIX,
  type Env,
  type Mode,
  type Place,
  placeId,
  traderNamespace,
} from '../../state/keys';
import { type Metric, PORTFOLIO_FIELDS, type Portfolio, StateManager } from '../../state/stateManager';
import type { StateStore } from '../../state/store';
import type { HeartbeatState, LiveField, LiveStatusSnapshot } from './liveSnapshot';
import { areOutdated, breakerActive, metricsAge, switchMetric } from './metricsAge';
import { heartbeatSign, portfolioSign, type SignReading, usualAge, youngest } from './signReading';

export interface LiveMonitorSettings {
  /** The first one configured. */
  readonly keyPrefix: string;
  /** The components whose heartbeat counts; the newest one is the trader's. */
  readonly heartbeatComponents: readonly string[];
  /** A heartbeat older than this is stale, in ms. */
  readonly staleAfterMs: number;
  /** Overrides by target id (`live:docker`), in ms. */
  readonly staleAfterMsByTarget?: Readonly<Record<string, number>>;
}

export const DEFAULT_LIVE_SETTINGS: LiveMonitorSettings = {
  keyPrefix: DEFAULT_KEY_PREFIX,
  heartbeatComponents: ['trader', 'live_trader'],
  staleAfterMs: 90_000,
};

type Deps = { readonly store: StateStore; readonly clock: Clock };

/** The monitor of a trader by its name. */
export const monitorOf = (place: Place, deps: Deps, settings: LiveMonitorSettings): LiveStatusMonitor =>
  new LiveStatusMonitor(deps, place.mode, place.env, settings, place.otherPrefix);

/** Reads what one trader reports. */
export class LiveStatusMonitor {
  private readonly place: Place;
  private readonly state: StateManager;

  constructor(
    private readonly deps: Deps,
    mode: Mode = 'paper',
    env: Env = 'docker',
    private readonly settings: LiveMonitorSettings = DEFAULT_LIVE_SETTINGS,
    /** Its key prefix, where that is not the settings' one. */
    otherPrefix?: string,
  ) {
    this.place = otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix };
    this.state = new StateManager(deps.store, traderNamespace(this.place), otherPrefix ?? settings.keyPrefix);
  }

  /** The trader's state now, in one round trip to Redis. Throws StateUnavailableError, or the signal's reason. */
  async snapshot(signal?: AbortSignal): Promise<LiveStatusSnapshot> {
    signal?.throwIfAborted();
    const { state, settings } = this;
    const found = await Promise.all([
      state.stat('live_enabled'),
      state.stat('live_armed'),
      state.stat('trades_total'),
      state.stat('trades_today'),
      state.stat('safety_violations_total'),
      state.stat('circuit_breaker_triggers_total'),
      state.portfolio(),
      state.liveMetrics(),
      ...settings.heartbeatComponents.map((component) => state.heartbeat(component)),
    ]);
    const timestamp = this.deps.clock.now();
    const [enabled, armed, trades, today, violations, trips, portfolioFound, metricsFound, ...beats] = found;
    const portfolio = portfolioFound.value;
    const { metrics } = metricsFound.value;
    const heartbeats = beats.flatMap(({ value }) => (value === null ? [] : [heartbeatSign(value)]));
    const signs = portfolio === null ? heartbeats : [...heartbeats, portfolioSign(portfolio)];
    const outdated = areOutdated(metricsFound.value, signs);
    const current = outdated ? [] : metrics;
    const breaker = breakerActive(metricsFound, outdated);
    const heartbeat = youngest(heartbeats);
    return {
      ...this.place,
      liveEnabled: isOn(enabled.value),
      liveArmed: isOn(armed.value),
      heartbeat: heartbeatState(heartbeats, heartbeat?.ageMs ?? null, this.staleAfterMs),
      lastHeartbeat: heartbeat?.sign.at ?? null,
      heartbeatComponent: (heartbeat?.sign ?? heartbeats[0])?.component ?? null,
      heartbeatAgeMs: heartbeat?.ageMs ?? null,
      clockSkewMs: skewOf(signs, timestamp),
      signs,
      tradesTotal: trades.value,
      ...tradesToday(today.value, current),
      safetyViolationsTotal: violations.value,
      circuitBreakerTriggersTotal: trips.value,
      breakerActive: breaker.value,
      liveByMetrics: liveByMetrics(current),
      hasRaisedFlag: (enabled.value ?? 0) > 1 || (armed.value ?? 0) > 1,
      totalBalance: portfolio?.totalBalance ?? null,
      availableBalance: portfolio?.availableBalance ?? null,
      totalPositionValue: portfolio?.totalPositionValue ?? null,
      utilizationRate: portfolio?.utilizationRate ?? null,
      portfolioAt: portfolio?.at ?? null,
      portfolioAgeMs: portfolio === null ? null : usualAge(portfolioSign(portfolio)),
      liveMetrics: metrics,
      metricsAgeMs: metricsAge(metricsFound.value),
      areMetricsOutdated: outdated,
      reportsNothing:
        metrics.length === 0 &&
        found.every((each) => each.problems.length === 0 && (each === metricsFound || each.value === null)),
      timestamp,
      unreadable: [
        ...unparsableFields({
          liveEnabled: enabled,
          liveArmed: armed,
          tradesTotal: trades,
          tradesToday: today,
          safetyViolationsTotal: violations,
          circuitBreakerTriggersTotal: trips,
          breakerActive: breaker,
        }),
        ...unparsablePortfolioFields(portfolioFound),
      ],
      problems: found.flatMap(({ problems }) => problems),
    };
  }

  private get staleAfterMs(): number {
    const { staleAfterMs, staleAfterMsByTarget } = this.settings;
    return staleAfterMsByTarget?.[placeId(this.place)] ?? staleAfterMs;
  }
}

/** The stats whose key is there and could not be understood. */
const unparsableFields = (found: Readonly<Partial<Record<LiveField, ReadResult<unknown>>>>): LiveField[] =>
  (Object.keys(found) as LiveField[]).filter(
    (name) => found[name]?.value === null && found[name].problems.length > 0,
  );

/** The portfolio's fields that could not be understood: all of them where its key is of the wrong type. */
function unparsablePortfolioFields({ value, problems }: ReadResult<Portfolio | null>): LiveField[] {
  const all = problems.length === 0 ? [] : PORTFOLIO_FIELDS;
  return (value?.unreadable ?? all).map((field) => (field === 'at' ? 'portfolioAt' : field));
}

/** The system cannot set a flag, only increment it: any value but 0 is true. */
const isOn = (flag: number | null): boolean | null => (flag === null ? null : flag !== 0);

function heartbeatState(
  heartbeats: readonly SignReading[],
  ageMs: number | null,
  staleAfterMs: number,
): HeartbeatState {
  if (heartbeats.length === 0) return 'absent';
  if (ageMs === null) return 'unreadable';
  return ageMs <= staleAfterMs ? 'fresh' : 'stale';
}

/** The trader's clock minus ours, in ms. */
function skewOf(signs: readonly SignReading[], now: Date): number | null {
  const newest = youngest(signs.filter(({ at }) => at !== null));
  const at = newest?.sign.at ?? null;
  return newest === null || at === null ? null : at.getTime() - (now.getTime() - newest.ageMs);
}

function tradesToday(
  stat: number | null,
  metrics: readonly Metric[],
): Pick<LiveStatusSnapshot, 'tradesToday' | 'tradesTodayBy'> {
  if (stat !== null) return { tradesToday: stat, tradesTodayBy: 'stats' };
  const metric = metrics.find(({ name }) => name === 'trades_today')?.value;
  return typeof metric === 'number'
    ? { tradesToday: metric, tradesTodayBy: 'metrics' }
    : { tradesToday: null, tradesTodayBy: null };
}

/** With `dry_run`, the trader logs its orders instead of sending them. */
function liveByMetrics(metrics: readonly Metric[]): boolean | null {
  const enabled = switchMetric(metrics, 'live_enabled');
  if (enabled !== true) return enabled;
  const isDry = switchMetric(metrics, 'dry_run');
  return isDry === null ? null : !isDry;
}
