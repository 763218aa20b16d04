import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';

/** True when the trader has reported nothing at all: no heartbeat, stat, portfolio or metric, readable or not. */
export const reportsNothing = (snapshot: LiveStatusSnapshot): boolean =>
  snapshot.signs.length === 0 &&
  snapshot.problems.length === 0 &&
  snapshot.liveMetrics.length === 0 &&
  [
    snapshot.liveEnabled,
    snapshot.liveArmed,
    snapshot.tradesTotal,
    snapshot.tradesToday,
    snapshot.safetyViolationsTotal,
    snapshot.circuitBreakerTriggersTotal,
    snapshot.totalBalance,
    snapshot.availableBalance,
    snapshot.totalPositionValue,
    snapshot.utilizationRate,
    snapshot.portfolioAt,
  ].every((value) => value === null);
