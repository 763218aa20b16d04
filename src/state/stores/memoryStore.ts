import type { Clock } from '../../lib/clock';
import {
  StateUnavailableError,
  TooLongError,
  type UnavailableReason,
  WrongTypeError,
} from '../../redis/errors';
import {
  HASH_LIMIT_BYTES,
  HASH_LIMIT_FIELDS,
  PartialHash,
  STRING_LIMIT_BYTES,
  sizeOf,
} from '../../redis/readLimits';
import {
  type KeyTracking,
  type OnInvalidate,
  TrackingLostError,
  type TrackingSubscription,
} from '../../redis/tracking/keyInvalidations';
import type { StateStore } from '../store';

interface Entry {
  readonly value: string | Map<string, string>;
  /** In ms since the epoch, by our clock; null for never. */
  readonly expiresAt: number | null;
}

/** As of Redis, so that callers get more than one batch from memory, too. */
const SCAN_BATCH = 1000;

/**
 * The state in this process, for the demo and for tests: with the reads of RedisStore, and the writes that a trading system
 * makes. Keys expire by `clock`. During a simulated outage reads throw StateUnavailableError, and writes work.
 */
export class MemoryStore implements StateStore, KeyTracking {
  private readonly entries = new Map<string, Entry>();
  private readonly subscribers = new Set<OnInvalidate>();
  private outage: { readonly reason: UnavailableReason; readonly since: Date } | null = null;

  constructor(private readonly clock: Clock) {}

  async string(key: string): Promise<string | null> {
    this.assertAvailable();
    const text = this.stringAt(key);
    const bytes = text === null ? 0 : Buffer.byteLength(text);
    if (bytes > STRING_LIMIT_BYTES) throw new TooLongError(key, bytes);
    return text;
  }

  async hash(key: string, wanted: readonly string[] = []): Promise<ReadonlyMap<string, string> | null> {
    this.assertAvailable();
    const fields = this.hashAt(key);
    if (fields === null) return null;
    const isSmall = fields.size <= HASH_LIMIT_FIELDS && sizeOf(fields) <= HASH_LIMIT_BYTES;
    return isSmall ? new Map(fields) : partOf(fields, wanted);
  }

  async ttlMs(key: string): Promise<number | null> {
    this.assertAvailable();
    const expiresAt = this.entryAt(key)?.expiresAt ?? null;
    return expiresAt === null ? null : expiresAt - this.nowMs();
  }

  async *scan(_pattern: string, until?: AbortSignal): AsyncGenerator<readonly string[]> {
    this.assertAvailable();
    const keys = [...this.entries.keys()];
    for (let from = 0; from < keys.length && !until?.aborted; from += SCAN_BATCH) {
      this.assertAvailable();
      const batch = keys.slice(from, from + SCAN_BATCH).filter((key) => this.entryAt(key));
      if (batch.length > 0) yield batch;
    }
  }

  async ping(): Promise<void> {
    this.assertAvailable();
  }

  async track(prefixes: readonly string[], onInvalidate: OnInvalidate): Promise<TrackingSubscription> {
    this.assertAvailable();
    const subscriber: OnInvalidate = (key) => {
      if (key === null || prefixes.some((prefix) => key.startsWith(prefix))) onInvalidate(key);
    };
    this.subscribers.add(subscriber);
    const isBroken = (): boolean => !this.subscribers.has(subscriber);
    return {
      get isBroken() {
        return isBroken();
      },
      sync: async () => {
        if (isBroken()) throw new TrackingLostError();
        this.assertAvailable();
      },
      stop: () => this.subscribers.delete(subscriber),
    };
  }

  /** From now on every read throws StateUnavailableError, and all tracking subscriptions are broken. */
  simulateOutage(reason: UnavailableReason): void {
    this.outage = { reason, since: this.outage?.since ?? this.clock.now() };
    this.subscribers.clear();
  }

  endOutage(): void {
    this.outage = null;
  }

  /** As SET, with PX when `ttlMs` is given: replaces whatever was there, its expiry too. */
  set(key: string, value: string, ttlMs?: number): void {
    this.write(key, { value, expiresAt: this.deadline(ttlMs) });
  }

  /** As HSET, then PEXPIRE when `ttlMs` is given: adds to the fields that are there. Throws WrongTypeError. */
  setHash(
    key: string,
    fields: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
    ttlMs?: number,
  ): void {
    const added = fields instanceof Map ? fields : new Map(Object.entries(fields));
    const value = new Map([...(this.hashAt(key) ?? []), ...added]);
    if (value.size === 0) return;
    const kept = this.entryAt(key)?.expiresAt ?? null;
    this.write(key, { value, expiresAt: ttlMs === undefined ? kept : this.deadline(ttlMs) });
  }

  /** As HDEL: whether there was such a field. Throws WrongTypeError. */
  deleteField(key: string, field: string): boolean {
    const value = new Map(this.hashAt(key) ?? []);
    if (!value.delete(field)) return false;
    if (value.size === 0) return this.delete(key);
    this.write(key, { value, expiresAt: this.entryAt(key)?.expiresAt ?? null });
    return true;
  }

  /** As INCRBYFLOAT, to 15 digits; the new value. Throws WrongTypeError, and RangeError when it is no number. */
  incrByFloat(key: string, by: number): string {
    const before = Number(this.stringAt(key) ?? '0');
    const sum = Number((before + by).toPrecision(15));
    if (!Number.isFinite(sum))
      throw new RangeError(`${key} cannot be raised by ${by}: it is no finite number`);
    this.write(key, { value: String(sum), expiresAt: this.entryAt(key)?.expiresAt ?? null });
    return String(sum);
  }

  /** As DEL: whether there was such a key. */
  delete(key: string): boolean {
    const wasThere = this.entryAt(key) !== null && this.entries.delete(key);
    if (wasThere) this.emit(key);
    return wasThere;
  }

  /** As PEXPIRE: whether there is such a key. */
  expire(key: string, ttlMs: number): boolean {
    const entry = this.entryAt(key);
    if (entry) this.write(key, { ...entry, expiresAt: this.deadline(ttlMs) });
    return entry !== null;
  }

  /** As PERSIST: whether there is such a key. */
  persist(key: string): boolean {
    const entry = this.entryAt(key);
    if (entry) this.write(key, { ...entry, expiresAt: null });
    return entry !== null;
  }

  /** As FLUSHALL. */
  clear(): void {
    this.entries.clear();
    this.emit(null);
  }

  private write(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    this.emit(key);
  }

  private emit(key: string | null): void {
    for (const onInvalidate of this.subscribers) onInvalidate(key);
  }

  private assertAvailable(): void {
    if (this.outage) throw new StateUnavailableError(this.outage.reason, this.outage.since);
  }

  private entryAt(key: string): Entry | null {
    const entry = this.entries.get(key);
    if (!entry) return null;
    if (entry.expiresAt === null || entry.expiresAt > this.nowMs()) return entry;
    this.entries.delete(key);
    return null;
  }

  private stringAt(key: string): string | null {
    const value = this.entryAt(key)?.value ?? null;
    if (value instanceof Map) throw new WrongTypeError(key, 'string');
    return value;
  }

  private hashAt(key: string): Map<string, string> | null {
    const value = this.entryAt(key)?.value ?? null;
    if (typeof value === 'string') throw new WrongTypeError(key, 'hash');
    return value;
  }

  private deadline(ttlMs: number | undefined): number | null {
    return ttlMs === undefined ? null : this.nowMs() + ttlMs;
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

function partOf(fields: ReadonlyMap<string, string>, wanted: readonly string[]): PartialHash {
  const found = wanted.flatMap((name): [string, string][] => {
    const value = fields.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const bytesOf = ([, value]: [string, string]): number => Buffer.byteLength(value);
  const short = found.filter((field) => bytesOf(field) <= STRING_LIMIT_BYTES);
  const long = found.filter((field) => bytesOf(field) > STRING_LIMIT_BYTES);
  return new PartialHash(short, fields.size, new Map(long.map((field) => [field[0], bytesOf(field)])));
}
