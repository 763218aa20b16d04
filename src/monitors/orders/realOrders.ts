import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import type { KeyTracking } from '../../redis/tracking/keyInvalidations';
import { ReconnectingSubscription } from '../../redis/tracking/reconnectingSubscription';
import type { DiscoveredKeys } from '../../state/discovery';
import type { Target } from '../../state/keys';
import { realOrderPrefixes, withoutOverlap } from '../../state/orders/keys';
import { type RealOrderRead, readRealOrders } from '../../state/orders/records';
import { scanRealOrderKeys } from '../../state/orders/scan';
import type { Problem } from '../../state/problem';
import type { StateStore } from '../../state/store';
import { type IdOf, OrdersByTarget } from './ordersByTarget';

export interface RealOrderDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly log: Logger;
  /** `live:docker` and the like unless given. */
  readonly idOf?: IdOf;
}

/** Redis compares the key of every write with two prefixes a target: beyond so many, only scans of all keys find orders. */
export const MAX_TRACKED_TARGETS = 20;
/** All keys are scanned no more often than that, in ms. */
const SCAN_INTERVAL_MS = 60_000;
const MAX_PROBLEMS = 20;

/**
 * When each live target last wrote an order or an execution, which proves real trading whatever its flags say. It begins
 * with what a pass over all keys found; from then on client tracking tells which of these keys change, and only the newest
 * of them are read, at each check. Where the connection was lost, one bounded scan looks for what was missed.
 */
export class RealOrderMonitor {
  private readonly orders: OrdersByTarget;
  private readonly subscription: ReconnectingSubscription;
  private untracked = 0;
  private scanning: Promise<void> | null = null;
  private isScanDue = false;
  private scannedAtMs = Number.NEGATIVE_INFINITY;
  private readonly unreadable = new Map<string, Problem>();

  constructor(private readonly deps: RealOrderDeps) {
    const { tracking, clock, log, idOf } = deps;
    this.orders = new OrdersByTarget(idOf);
    this.subscription = new ReconnectingSubscription({
      tracking,
      clock,
      onChange: (key) => this.orders.forKey(key)?.onChange(key, clock.now()),
      onResume: () => {
        this.isScanDue = true;
        log.warn('client tracking was interrupted; scanning all keys for missed real orders');
      },
      onReject: (error) =>
        log.warn({ err: error }, 'client tracking unavailable; only full scans find real orders'),
    });
  }

  /**
   * Tracks the live ones of these targets, and no others. Call it with those that are known before the first pass over all
   * keys, so that no order is missed between the two. Resolves when changes are tracked, or cannot be.
   */
  async track(targets: readonly Target[]): Promise<void> {
    this.orders.setTargets(targets);
    await this.subscription.track(this.prefixes());
  }

  /**
   * Takes what a pass over all keys found. Throws StateUnavailableError when the keys cannot be read; the next pass
   * brings them again.
   */
  async seed({ targets, realOrderKeys }: Pick<DiscoveredKeys, 'targets' | 'realOrderKeys'>): Promise<void> {
    // Of a target that is new, an order may have come between the pass and this.
    if (this.orders.setTargets(targets)) this.isScanDue = true;
    await this.subscription.track(this.prefixes());
    await this.applyFound(realOrderKeys.map(({ key }) => key));
  }

  /** Reads what has changed since the last check, in two trips at most. While Redis is away, what is known stays. */
  async observe(): Promise<void> {
    try {
      if (await this.subscription.sync()) {
        await this.readChanged();
        this.scanWhenDue();
      }
      // It may take longer than a check has time.
      else this.subscription.track(this.prefixes()).catch((error: unknown) => this.logFault(error));
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) throw error;
    }
  }

  /** By target id, when the newest order or execution was written, by our clock. Without an entry: not known. */
  lastRealOrderAt(): ReadonlyMap<string, Date> {
    return this.orders.lastAt(this.deps.clock.now());
  }

  /**
   * The ids of targets that have an order or execution of which nothing tells when it was written: it has no TTL, or a
   * longer one than traders give. It proves real trading at some time, not within the last days.
   */
  undated(): ReadonlySet<string> {
    return this.orders.undated();
  }

  /** Keys of orders that hold something else; at most 20. */
  problems(): readonly Problem[] {
    return [...this.unreadable.values()];
  }

  close(): void {
    this.subscription.close();
  }

  private prefixes(): string[] {
    const targets = this.orders.targets();
    const untracked = Math.max(0, targets.length - MAX_TRACKED_TARGETS);
    if (untracked > this.untracked)
      this.deps.log.warn({ untracked }, 'too many live targets; only full scans find real orders of some');
    this.untracked = untracked;
    return withoutOverlap(targets.slice(0, MAX_TRACKED_TARGETS).flatMap(realOrderPrefixes));
  }

  private async readChanged(): Promise<void> {
    const changed = this.orders.all().map((orders) => ({ orders, keys: orders.takeChanged() }));
    try {
      await Promise.all(
        changed.map(async ({ orders, keys }) => {
          if (keys.size === 0) return;
          const reads = await this.read([...keys.keys()]);
          if (orders.applyChanged(reads, keys, this.deps.clock.now())) this.isScanDue = true;
        }),
      );
    } catch (error) {
      for (const { orders, keys } of changed) orders.putBack(keys);
      throw error;
    }
  }

  /** In the background: on a large Redis a pass takes longer than a check has time. */
  private scanWhenDue(): void {
    const nowMs = this.deps.clock.monotonicMs();
    const isTooSoon = nowMs - this.scannedAtMs < SCAN_INTERVAL_MS;
    if (!this.isScanDue || this.scanning !== null || isTooSoon) return;
    this.isScanDue = false;
    this.scannedAtMs = nowMs;
    this.scanning = this.scan()
      .catch((error: unknown) => {
        this.isScanDue = true;
        this.logFault(error);
      })
      .finally(() => {
        this.scanning = null;
      });
  }

  private async scan(): Promise<void> {
    const { keys, isComplete } = await scanRealOrderKeys(this.deps.store, this.orders.targets());
    if (!isComplete) this.deps.log.warn('scan for real orders timed out; some keys were not read');
    await this.applyFound(keys);
  }

  private async applyFound(keys: readonly string[]): Promise<void> {
    const reads = await this.read(keys);
    const now = this.deps.clock.now();
    for (const read of reads) this.orders.forKey(read.key)?.applyFound(read, now);
  }

  private async read(keys: readonly string[]): Promise<readonly RealOrderRead[]> {
    const reads = await readRealOrders(this.deps.store, keys);
    for (const { key, problems } of reads) {
      const [problem] = problems;
      if (problem === undefined) this.unreadable.delete(key);
      else if (!this.unreadable.has(key) && this.unreadable.size < MAX_PROBLEMS) {
        this.unreadable.set(key, problem);
        this.deps.log.warn({ problem }, 'unparsable key of a real order');
      }
    }
    return reads;
  }

  private logFault(error: unknown): void {
    if (!(error instanceof StateUnavailableError))
      this.deps.log.error({ err: error }, 'scan for real orders failed');
  }
}
