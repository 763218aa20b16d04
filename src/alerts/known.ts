import type { Incident, TargetId } from './incident';

/** What is remembered of one target. */
export interface KnownTarget {
  readonly target: TargetId;
  /** Each rule's own memory, by the rule's name. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** Each rule's last reason, with when it was said, for `/arb-alerts why`. */
  readonly whys: Readonly<Record<string, { readonly at: Date; readonly why: string }>>;
  /** A trader retired on purpose stays silent until it beats again. */
  readonly retired: boolean;
}

/** All that is remembered between checks, by all copies. */
export interface Known {
  /** The last check that saw the traders. */
  readonly sawAt: Date;
  /** Since when there has been no gap in seeing. */
  readonly watchedSince: Date;
  readonly targets: readonly KnownTarget[];
  /** The open ones, and the closed ones of the last days. */
  readonly incidents: readonly Incident[];
}
