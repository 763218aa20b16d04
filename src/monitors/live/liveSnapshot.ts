import type { Place } from '../../state/keys';
import type { Problem } from '../../state/problem';
import type { Metric, PortfolioField } from '../../state/stateManager';
import type { SignReading } from './signReading';

/**
 * By the TTL of the newest heartbeat's key. `fresh`: written within staleAfter. `stale`: written before. `unreadable`: its
 * TTL does not tell its age. `absent`: no key.
 */
export type HeartbeatState = 'fresh' | 'stale' | 'unreadable' | 'absent';

/** The fields of a snapshot that are read each from one place in Redis. */
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

/** What a trader reports, at one instant. Null is "not reported", or, where `unreadable` names it, "not understood". */
export interface LiveStatusSnapshot extends Place {
  readonly liveEnabled: boolean | null;
  readonly liveArmed: boolean | null;
  readonly heartbeat: HeartbeatState;
  /** As the trader wrote it, by the trader's clock. */
  readonly lastHeartbeat: Date | null;
  /** The component of the newest heartbeat. */
  readonly heartbeatComponent: string | null;
  /** The heartbeat's age in ms, by its TTL and Redis's clock; null where that does not tell. */
  readonly heartbeatAgeMs: number | null;
  /** The trader's clock minus ours, in ms, by its youngest sign of life; null where no TTL tells; negative when behind. */
  readonly clockSkewMs: number | null;
  /** The signs of life that are there: heartbeats and portfolio. */
  readonly signs: readonly SignReading[];
  readonly tradesTotal: number | null;
  /** By the stat; by the live metrics where that is missing. */
  readonly tradesToday: number | null;
  readonly tradesTodayBy: 'stats' | 'metrics' | null;
  readonly safetyViolationsTotal: number | null;
  readonly circuitBreakerTriggersTotal: number | null;
  /** The live metric `circuit_breaker_active`; null where the live metrics are outdated. */
  readonly breakerActive: boolean | null;
  /** Whether real orders are sent by the live metrics: `live_enabled`, and not `dry_run`; null where they do not tell. */
  readonly liveByMetrics: boolean | null;
  /** A flag is above 1. The system can only increment flags, so it was probably never reset. */
  readonly hasRaisedFlag: boolean;
  readonly totalBalance: number | null;
  readonly availableBalance: number | null;
  readonly totalPositionValue: number | null;
  /** A share of 1, as reported: 0.25 is 25 %. */
  readonly utilizationRate: number | null;
  /** The portfolio's own time, by the trader's clock. */
  readonly portfolioAt: Date | null;
  /** The portfolio's age in ms, by its TTL and Redis's clock; null where that does not tell. */
  readonly portfolioAgeMs: number | null;
  /** In the order of their names; a value is null where it could not be parsed. */
  readonly liveMetrics: readonly Metric[];
  /** The age in ms of the newest live metric, by the hash's TTL. */
  readonly metricsAgeMs: number | null;
  /** The trader goes on writing its other keys, and not the live metrics. */
  readonly areMetricsOutdated: boolean;
  /** Redis holds no key of this trader at all: no heartbeat, stat, portfolio or metric, readable or not. */
  readonly reportsNothing: boolean;
  /** When the snapshot was taken, by our clock. */
  readonly timestamp: Date;
  /** The fields that are null because what is in Redis could not be parsed; `problems` tells what is there. */
  readonly unreadable: readonly LiveField[];
  readonly problems: readonly Problem[];
}
