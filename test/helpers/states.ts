import type { AlertState } from '../../src/alerting/state/alertState';
import { TargetStates } from '../../src/alerting/targetStates';
import type { Clock } from '../../src/lib/clock';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { type AskEviction, UNKNOWN_EVICTION } from '../../src/redis/eviction';
import type { StateStore } from '../../src/state/store';

/** Says how the targets in a store are; as where nobody watches, unless it is given what is known. */
export const statesOver = (
  store: StateStore,
  clock: Clock,
  stored: () => Promise<AlertState | null> = async () => null,
  eviction: AskEviction = async () => UNKNOWN_EVICTION,
): TargetStates => new TargetStates({ store, clock, live: () => DEFAULT_LIVE_SETTINGS, stored, eviction });
