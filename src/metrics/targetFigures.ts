import type { TargetView } from '../alerting/targetStates';

/* What /metrics has of each trader. */

/** A figure of a trader. */
export interface TargetFigure {
  /** Behind `arbwatch_target_`. */
  readonly name: string;
  readonly help: string;
  /** Null is "not reported", and gives no sample. */
  readonly read: (view: TargetView) => number | boolean | null;
}

export const GAUGES: readonly TargetFigure[] = [
  {
    name: 'last_sign_of_life_timestamp_seconds',
    help: 'Unix time of the newest sign of life: a heartbeat, or a write of the portfolio.',
    read: ({ state }) => (state.sign?.at == null ? null : state.sign.at.getTime() / 1000),
  },
  {
    name: 'heartbeat_timestamp_seconds',
    help: 'Unix time of the newest heartbeat, by the age that its TTL tells.',
    read: ({ snapshot }) => secondsBefore(snapshot.timestamp, snapshot.heartbeatAgeMs),
  },
  {
    name: 'portfolio_timestamp_seconds',
    help: 'Unix time of the last write of the portfolio, by the age that its TTL tells.',
    read: ({ snapshot }) => secondsBefore(snapshot.timestamp, snapshot.portfolioAgeMs),
  },
  {
    name: 'utilization_ratio',
    help: 'Share of the balance that is in positions, as reported: 0.25 is 25 %.',
    read: ({ snapshot }) => snapshot.utilizationRate,
  },
  {
    name: 'trades_today',
    help: 'Trades of the day, as reported.',
    read: ({ snapshot }) => snapshot.tradesToday,
  },
  {
    name: 'circuit_breaker_active',
    help: '1 while the circuit breaker is active, else 0.',
    read: ({ state }) => state.breakerActive,
  },
  {
    name: 'live_enabled',
    help: '1 while the flag of live trading is set, else 0.',
    read: ({ snapshot }) => snapshot.liveEnabled,
  },
  {
    name: 'live_armed',
    help: '1 while live trading is armed, else 0.',
    read: ({ snapshot }) => snapshot.liveArmed,
  },
  {
    name: 'real_money',
    help: '1 where real orders are sent, 0 where they are not; no sample where that is not known.',
    read: ({ state }) => state.money.value,
  },
  {
    name: 'silenced',
    help: '1 while its alerts are held back: muted, snoozed, in maintenance or in quiet hours; else 0.',
    read: ({ state }) => state.silenced !== null,
  },
];

/** Amounts, in the currency of their target. */
export const AMOUNTS: readonly TargetFigure[] = [
  { name: 'balance', help: 'Total balance.', read: ({ snapshot }) => snapshot.totalBalance },
  {
    name: 'available_balance',
    help: 'Balance that is not in positions.',
    read: ({ snapshot }) => snapshot.availableBalance,
  },
  {
    name: 'position_value',
    help: 'Value of all positions.',
    read: ({ snapshot }) => snapshot.totalPositionValue,
  },
];

/** What the trader counts itself; it falls where the trader is reset. */
export const COUNTERS: readonly TargetFigure[] = [
  {
    name: 'trades_total',
    help: 'Trades, as the trader counts them.',
    read: ({ snapshot }) => snapshot.tradesTotal,
  },
  {
    name: 'safety_violations_total',
    help: 'Safety violations, as the trader counts them.',
    read: ({ snapshot }) => snapshot.safetyViolationsTotal,
  },
  {
    name: 'circuit_breaker_trips_total',
    help: 'Trips of the circuit breaker, as the trader counts them.',
    read: ({ snapshot }) => snapshot.circuitBreakerTriggersTotal,
  },
];

const secondsBefore = (now: Date, ageMs: number | null): number | null =>
  ageMs === null ? null : (now.getTime() - ageMs) / 1000;
