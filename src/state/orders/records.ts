import { captureTypeError } from '../fieldReader';
import type { Problem } from '../problem';
import type { StateStore } from '../store';

/** A key under `orders:` or `execution:`. */
export interface RealOrderRead {
  readonly key: string;
  /** False when it has gone, or holds something else. */
  readonly isThere: boolean;
  /** The ms until it expires, by Redis's clock; null when it never does, or is not there. */
  readonly ttlMs: number | null;
  /** The time in it, as text; empty when there is none. It shows whether the key was written again. */
  readonly stamp: string;
  readonly problems: readonly Problem[];
}

const BATCH_SIZE = 100;

/** Reads the keys, 100 in one trip, in order. Throws StateUnavailableError. */
export async function readRealOrders(store: StateStore, keys: readonly string[]): Promise<RealOrderRead[]> {
  const reads: RealOrderRead[] = [];
  for (let from = 0; from < keys.length; from += BATCH_SIZE) {
    const some = keys.slice(from, from + BATCH_SIZE);
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
