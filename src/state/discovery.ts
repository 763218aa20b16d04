import type { Target } from './keys';

/** What a pass over all keys found. */
export interface DiscoveredKeys {
  /** Every trader of which a key was seen. */
  readonly targets: readonly Target[];
  /** orders:* and execution:* keys under live:*; at most 200 a target, whichever came first. */
  readonly realOrderKeys: readonly { readonly target: Target; readonly key: string }[];
  /** v2:{env}:{run_id}:control:state. */
  readonly controlKeys: readonly { readonly env: string; readonly runId: string; readonly key: string }[];
}
