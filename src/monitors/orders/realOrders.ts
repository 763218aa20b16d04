import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import type { KeyTracking } from '../../redis/tracking/keyInvalidations';
import type { DiscoveredKeys } from '../../state/discovery';
import type { Target } from '../../state/keys';
import { realOrderPrefixes, withoutOverlap } from '../../state/orders/keys';
import { type RealOrderRead, readRealOrders } from '../../state/orders/records';
import { scanRealOrderKeys } from '../../state/orders/scan';
import type { Problem } from '../../state/problem';
import type { StateStore } from '../../state/store';
import { KeyFeed } from './keyFeed';
import { type IdOf, KnownOrders } from './ordersByTarget';

export interface RealOrderDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly log: Logger;
  /** `live:docker` and the like unless given. */
  readonly idOf?: IdOf;
}

/** Redis compares the key of every write with two prefixes a target: beyond so many, passes over all keys must do. */
export const TARGETS_FOLLOWED = 20;
/** All keys are passed no more often than that, in ms. */
const SCAN_EVERY_MS = 60_000;
const PROBLEMS_KEPT = 20;

/**
 * When each live target last wrote an order or an execution, which proves real trading whatever its flags say. What a
 * pass over all keys found is the beginning; from then on Redis tells which of these keys change, by client tracking,
 * and only the newest of them are read, at each check. Where a connection was lost, one bounded pass looks again.
 */
export class RealOrderMonitor {
  private readonly known: KnownOrders;
  private readonly feed: KeyFeed;
  private leftOut = 0;
  private scanning: Promise<void> | null = null;
  private isScanDue = false;
  private scannedAtMs = Number.NEGATIVE_INFINITY;
  private readonly unreadable = new Map<string, Problem>();

  constructor(private readonly deps: RealOrderDeps) {
    const { tracking, clock, log, idOf } = deps;
    this.known = new KnownOrders(idOf);
    this.feed = new KeyFeed({
      tracking,
      clock,
      hear: (key) => this.known.at(key)?.hear(key, clock.now()),
      resumed: () => {
        this.isScanDue = true;
        log.warn(
          'real orders may have passed unseen while Redis did not tell of them: all keys are read again',
        );
      },
      refused: (error) =>
        log.warn(
          { err: error },
          'Redis does not tell what changes: real orders are noticed only by the passes over all keys',
        ),
    });
  }

  /**
   * From now on these targets are followed, and no others; only live ones count. Call it with those that are known before
   * the first pass over all keys, so that no order passes unseen between the two. Resolves when changes are followed, or
   * cannot be.
   */
  async track(targets: readonly Target[]): Promise<void> {
    this.known.setTargets(targets);
    await this.feed.track(this.prefixes());
  }

  /**
   * Takes what a pass over all keys found. Throws StateUnavailableError when the keys cannot be read; the next pass
   * brings them again.
   */
  async seed({ targets, realOrderKeys }: Pick<DiscoveredKeys, 'targets' | 'realOrderKeys'>): Promise<void> {
    // Of a target that is new, an order may have come between the pass and this.
    if (this.known.setTargets(targets)) this.isScanDue = true;
    await this.feed.track(this.prefixes());
    await this.take(realOrderKeys.map(({ key }) => key));
  }

  /** Reads what has changed since the last check, in two trips at most. While Redis is away, what is known stays. */
  async observe(): Promise<void> {
    try {
      if (await this.feed.sync()) {
        await this.readChanged();
        this.scanWhenDue();
      }
      // It may take longer than a check has time.
      else this.feed.track(this.prefixes()).catch((error: unknown) => this.logFault(error));
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) throw error;
    }
  }

  /** By target id, when the newest order or execution was written, by our clock. Without an entry: not known. */
  lastRealOrderAt(): ReadonlyMap<string, Date> {
    return this.known.lastAt(this.deps.clock.now());
  }

  /**
   * The ids of targets that have an order or execution of which nothing tells when it was written: it has no TTL, or a
   * longer one than traders give. It proves real trading at some time, not within the last days.
   */
  undated(): ReadonlySet<string> {
    return this.known.undated();
  }

  /** Keys of orders that hold something else; at most 20. */
  problems(): readonly Problem[] {
    return [...this.unreadable.values()];
  }

  close(): void {
    this.feed.close();
  }

  private prefixes(): string[] {
    const targets = this.known.targets();
    const leftOut = Math.max(0, targets.length - TARGETS_FOLLOWED);
    if (leftOut > this.leftOut)
      this.deps.log.warn(
        { leftOut },
        'there are many live targets: real orders of some are noticed only by the passes over all keys',
      );
    this.leftOut = leftOut;
    return withoutOverlap(targets.slice(0, TARGETS_FOLLOWED).flatMap(realOrderPrefixes));
  }

  private async readChanged(): Promise<void> {
    const heard = this.known.all().map((orders) => ({ orders, keys: orders.takeHeard() }));
    try {
      await Promise.all(
        heard.map(async ({ orders, keys }) => {
          if (keys.size === 0) return;
          const reads = await this.read([...keys.keys()]);
          if (orders.changed(reads, keys, this.deps.clock.now())) this.isScanDue = true;
        }),
      );
    } catch (error) {
      for (const { orders, keys } of heard) orders.giveBack(keys);
      throw error;
    }
  }

  /** In the background: on a large Redis a pass takes longer than a check has time. */
  private scanWhenDue(): void {
    const nowMs = this.deps.clock.monotonicMs();
    const isTooSoon = nowMs - this.scannedAtMs < SCAN_EVERY_MS;
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
    const { keys, isWhole } = await scanRealOrderKeys(this.deps.store, this.known.targets());
    if (!isWhole) this.deps.log.warn('not all keys could be looked through for real orders in time');
    await this.take(keys.map(({ key }) => key));
  }

  private async take(keys: readonly string[]): Promise<void> {
    const reads = await this.read(keys);
    const now = this.deps.clock.now();
    for (const read of reads) this.known.at(read.key)?.found(read, now);
  }

  private async read(keys: readonly string[]): Promise<readonly RealOrderRead[]> {
    const reads = await readRealOrders(this.deps.store, keys);
    for (const { key, problems } of reads) {
      const [problem] = problems;
      if (problem === undefined) this.unreadable.delete(key);
      else if (!this.unreadable.has(key) && this.unreadable.size < PROBLEMS_KEPT) {
        this.unreadable.set(key, problem);
        this.deps.log.warn({ problem }, 'a key of a real order could not be understood');
      }
    }
    return reads;
  }

  private logFault(error: unknown): void {
    if (!(error instanceof StateUnavailableError))
      this.deps.log.error({ err: error }, 'real orders could not be looked for');
  }
}
