import { captureTypeError, FieldReader } from '../fieldReader';
import type { StateStore } from '../store';
import { isInScope, type TuningKey, type TuningScope, tuningKeyReader, tuningPattern } from './keys';
import { ITERATION_FIELDS, iterationFrom, JOB_FIELDS, jobFrom, type TuningRecord } from './records';

/**
 * The iterations and ended jobs of the sessions in scope, from one SCAN of the keyspace, in batches. A record may come
 * twice, as keys do from SCAN. `zone` (IANA) is that of times without one. Throws StateUnavailableError.
 */
export async function* scanTuning(
  store: StateStore,
  scope: TuningScope,
  zone: string,
): AsyncGenerator<readonly TuningRecord[]> {
  for await (const keys of scanTuningKeys(store, scope)) {
    const records = await Promise.all(keys.map((key) => readRecord(store, key, zone)));
    yield records.filter((record) => record !== null).filter((record) => isInScope(scope, record));
  }
}

export interface TuningKeyRead {
  readonly key: TuningKey;
  /** Null when the key has gone, or cannot be parsed. */
  readonly record: TuningRecord | null;
  /** The ms until the key expires; null when it does not. */
  readonly ttlMs: number | null;
}

/** As scanTuning, with what a cache needs: TTLs, and also keys that are gone or of no session in scope. */
export async function* scanTuningReads(
  store: StateStore,
  scope: TuningScope,
  zone: string,
): AsyncGenerator<readonly TuningKeyRead[]> {
  for await (const keys of scanTuningKeys(store, scope)) yield readKeys(store, keys, zone);
}

/** Reads the keys in one trip. Throws StateUnavailableError. */
export const readKeys = (
  store: StateStore,
  keys: readonly TuningKey[],
  zone: string,
): Promise<TuningKeyRead[]> =>
  Promise.all(
    keys.map(async (key) => {
      const [record, ttlMs] = await Promise.all([readRecord(store, key, zone), store.ttlMs(key.key)]);
      return { key, record, ttlMs };
    }),
  );

async function* scanTuningKeys(store: StateStore, scope: TuningScope): AsyncGenerator<readonly TuningKey[]> {
  const keyOf = tuningKeyReader(scope);
  for await (const keys of store.scan(tuningPattern(scope)))
    yield keys.map(keyOf).filter((key) => key !== null);
}

async function readRecord(store: StateStore, key: TuningKey, zone: string): Promise<TuningRecord | null> {
  const wanted = key.kind === 'iteration' ? ITERATION_FIELDS : JOB_FIELDS;
  const found = await captureTypeError(store.hash(key.key, wanted));
  const isDeletedSinceScan = found.value === null && found.problems.length === 0;
  if (isDeletedSinceScan) return null;
  const fields = new FieldReader(key.key, found.value, found.problems);
  return key.kind === 'iteration' ? iterationFrom(key, fields, zone) : jobFrom(key, fields, zone);
}
