import type { AlertSettings, Observation } from '../../alerting';
import { msBetween } from '../../lib/time';
import { storeOutageOf } from '../../notify/outage/storeOutage';
import type { LoadedState } from '../../notify/recovery/loadedState';
import type { StateCache } from '../../notify/recovery/stateCache';
import type { StoreOutage } from '../../redis/errors';

/** What was loaded, and by which settings it is evaluated; `storeOutage`: why that is not by the store. */
export interface BeforeCheck {
  readonly settings: AlertSettings;
  readonly loaded: LoadedState;
  readonly storeOutage: StoreOutage | null;
}

/** The state by the store; where that cannot be used, though the traders may be readable, as this instance knows it. */
export async function loadState(stateCache: StateCache): Promise<Omit<BeforeCheck, 'settings'>> {
  try {
    return { loaded: await stateCache.load(), storeOutage: null };
  } catch (error) {
    const storeOutage = storeOutageOf(error);
    const loaded = storeOutage && stateCache.loadLocally();
    if (storeOutage === null || loaded === null) throw error;
    return { loaded, storeOutage };
  }
}

/**
 * Whether some targets may be checked alone: where the last check of all was in time, and nothing was lost. Else all of them are,
 * for what was missed concerns them all.
 */
export function mayBePartial(
  {
    loaded: { known, loss, isAfterLoss },
    storeOutage,
    settings: { checkIntervalMs, isStandIn },
  }: BeforeCheck,
  now: Date,
): boolean {
  if (known === null || loss !== null || isAfterLoss || storeOutage !== null || isStandIn === true)
    return false;
  const agoMs = msBetween(known.observedAt, now);
  return agoMs >= 0 && agoMs <= checkIntervalMs;
}

/** Whether some targets alone were observed in another Redis than before: that concerns them all, too. */
export const isOfAnother = (observation: Observation, { loaded: { known } }: BeforeCheck): boolean =>
  observation.kind === 'observed' &&
  observation.isPartial === true &&
  (observation.source ?? null) !== (known?.master?.name ?? null);
