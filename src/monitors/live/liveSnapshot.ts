import type { Place } from '../../state/keys';
import type { Problem } from '../../state/problem';
import type { Metric, PortfolioField } from '../../state/stateManager';
import type { SignReading } from './signReading';

/**
 * What the TTL of the newest heartbeat's key says at first sight. `fresh`: written within staleAfter. `stale`: the key is
 * there, and was written before. `unreadable`: a key is there, and its TTL does not tell its age. `absent`: no key.
 */
export type HeartbeatState = 'fresh' | 'stale' | 'unreadable' | 'absent';

/** The fields of a snapshot that are read each from one place in Redis, and are null where that tells nothing. */
export type LiveField =
  | 'liveEnabled'
  | 'liveArmed'
  | 'tradesTotal'
  | 'tradesToday'
  | 'safetyViolationsTotal'
  | 'circuitBreakerTriggersTotal'
  | 'breakerActive'
  | Exclude<PortfolioField, 'at'>
  | 'portfolioAt';

/**
 * What a trader reports, at one instant. A figure that is null is "not reported", or, where `unreadable` names it,
 * "not understood". All times are instants (UTC inside).
 */
export interface LiveStatusSnapshot extends Place {
  readonly liveEnabled: boolean | null;
  readonly liveArmed: boolean | null;
  readonly heartbeat: HeartbeatState;
  /** The beat's time as the trader wrote it, by the trader's clock. */
  readonly lastHeartbeat: Date | null;
  /** The component the newest beat is from. */
  readonly heartbeatComponent: string | null;
  /** How old the heartbeat is in ms, by its TTL and Redis's own clock; null where that does not tell. */
  readonly heartbeatAgeMs: number | null;
  /** The trader's clock minus ours, in ms, by its youngest sign of life; null where no TTL tells; negative when behind. */
  readonly clockSkewMs: number | null;
  /** What a living trader writes again and again, as far as it is there: its heartbeats and its portfolio. */
  readonly signs: readonly SignReading[];
  readonly tradesTotal: number | null;
  /** By the stat; by the live metrics where that is missing. */
  readonly tradesToday: number | null;
  readonly tradesTodayBy: 'stats' | 'metrics' | null;
  readonly safetyViolationsTotal: number | null;
  readonly circuitBreakerTriggersTotal: number | null;
  /** As the live metric `circuit_breaker_active` says; null where the hash is left over from before. */
  readonly breakerActive: boolean | null;
  /** Real orders are sent, as the live metrics say: `live_enabled`, and not `dry_run`; null where they do not tell. */
  readonly liveByMetrics: boolean | null;
  /** A flag is above 1: the system can only increment it, so that no write of 0 can be told from none. */
  readonly hasRaisedFlag: boolean;
  readonly totalBalance: number | null;
  readonly availableBalance: number | null;
  readonly totalPositionValue: number | null;
  /** A share of 1, as reported: 0.25 is 25 %. */
  readonly utilizationRate: number | null;
  /** The portfolio's own time, by the trader's clock. */
  readonly portfolioAt: Date | null;
  /** The portfolio's age in ms, by its TTL and Redis's own clock; null where that does not tell. */
  readonly portfolioAgeMs: number | null;
  /** The live metrics in the order of their names; a value is null where it could not be understood. */
  readonly liveMetrics: readonly Metric[];
  /** The live metrics' age in ms, by the hash's TTL. A field that is no longer written may be older than that. */
  readonly metricsAgeMs: number | null;
  /** The live metrics are left over: the trader goes on writing its other keys, and not these. */
  readonly areMetricsOutdated: boolean;
  /** Redis holds no key of this trader at all: no heartbeat, stat, portfolio or metric, readable or not. */
  readonly reportsNothing: boolean;
  /** When the snapshot was taken, by our clock. */
  readonly timestamp: Date;
  /**
   * The names of those figures that are null because what stands in Redis for them could not be understood: a value
   * that is none of its kind, a key of the wrong type. `problems` tells what is there.
   */
  readonly unreadable: readonly LiveField[];
  readonly problems: readonly Problem[];
}
