import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { ControlMonitor } from '../monitors/live/controls';
import { MAX_TRACKED_TARGETS, RealOrderMonitor } from '../monitors/orders/realOrders';
import { RecordMonitor } from '../monitors/records/recordMonitor';
import { StateUnavailableError } from '../redis/errors';
import type { DiscoveredKeys } from '../state/discovery';
import { type Place, placeId, type Target, targetId } from '../state/keys';
import type { Stores } from '../storage/connect';
import type { Discovery } from './discovery';

export interface TraderEvidenceDeps {
  readonly state: Pick<Stores, 'store' | 'tracking'>;
  readonly discovery: Discovery;
  /** The key prefixes that the traders are configured with, the first of which goes without saying. */
  readonly prefixes: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the passes over all keys make known beside the traders: their orders and positions, and the control states of runs. */
export class TraderEvidence {
  readonly realOrders: RealOrderMonitor;
  readonly records: RecordMonitor;
  readonly controls: ControlMonitor;
  private readonly firstPrefix: string;
  private listed: () => readonly Place[] = () => [];

  constructor(private readonly deps: TraderEvidenceDeps) {
    const { state, discovery, prefixes, clock, log } = deps;
    const [firstPrefix = ''] = prefixes;
    this.firstPrefix = firstPrefix;
    const idOf = (target: Target) => targetId(target, firstPrefix);
    this.realOrders = new RealOrderMonitor({ ...state, clock, log, idOf });
    this.records = new RecordMonitor({ ...state, clock, log, firstPrefix });
    this.controls = new ControlMonitor({ store: state.store, clock, log });
    discovery.onFound((found) => {
      void this.tried(() => this.realOrders.seed({ ...found, targets: this.followed(found) }));
      void this.tried(() => this.records.seed(found));
      void this.tried(() => this.controls.seed(found.controlKeys));
    });
  }

  /**
   * Follows the real orders and the records of the targets that are listed already, so that none passes unseen before the
   * first pass has ended; and, from then on, also of those of which a pass finds no key.
   */
  start(listed: () => readonly Place[]): void {
    this.listed = listed;
    void this.tried(() => this.realOrders.track(this.followed(null)));
    void this.tried(() => this.records.track(listed().map((place) => this.targetAt(place))));
  }

  stop(): void {
    this.realOrders.close();
    this.records.close();
  }

  /** Those that were found, and as many of those that are only listed as can be followed beside them. */
  private followed(found: DiscoveredKeys | null): readonly Target[] {
    const { firstPrefix } = this;
    const traders = (found?.targets ?? []).filter(({ mode }) => mode === 'live');
    const ids = new Set(traders.map((target) => targetId(target, firstPrefix)));
    const others = this.listed()
      .filter((place) => place.mode === 'live' && !ids.has(placeId(place)))
      .map((place) => this.targetAt(place));
    return [...traders, ...others.slice(0, Math.max(0, MAX_TRACKED_TARGETS - traders.length))];
  }

  private targetAt({ mode, env, otherPrefix = this.firstPrefix }: Place): Target {
    return { prefix: otherPrefix, mode, env };
  }

  /** What cannot be read now, the next pass brings again. */
  private async tried(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      const { log } = this.deps;
      if (error instanceof StateUnavailableError)
        log.info({ err: error }, 'failed to read discovered keys; retrying at the next discovery');
      else log.error({ err: error }, 'failed to read discovered keys');
    }
  }
}
