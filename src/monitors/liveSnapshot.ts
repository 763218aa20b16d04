import type { Place } from '../state/keys';
import type { Problem } from '../state/problem';
import type { Metric } from '../state/stateManager';

/**
 * `fresh`: a beat within staleAfter. `stale`: the key is there, the beat is older. `unreadable`: a key is there and
 * its age cannot be told. `absent`: no key, so no beat within the key's 60 s, or never any.
 */
export type HeartbeatState = 'fresh' | 'stale' | 'unreadable' | 'absent';

/** The fields of a snapshot that are read each from one place in Redis, and are null where that tells nothing. */
export type Figure =
  | 'liveEnabled'
  | 'liveArmed'
  | 'tradesTotal'
  | 'tradesToday'
  | 'safetyViolationsTotal'
  | 'circuitBreakerTriggersTotal'
  | 'breakerActive'
  | PortfolioFigure;

export type PortfolioFigure =
  | 'totalBalance'
  | 'availableBalance'
  | 'totalPositionValue'
  | 'utilizationRate'
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
  /** How old the beat is, by Redis's own clock where its TTL tells, else by comparing clocks. In ms. */
  readonly heartbeatAgeMs: number | null;
  /** The trader's clock minus ours, in ms, where the TTL lets it be known; negative when it is behind. */
  readonly clockSkewMs: number | null;
  readonly tradesTotal: number | null;
  readonly tradesToday: number | null;
  readonly safetyViolationsTotal: number | null;
  readonly circuitBreakerTriggersTotal: number | null;
  /** As the live metric `circuit_breaker_active` says. */
  readonly breakerActive: boolean | null;
  readonly totalBalance: number | null;
  readonly availableBalance: number | null;
  readonly totalPositionValue: number | null;
  /** A share of 1, as reported: 0.25 is 25 %. */
  readonly utilizationRate: number | null;
  /** The portfolio's own time, by the trader's clock. */
  readonly portfolioAt: Date | null;
  /** The portfolio's age in ms, corrected by the clock skew where that is known. */
  readonly portfolioAgeMs: number | null;
  /** The live metrics in the order of their names; a value is null where it could not be understood. */
  readonly liveMetrics: readonly Metric[];
  /** When the snapshot was taken, by our clock. */
  readonly timestamp: Date;
  /**
   * The names of those figures that are null because what stands in Redis for them could not be understood: a value
   * that is none of its kind, a key of the wrong type. `problems` tells what is there.
   */
  readonly unreadable: readonly Figure[];
  readonly problems: readonly Problem[];
}
