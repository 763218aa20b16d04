import { captureTypeError, FieldReader } from '../fieldReader';
import type { Problem } from '../problem';
import { pythonTime } from '../pythonValues';
import type { StateStore } from '../store';
import { RECORD_TTL_MS, type RecordKey } from './keys';

/** Times carry no zone and are UTC. Source: the trading system's own code. */
const TRADER_ZONE = 'UTC';

/** What is known of any record. */
export interface RecordBase {
  readonly key: string;
  /** When it was last written, as the trader has it; null where that is not understood. */
  readonly at: Date | null;
  /** The ms since it was last written, by Redis's clock; null where its TTL does not tell. */
  readonly ageMs: number | null;
  /** The names of what is null because it could not be parsed; any other null is missing. */
  readonly unreadable: readonly string[];
}

export interface RecordRead<T> {
  readonly record: RecordKey;
  /** Null when the key has gone, or holds something else than a hash. */
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/** The fields that a kind of record has, by our names. */
type FieldNames = Readonly<Record<string, string>>;

/**
 * Reads one record, in the trip of all reads that are begun with it. A field that is missing or cannot be parsed is null,
 * and a problem. Throws StateUnavailableError.
 * @param timeField the field with the time of the last write
 */
export async function readRecord<T extends object>(
  store: StateStore,
  record: RecordKey,
  names: FieldNames,
  timeField: string,
  parse: (fields: FieldReader) => T,
): Promise<RecordRead<T & RecordBase>> {
  const { key, kind } = record;
  const [found, ttlMs] = await Promise.all([
    captureTypeError(store.hash(key, [...Object.values(names), timeField])),
    store.ttlMs(key),
  ]);
  if (found.value === null) return { record, value: null, problems: found.problems };
  const fields = new FieldReader(key, found.value, found.problems);
  const fullMs = RECORD_TTL_MS[kind];
  const own = parse(fields);
  const base: RecordBase = {
    key,
    at: fields.read(timeField, readTime),
    ageMs: ttlMs === null || ttlMs > fullMs ? null : fullMs - ttlMs,
    unreadable: Object.keys(names).filter((name) => fields.isUnparsable(names[name] ?? '')),
  };
  const value = { ...own, ...base };
  return { record, value, problems: fields.problems };
}

export const readTime = (text: string) => pythonTime(text, TRADER_ZONE);
