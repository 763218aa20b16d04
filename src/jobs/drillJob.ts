import { nextDrillStep, stepDrill } from '../alerting/drill/stepDrill';
import type { AlertState } from '../alerting/state/alertState';
import type { AlertSettings } from '../alerting/types';
import type { Clock, Sleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { PollLoop } from '../notify/pollLoop';
import type { StateCache } from '../notify/recovery/stateCache';
import { storeDecision } from '../notify/recovery/storeDecision';
import { StateUnavailableError } from '../redis/errors';

export interface DrillJobDeps {
  readonly stateCache: StateCache;
  /** Looks at once for what was committed. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly log: Logger;
  readonly settings: () => AlertSettings;
  /** Whether this is for this instance to decide, and not for one with a newer configuration; it is unless given. */
  readonly mayDecide?: (known: AlertState) => boolean;
}

/** In ms. */
const POLL_INTERVAL_MS = 1_000;

/** Takes the steps of a drill when they are due, whichever instance began it. */
export class DrillJob {
  private readonly loop: PollLoop;

  constructor(private readonly deps: DrillJobDeps) {
    this.loop = new PollLoop(async () => {
      await this.run();
      return POLL_INTERVAL_MS;
    }, deps.sleep);
  }

  start(): void {
    this.loop.start();
  }

  async stop(limitMs: number): Promise<void> {
    await this.loop.stop(limitMs);
  }

  /** Takes the step that is due, if one is. Never rejects. */
  async run(): Promise<void> {
    const { stateCache, dispatcher, clock, log, settings } = this.deps;
    const cached = stateCache.known();
    const due = cached && nextDrillStep(cached);
    if (cached === null || due === null || due > clock.now()) return;
    if (!(this.deps.mayDecide?.(cached) ?? true)) return;
    try {
      await storeDecision(stateCache, (known) => stepDrill(known, clock.now(), settings()));
      dispatcher.wake();
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) log.error({ err: error }, 'drill step failed');
    }
  }
}
