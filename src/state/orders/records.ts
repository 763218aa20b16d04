import { captureTypeError } from '../fieldReader';
import type { Problem } from '../problem';
import type { StateStore } from '../store';

/** A key under `orders:` or `execution:` as it is now. */
export interface RealOrderRead {
  readonly key: string;
  /** False when it has gone, or holds something else. */
  readonly isThere: boolean;
  /** The ms until it expires, by Redis's clock; null when it never does, or is not there. */
  readonly ttlMs: number | null;
  /** The time the trader wrote into it, as text; empty when it wrote none. It shows whether it was written again. */
  readonly stamp: string;
  readonly problems: readonly Problem[];
}

/** So many keys are read in one trip. */
const KEYS_IN_A_TRIP = 100;

/** Reads them, in the order given. Throws StateUnavailableError. */
export async function readRealOrders(store: StateStore, keys: readonly string[]): Promise<RealOrderRead[]> {
  const reads: RealOrderRead[] = [];
  for (let from = 0; from < keys.length; from += KEYS_IN_A_TRIP) {
    const some = keys.slice(from, from + KEYS_IN_A_TRIP);
    reads.push(...(await Promise.all(some.map((key) => readRealOrder(store, key)))));
  }
  return reads;
}

async function readRealOrder(store: StateStore, key: string): Promise<RealOrderRead> {
  const [{ value, problems }, ttlMs] = await Promise.all([
    captureTypeError(store.hash(key)),
    store.ttlMs(key),
  ]);
  if (value === null) return { key, isThere: false, ttlMs: null, stamp: '', problems };
  const stamp = value.get('updated_at') ?? value.get('timestamp') ?? '';
  return { key, isThere: true, ttlMs, stamp: stamp.slice(0, 100), problems };
}
