/**
 * Reads keys, from Redis or from memory. Calls made in one tick make one trip (one a node on a cluster). Every method throws
 * StateUnavailableError when the state cannot be read.
 */
export interface StateStore {
  /** The string at `key`, or null when there is none. Throws WrongTypeError, and TooLongError past 4,096 bytes. */
  string(key: string): Promise<string | null>;
  /**
   * The fields of the hash at `key`, or null when there is none. One that is too large to be read whole (readLimits.ts)
   * comes as a PartialHash, with the fields that are `wanted`. Throws WrongTypeError.
   */
  hash(key: string, wanted?: readonly string[]): Promise<ReadonlyMap<string, string> | null>;
  /** The ms until `key` expires, by Redis's clock; null when it is gone or never expires. */
  ttlMs(key: string): Promise<number | null>;
  /**
   * All keys that match a MATCH pattern, in batches, and perhaps others: callers look at each key themselves. A key may
   * come twice, as with SCAN. Once `until` is aborted it ends.
   */
  scan(pattern: string, until?: AbortSignal): AsyncIterable<readonly string[]>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
}
