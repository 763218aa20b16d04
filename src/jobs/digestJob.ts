import type { DigestConfig } from '../digests/digest';
import { dueDigests, type PreviousRun } from '../digests/dueDigests';
import { isFresh } from '../digests/fresh';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { StateCache } from '../notify/recovery/stateCache';
import { StateUnavailableError } from '../redis/errors';

export interface DigestJobDeps {
  readonly stateCache: StateCache;
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  readonly digests: readonly DigestConfig[];
  readonly previousRun: PreviousRun;
  /** A sight that is older, in ms, is none to make a digest from: the next minute will do. */
  readonly maxStateAgeMs: number;
}

/** `told`: a digest was stored to be sent, or began. `wait`: there is nothing to make one from yet. */
export type DigestOutcome = 'told' | 'nothing due' | 'wait';

/** A commit lost to another copy, or to a check, is decided anew from what that one stored, so many times. */
const TRIES = 8;
const EVERY_MS = 60_000;

/**
 * Tells the digests that are due, each slot once, however many copies of the bot do so and however often: the slot
 * that was told is part of what is known, and is stored in one step with the message to send.
 */
export class DigestJob {
  private ranAtMs = Number.NEGATIVE_INFINITY;
  private running: Promise<DigestOutcome> | null = null;

  constructor(private readonly deps: DigestJobDeps) {}

  /** Runs unless it runs already. Never rejects: what cannot be done now is done in the next minute. */
  run(): Promise<DigestOutcome> {
    this.ranAtMs = this.deps.clock.now().getTime();
    this.running ??= this.told().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Runs when a minute has passed since it last did; returns at once. */
  nudge(): void {
    const passedMs = this.deps.clock.now().getTime() - this.ranAtMs;
    if (passedMs >= EVERY_MS || passedMs < 0) void this.run();
  }

  private async told(): Promise<DigestOutcome> {
    const { log } = this.deps;
    try {
      for (let tried = 0; tried < TRIES; tried++) {
        const outcome = await this.try();
        if (outcome !== 'conflict') return outcome;
      }
      log.info('the digests wait for the next minute: others stored something first each time');
    } catch (error) {
      if (error instanceof StateUnavailableError)
        log.info({ err: error }, 'digest postponed: Redis unavailable');
      else log.error({ err: error }, 'digest failed');
    }
    return 'wait';
  }

  private async try(): Promise<DigestOutcome | 'conflict'> {
    const { stateCache, dispatcher, clock, log, digests, previousRun, maxStateAgeMs } = this.deps;
    const recalled = await stateCache.load();
    const { known } = recalled;
    const now = clock.now();
    if (known === null || !isFresh(known, now, maxStateAgeMs)) return 'wait';
    const decision = dueDigests(known, digests, now, previousRun);
    if (decision === null) return 'nothing due';
    if (!(await stateCache.commit(decision, recalled))) return 'conflict';
    for (const { id } of decision.notifications) log.info({ delivery: id }, 'digest queued');
    dispatcher.wake();
    return 'told';
  }
}
