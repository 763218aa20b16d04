import type { Clock } from '../clock';
import { DEFAULT_KEY_PREFIX, type Env, type Mode, type Place, placeId, traderNamespace } from '../state/keys';
import { StateManager } from '../state/stateManager';
import type { StateStore } from '../state/store';
import { agedBeat, heartbeatState, newestBeat } from './beatAge';
import { breakerActive } from './breaker';
import type { LiveStatusSnapshot } from './liveSnapshot';
import { unreadableFigures, unreadableOfPortfolio } from './unreadable';

export interface LiveMonitorSettings {
  /** The first one configured, which goes without saying. */
  readonly keyPrefix: string;
  /** The components whose heartbeat counts; the newest one is the trader's. */
  readonly heartbeatComponents: readonly string[];
  /** A beat older than this is stale, in ms. */
  readonly staleAfterMs: number;
  /** What differs for a target, by its id (`live:docker`), in ms. */
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

  /** The trader's state now, in one round trip to Redis. Throws StateUnavailableError. */
  async snapshot(): Promise<LiveStatusSnapshot> {
    const { state, settings } = this;
    const found = await Promise.all([
      state.flag('live_enabled'),
      state.flag('live_armed'),
      state.stat('trades_total'),
      state.stat('trades_today'),
      state.stat('safety_violations_total'),
      state.stat('circuit_breaker_triggers_total'),
      state.portfolio(),
      state.liveMetrics(),
      ...settings.heartbeatComponents.map((component) => state.heartbeat(component)),
    ]);
    const timestamp = this.deps.clock.now();
    const [enabled, armed, trades, today, violations, trips, portfolioFound, metrics, ...beats] = found;
    const portfolio = portfolioFound.value;
    const breaker = breakerActive(metrics);
    const beat = newestBeat(
      beats.flatMap(({ value }) => (value === null ? [] : [agedBeat(value, timestamp)])),
    );
    return {
      ...this.place,
      liveEnabled: enabled.value,
      liveArmed: armed.value,
      heartbeat: heartbeatState(beat, this.staleAfterMs),
      lastHeartbeat: beat?.at ?? null,
      heartbeatComponent: beat?.component ?? null,
      heartbeatAgeMs: beat?.ageMs ?? null,
      clockSkewMs: beat?.clockSkewMs ?? null,
      tradesTotal: trades.value,
      tradesToday: today.value,
      safetyViolationsTotal: violations.value,
      circuitBreakerTriggersTotal: trips.value,
      breakerActive: breaker.value,
      totalBalance: portfolio?.totalBalance ?? null,
      availableBalance: portfolio?.availableBalance ?? null,
      totalPositionValue: portfolio?.totalPositionValue ?? null,
      utilizationRate: portfolio?.utilizationRate ?? null,
      portfolioAt: portfolio?.at ?? null,
      portfolioAgeMs: ageByTrader(portfolio?.at ?? null, beat?.clockSkewMs ?? 0, timestamp),
      liveMetrics: metrics.value,
      timestamp,
      unreadable: [
        ...unreadableFigures({
          liveEnabled: enabled,
          liveArmed: armed,
          tradesTotal: trades,
          tradesToday: today,
          safetyViolationsTotal: violations,
          circuitBreakerTriggersTotal: trips,
          breakerActive: breaker,
        }),
        ...unreadableOfPortfolio(portfolioFound),
      ],
      problems: found.flatMap(({ problems }) => problems),
    };
  }

  private get staleAfterMs(): number {
    const { staleAfterMs, staleAfterMsByTarget } = this.settings;
    return staleAfterMsByTarget?.[placeId(this.place)] ?? staleAfterMs;
  }
}

/** How old a time is that the trader's clock wrote, in ms, given how far that clock is ahead of ours. */
const ageByTrader = (at: Date | null, clockSkewMs: number, now: Date): number | null =>
  at === null ? null : Math.max(0, now.getTime() + clockSkewMs - at.getTime());
