import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { StateUnavailableError } from '../redis/errors';
import { UNVERIFIED, type VerifiedReader } from '../redis/sentinel/verifiedRead';
import { type DiscoveredKeys, discover } from '../state/discovery';
import type { StateStore } from '../state/store';

/** How often all keys are looked through, in ms. */
export const DISCOVER_EVERY_MS = 600_000;

/** A pass that failed, as it does when another Redis takes over, is made again after so long, in ms. */
const AGAIN_AFTER_MS = 15_000;

export interface DiscoveryDeps {
  readonly store: StateStore;
  /** Default: no other Redis can take over. */
  readonly verifiedReads?: VerifiedReader;
  /** The key prefixes that the traders are configured with. */
  readonly prefixes: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** Finds out which traders there are, by a pass over the keyspace now and then. Nothing waits for it. */
export class Discovery {
  private readonly stopping = new AbortController();
  private readonly listeners: ((found: DiscoveredKeys) => void)[] = [];
  private running: Promise<void> | null = null;
  private newest: DiscoveredKeys | null = null;
  private dueAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: DiscoveryDeps) {}

  /** What the last complete pass found; null before the first. */
  get latest(): DiscoveredKeys | null {
    return this.newest;
  }

  /** From now on `listener` gets what each complete pass found. It must not throw. */
  onFound(listener: (found: DiscoveredKeys) => void): void {
    this.listeners.push(listener);
  }

  /** Begins a pass when one is due, and resolves when the one in progress has ended. Never rejects. */
  runWhenDue(): Promise<void> {
    const isDue = this.deps.clock.monotonicMs() >= this.dueAtMs;
    if (this.running === null && isDue && !this.stopping.signal.aborted) {
      this.running = this.pass().finally(() => {
        this.running = null;
      });
    }
    return this.running ?? Promise.resolve();
  }

  /** Ends the pass in progress; no other begins. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async pass(): Promise<void> {
    const { store, verifiedReads = UNVERIFIED, prefixes, clock, log } = this.deps;
    const { signal } = this.stopping;
    this.dueAtMs = clock.monotonicMs() + AGAIN_AFTER_MS;
    try {
      const { value: found } = await verifiedReads.verifiedRead(() => discover(store, prefixes, signal));
      this.newest = found;
      this.dueAtMs = clock.monotonicMs() + DISCOVER_EVERY_MS;
      for (const listener of this.listeners) listener(found);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof StateUnavailableError)
        log.info({ err: error }, 'trader discovery failed; retrying');
      else log.error({ err: error }, 'trader discovery failed');
    }
  }
}
