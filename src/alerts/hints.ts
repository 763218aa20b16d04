import type { LiveStatusSnapshot } from '../monitors/liveSnapshot';
import type { TargetState } from './targetState';

/** What the trading system does not do, as far as it shows in Redis. */
export type Hint = 'no_heartbeat' | 'raised_flag' | 'outdated_metrics';

/** What a person should mend in the trading system itself; docs/trading-system.md says how. */
export function hintsOf(state: TargetState, snapshot: LiveStatusSnapshot): readonly Hint[] {
  const isWriting = state.sign?.kind === 'portfolio';
  const hasMetrics = snapshot.liveMetrics.length > 0;
  return [
    ...(state.mode === 'live' && isWriting && state.heartbeat === null && !hasMetrics
      ? (['no_heartbeat'] as const)
      : []),
    ...(snapshot.hasRaisedFlag ? (['raised_flag'] as const) : []),
    ...(snapshot.areMetricsOutdated ? (['outdated_metrics'] as const) : []),
  ];
}
