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

/** Like one SCAN of the Redis store, so that consumers meet more than one batch in memory too. */
const SCAN_BATCH = 1000;

/**
 * The state in this process, for trying and for tests: reads as from Redis, and the writes that a trading system makes.
 * Keys expire by `clock`. Reading throws StateUnavailableError between `fail` and `heal`; writing always works.
 */
export class MemoryStore implements StateStore, KeyTracking {
  private readonly entries = new Map<string, Entry>();
  private readonly followers = new Set<OnInvalidate>();
  private outage: { readonly reason: UnavailableReason; readonly since: Date } | null = null;

  constructor(private readonly clock: Clock) {}

  async string(key: string): Promise<string | null> {
    this.check();
    const text = this.stringAt(key);
    const bytes = text === null ? 0 : Buffer.byteLength(text);
    if (bytes > STRING_LIMIT_BYTES) throw new TooLongError(key, bytes);
    return text;
  }

  async hash(key: string, wanted: readonly string[] = []): Promise<ReadonlyMap<string, string> | null> {
    this.check();
    const fields = this.hashAt(key);
    if (fields === null) return null;
    const isSmall = fields.size <= HASH_LIMIT_FIELDS && sizeOf(fields) <= HASH_LIMIT_BYTES;
    return isSmall ? new Map(fields) : partOf(fields, wanted);
  }

  async ttlMs(key: string): Promise<number | null> {
    this.check();
    const expiresAt = this.entryAt(key)?.expiresAt ?? null;
    return expiresAt === null ? null : expiresAt - this.nowMs();
  }

  async *scan(_pattern: string, until?: AbortSignal): AsyncGenerator<readonly string[]> {
    this.check();
    const keys = [...this.entries.keys()];
    for (let from = 0; from < keys.length && !until?.aborted; from += SCAN_BATCH) {
      this.check();
      const batch = keys.slice(from, from + SCAN_BATCH).filter((key) => this.entryAt(key));
      if (batch.length > 0) yield batch;
    }
  }

  async ping(): Promise<void> {
    this.check();
  }

  async track(prefixes: readonly string[], tell: OnInvalidate): Promise<TrackingSubscription> {
    this.check();
    const follower: OnInvalidate = (key) => {
      if (key === null || prefixes.some((prefix) => key.startsWith(prefix))) tell(key);
    };
    this.followers.add(follower);
    const isBroken = (): boolean => !this.followers.has(follower);
    return {
      get isBroken() {
        return isBroken();
      },
      sync: async () => {
        if (isBroken()) throw new TrackingLostError();
        this.check();
      },
      stop: () => this.followers.delete(follower),
    };
  }

  /** From now on every read throws StateUnavailableError, as when Redis is away; nobody follows changes any more. */
  fail(reason: UnavailableReason): void {
    this.outage = { reason, since: this.outage?.since ?? this.clock.now() };
    this.followers.clear();
  }

  /** Reads work again. */
  heal(): void {
    this.outage = null;
  }

  /** As SET, with PX when `ttlMs` is given: replaces whatever was there, its expiry too. */
  set(key: string, value: string, ttlMs?: number): void {
    this.put(key, { value, expiresAt: this.deadline(ttlMs) });
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
    this.put(key, { value, expiresAt: ttlMs === undefined ? kept : this.deadline(ttlMs) });
  }

  /** As INCRBYFLOAT, to 15 digits; the new value. Throws WrongTypeError, and RangeError when it is no number. */
  incrByFloat(key: string, by: number): string {
    const before = Number(this.stringAt(key) ?? '0');
    const sum = Number((before + by).toPrecision(15));
    if (!Number.isFinite(sum))
      throw new RangeError(`${key} cannot be raised by ${by}: it is no finite number`);
    this.put(key, { value: String(sum), expiresAt: this.entryAt(key)?.expiresAt ?? null });
    return String(sum);
  }

  /** As DEL: whether there was such a key. */
  delete(key: string): boolean {
    const wasThere = this.entryAt(key) !== null && this.entries.delete(key);
    if (wasThere) this.tell(key);
    return wasThere;
  }

  /** As PEXPIRE: whether there is such a key. */
  expire(key: string, ttlMs: number): boolean {
    const entry = this.entryAt(key);
    if (entry) this.put(key, { ...entry, expiresAt: this.deadline(ttlMs) });
    return entry !== null;
  }

  /** As PERSIST: whether there is such a key. */
  persist(key: string): boolean {
    const entry = this.entryAt(key);
    if (entry) this.put(key, { ...entry, expiresAt: null });
    return entry !== null;
  }

  /** As FLUSHALL. */
  clear(): void {
    this.entries.clear();
    this.tell(null);
  }

  private put(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    this.tell(key);
  }

  private tell(key: string | null): void {
    for (const follower of this.followers) follower(key);
  }

  private check(): void {
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
