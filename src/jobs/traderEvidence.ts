import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { ControlMonitor } from '../monitors/controls';
import { RealOrderMonitor } from '../monitors/realOrders';
import { StateUnavailableError } from '../state/errors';
import { type Place, type Target, targetId } from '../state/keys';
import type { State } from '../state/open';
import type { Discovery } from './discovery';

export interface TraderEvidenceDeps {
  readonly state: Pick<State, 'store' | 'changes'>;
  readonly discovery: Discovery;
  /** The key prefixes that the traders are configured with, the first of which goes without saying. */
  readonly prefixes: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the passes over all keys make known beside the traders: their real orders, and the control states of runs. */
export class TraderEvidence {
  readonly realOrders: RealOrderMonitor;
  readonly controls: ControlMonitor;
  private readonly firstPrefix: string;

  constructor(private readonly deps: TraderEvidenceDeps) {
    const { state, discovery, prefixes, clock, log } = deps;
    const [firstPrefix = ''] = prefixes;
    this.firstPrefix = firstPrefix;
    const idOf = (target: Target) => targetId(target, firstPrefix);
    this.realOrders = new RealOrderMonitor({ ...state, clock, log, idOf });
    this.controls = new ControlMonitor({ store: state.store, clock, log });
    discovery.onFound((found) => {
      void this.tried(() => this.realOrders.seed(found));
      void this.tried(() => this.controls.seed(found.controlKeys));
    });
  }

  /** Follows the real orders of these targets already, so that none passes unseen before the first pass has ended. */
  start(places: readonly Place[]): void {
    const targets = places
      .filter(({ mode }) => mode === 'live')
      .map(({ mode, env, otherPrefix = this.firstPrefix }) => ({ prefix: otherPrefix, mode, env }));
    void this.tried(() => this.realOrders.follow(targets));
  }

  stop(): void {
    this.realOrders.close();
  }

  /** What cannot be read now, the next pass brings again. */
  private async tried(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      const { log } = this.deps;
      if (error instanceof StateUnavailableError)
        log.info(
          { err: error },
          'what a pass over all keys found could not be read; the next pass brings it',
        );
      else log.error({ err: error }, 'what a pass over all keys found could not be read');
    }
  }
}
