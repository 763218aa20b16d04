import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import type { KeyTracking } from '../../redis/tracking/keyInvalidations';
import { ReconnectingSubscription } from '../../redis/tracking/reconnectingSubscription';
import type { DiscoveredKeys } from '../../state/discovery';
import { type Place, placeId, type Target, type TargetId, targetId } from '../../state/keys';
import { withoutOverlap } from '../../state/orders/keys';
import { recordPrefix, recordReader } from '../../state/records/keys';
import type { StateStore } from '../../state/store';
import { FOLLOWED_KINDS, RecordKeys } from './recordKeys';
import type { RecordsSnapshot } from './recordsSnapshot';
import { RecordWatcher } from './recordWatcher';
import { takeSnapshot } from './takeSnapshot';
import type { RememberedRecords, WatchedRecords } from './watchedRecords';

export interface RecordMonitorDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly log: Logger;
  /** The key prefix that goes without saying. */
  readonly firstPrefix: string;
}

/** Redis compares the key of every write with three prefixes a target: of others only the passes find records. */
const MAX_FOLLOWED_TARGETS = 20;
/** After changes may have been missed, so many passes over all keys must have ended: one may have been under way. */
const PASSES_AFTER_GAP = 2;

/**
 * What traders record of their trading: positions, orders, executions, prices. The passes over all keys, which discovery
 * makes anyway, tell which keys there are; client tracking tells which change in between. So a snapshot reads known keys
 * alone, in one round trip, however many others there are.
 */
export class RecordMonitor {
  private readonly byId = new Map<string, RecordKeys>();
  private readonly watchers = new Map<string, RecordWatcher>();
  private readonly subscription: ReconnectingSubscription;
  private recordOf: ReturnType<typeof recordReader> = () => null;
  private followed: readonly Target[] = [];
  private lastPassAt: Date | null = null;
  private passesNeeded = 1;

  constructor(private readonly deps: RecordMonitorDeps) {
    const { tracking, clock, log } = deps;
    this.subscription = new ReconnectingSubscription({
      tracking,
      clock,
      onChange: (key) => this.onChange(key),
      onResume: () => {
        this.passesNeeded = PASSES_AFTER_GAP;
      },
      onReject: (error) => {
        this.passesNeeded = PASSES_AFTER_GAP;
        log.warn({ err: error }, 'client tracking unavailable; only full scans find new trader records');
      },
    });
  }

  /** Follows these targets, of which those that come first count; call it before the first pass. Resolves when it does. */
  async track(targets: readonly Target[]): Promise<void> {
    const before = new Set(this.followed.map((target) => this.idOf(target)));
    this.followed = targets.slice(0, MAX_FOLLOWED_TARGETS);
    this.recordOf = recordReader(this.followed, FOLLOWED_KINDS);
    // Of a target that is new, something may have begun between the last pass and this.
    if (this.followed.some((target) => !before.has(this.idOf(target))))
      this.passesNeeded = Math.max(this.passesNeeded, 1);
    await this.subscription.track(this.prefixes());
  }

  /** Takes what a pass over all keys found. */
  async seed({ targets, records }: Pick<DiscoveredKeys, 'targets' | 'records'>): Promise<void> {
    const now = this.deps.clock.now();
    const found = new Map(records.map((each) => [this.idOf(each.target), each]));
    for (const id of new Set([...found.keys(), ...this.byId.keys()])) {
      const keys = this.keysOf(id);
      keys.seed(found.get(id) ?? null, now);
      this.watcherOf(id).onFound(found.get(id)?.keys ?? []);
      if (keys.isEmpty) {
        this.byId.delete(id);
        this.watchers.delete(id);
      }
    }
    this.lastPassAt = now;
    this.passesNeeded = Math.max(0, this.passesNeeded - 1);
    const ids = new Set(targets.map((target) => this.idOf(target)));
    const others = this.followed.filter((target) => !ids.has(this.idOf(target)));
    const withoutRecords = (target: Target): number => (found.has(this.idOf(target)) ? 0 : 1);
    await this.track([...targets].sort((a, b) => withoutRecords(a) - withoutRecords(b)).concat(others));
  }

  /** False until a pass over all keys has ended. */
  hasLooked(): boolean {
    return this.lastPassAt !== null;
  }

  /** The ids of the targets of which a record is known. */
  recorded(): ReadonlySet<TargetId> {
    return new Set([...this.byId].flatMap(([id, keys]) => (keys.isEmpty ? [] : [id])));
  }

  /**
   * What a trader has recorded, in one round trip; in two where it has begun something since the last snapshot. Throws
   * StateUnavailableError, or the signal's reason.
   */
  async snapshot(place: Place, signal?: AbortSignal): Promise<RecordsSnapshot> {
    signal?.throwIfAborted();
    const id = placeId(place);
    const keys = this.keysOf(id);
    const [isInSync, read] = await Promise.all([this.sync(), takeSnapshot(this.deps, place, keys)]);
    signal?.throwIfAborted();
    const hasNew = FOLLOWED_KINDS.some((kind) => keys.of(kind).some(({ key }) => !read.keys.has(key)));
    const { snapshot } = hasNew ? await takeSnapshot(this.deps, place, keys) : read;
    const isFollowed = this.followed.some((target) => this.idOf(target) === id);
    const isComplete = isInSync && isFollowed && this.passesNeeded === 0;
    return { ...snapshot, knownUntil: isComplete ? snapshot.timestamp : this.lastPassAt };
  }

  /**
   * What rules look at, of each of these targets of which a record is known or remembered. It takes a question whether all
   * changes are known, and one round trip. Throws StateUnavailableError.
   */
  async observe(
    places: readonly Place[],
    remembered: ReadonlyMap<TargetId, RememberedRecords> = new Map(),
  ): Promise<ReadonlyMap<TargetId, WatchedRecords>> {
    await this.sync();
    const known = places.filter((place) => this.byId.has(placeId(place)) || remembered.has(placeId(place)));
    const read = async (place: Place) => {
      const id = placeId(place);
      const { mode, env, otherPrefix = this.deps.firstPrefix } = place;
      const target = { prefix: otherPrefix, mode, env };
      const watcher = this.watcherOf(id);
      return [id, await watcher.read(this.deps, target, this.keysOf(id), remembered.get(id))] as const;
    };
    return new Map(await Promise.all(known.map(read)));
  }

  close(): void {
    this.subscription.close();
  }

  /** Whether all changes until now are known. Where the connection was lost, it is opened anew, for the next time. */
  private async sync(): Promise<boolean> {
    const isInSync = await this.subscription.sync();
    if (!isInSync)
      this.subscription.track(this.prefixes()).catch((error: unknown) => {
        if (!(error instanceof StateUnavailableError))
          this.deps.log.error({ err: error }, 'tracking of trader records failed');
      });
    return isInSync;
  }

  private onChange(key: string): void {
    const found = this.recordOf(key);
    if (found === null) return;
    const id = this.idOf(found.target);
    this.keysOf(id).onChange(found.record);
    this.watcherOf(id).onChange(found.record, this.deps.clock.now());
  }

  private prefixes(): string[] {
    return withoutOverlap(
      this.followed.flatMap((target) => FOLLOWED_KINDS.map((kind) => recordPrefix(target, kind))),
    );
  }

  private keysOf(id: string): RecordKeys {
    const keys = this.byId.get(id) ?? new RecordKeys();
    this.byId.set(id, keys);
    return keys;
  }

  private watcherOf(id: string): RecordWatcher {
    const watcher = this.watchers.get(id) ?? new RecordWatcher();
    this.watchers.set(id, watcher);
    return watcher;
  }

  private idOf(target: Target): string {
    return targetId(target, this.deps.firstPrefix);
  }
}
