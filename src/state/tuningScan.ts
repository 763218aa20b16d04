import { FieldReader, valueOrProblem } from './fieldReader';
import type { StateStore } from './store';
import { isInScope, type TuningKey, type TuningScope, tuningKeyReader, tuningPattern } from './tuningKeys';
import { iterationFrom, jobFrom, type TuningRecord } from './tuningRecords';

/**
 * The iterations and ended jobs of the sessions in scope, from one SCAN of the keyspace, a batch at a time. One may
 * come twice, as keys do from SCAN. `zone` (IANA) is that of the zoneless times they carry.
 * Throws StateUnavailableError.
 */
export async function* scanTuning(
  store: StateStore,
  scope: TuningScope,
  zone: string,
): AsyncGenerator<readonly TuningRecord[]> {
  const keyOf = tuningKeyReader(scope);
  for await (const keys of store.scan(tuningPattern(scope))) {
    const reads = keys.map((text) => {
      const key = keyOf(text);
      return key === null ? null : recordAt(store, key, zone);
    });
    const records = (await Promise.all(reads)).filter((record) => record !== null);
    yield records.filter((record) => isInScope(scope, record));
  }
}

async function recordAt(store: StateStore, key: TuningKey, zone: string): Promise<TuningRecord | null> {
  const found = await valueOrProblem(store.hash(key.key));
  const goneSinceScan = found.value === null && found.problems.length === 0;
  if (goneSinceScan) return null;
  const fields = new FieldReader(key.key, found.value, found.problems);
  return key.kind === 'iteration' ? iterationFrom(key, fields, zone) : jobFrom(key, fields, zone);
}
