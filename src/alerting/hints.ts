import type { LiveStatusSnapshot } from '../monitors/live/liveSnapshot';
import type { Mode } from '../state/keys';
import type { SignOfLife } from './observation/signOfLife';

/** What the trading system does not do, as far as it shows in Redis; the order is that in which it is shown. */
export const HINTS = ['no_heartbeat', 'raised_flag', 'outdated_metrics', 'eviction'] as const;
export type Hint = (typeof HINTS)[number];

/**
 * What a person should mend in the trading system itself; docs/trading-system.md says how. `mayEvict`: its Redis may
 * evict keys of any kind.
 */
export function hintsOf(
  state: { readonly mode: Mode; readonly sign: SignOfLife | null; readonly heartbeat: SignOfLife | null },
  snapshot: LiveStatusSnapshot,
  mayEvict: boolean,
): readonly Hint[] {
  const isWriting = state.sign?.kind === 'portfolio';
  const applies: Readonly<Record<Hint, boolean>> = {
    no_heartbeat:
      state.mode === 'live' && isWriting && state.heartbeat === null && snapshot.liveMetrics.length === 0,
    raised_flag: snapshot.hasRaisedFlag,
    outdated_metrics: snapshot.areMetricsOutdated,
    eviction: mayEvict,
  };
  return HINTS.filter((hint) => applies[hint]);
}
