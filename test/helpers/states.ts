import type { Known } from '../../src/alerts/known';
import type { Clock } from '../../src/clock';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/liveStatusMonitor';
import { type AskEviction, UNKNOWN_EVICTION } from '../../src/state/eviction';
import type { StateStore } from '../../src/state/store';
import { TargetStates } from '../../src/status/targetStates';

/** Says how the targets in a store are; as where nobody watches, unless it is given what is known. */
export const statesOver = (
  store: StateStore,
  clock: Clock,
  stored: () => Promise<Known | null> = async () => null,
  eviction: AskEviction = async () => UNKNOWN_EVICTION,
): TargetStates => new TargetStates({ store, clock, live: DEFAULT_LIVE_SETTINGS, stored, eviction });
