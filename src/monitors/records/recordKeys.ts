import { type FoundRecords, MAX_KEYS_A_KIND } from '../../state/records/found';
import { epochOf, type RecordKey, type RecordKind } from '../../state/records/keys';

/** Those that change seldom enough to be followed by Redis's own word: a price changes many times a second. */
export const FOLLOWED_KINDS = ['positions', 'orders', 'execution'] as const satisfies readonly RecordKind[];
type FollowedKind = (typeof FOLLOWED_KINDS)[number];

/** A price that nobody has written for so long, in ms, is of an exchange that is not used any more. */
const FEED_KEPT_MS = 24 * 3_600_000;

/** The keys of one target's records that are known by name, and when a price was last seen at each of its keys. */
export class RecordKeys {
  private found: readonly RecordKey[] = [];
  private counts: FoundRecords['counts'] | null = null;
  /** By kind, the one that changed last at the end. */
  private readonly changed = new Map<FollowedKind, Map<string, RecordKey>>(
    FOLLOWED_KINDS.map((kind) => [kind, new Map()]),
  );
  private readonly feeds = new Map<string, { readonly record: RecordKey; readonly seenAt: Date }>();

  /** Takes what a pass over all keys found of the target; null for nothing. */
  seed(found: FoundRecords | null, at: Date): void {
    this.found = found?.keys.filter(({ kind }) => kind !== 'prices') ?? [];
    this.counts = found?.counts ?? null;
    for (const record of found?.keys ?? []) if (record.kind === 'prices') this.priceSeen(record, at);
    for (const [key, { seenAt }] of this.feeds)
      if (at.getTime() - seenAt.getTime() > FEED_KEPT_MS) this.feeds.delete(key);
  }

  /** One of its keys was written, was deleted, or has expired. */
  onChange(record: RecordKey): void {
    const keys = this.changed.get(record.kind as FollowedKind);
    if (keys === undefined) return;
    keys.delete(record.key);
    keys.set(record.key, record);
    if (keys.size > MAX_KEYS_A_KIND) keys.delete(keys.keys().next().value ?? '');
  }

  /** It is not there any more. */
  forget({ kind, key }: RecordKey): void {
    this.found = this.found.filter((record) => record.key !== key);
    this.changed.get(kind as FollowedKind)?.delete(key);
  }

  /** At most 200 of a kind: those that changed last, then what the pass found, of executions the newest first. */
  of(kind: FollowedKind): RecordKey[] {
    const changed = this.changed.get(kind) ?? new Map<string, RecordKey>();
    const others = this.found.filter((record) => record.kind === kind && !changed.has(record.key));
    if (kind === 'execution') others.sort((a, b) => epochOf(b) - epochOf(a));
    return [...[...changed.values()].reverse(), ...others];
  }

  /** How many of a kind there are; of more than are known by name, as many as the last pass counted. */
  count(kind: FollowedKind): number {
    const [counted, named] = [this.counts?.[kind] ?? 0, this.of(kind).length];
    return counted > MAX_KEYS_A_KIND ? Math.max(counted, named) : named;
  }

  get isEmpty(): boolean {
    return this.feeds.size === 0 && FOLLOWED_KINDS.every((kind) => this.of(kind).length === 0);
  }

  priceSeen(record: RecordKey, at: Date): void {
    this.feeds.set(record.key, { record, seenAt: at });
    if (this.feeds.size > MAX_KEYS_A_KIND) this.feeds.delete(this.feeds.keys().next().value ?? '');
  }

  /** The keys at which there is a price, or was one within a day, each with when it was last seen there. */
  prices(): { readonly record: RecordKey; readonly seenAt: Date }[] {
    return [...this.feeds.values()];
  }
}
