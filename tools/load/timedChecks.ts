import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { clockOf } from '../../sandbox/clock';
import { CheckJob } from '../../src/jobs/checkJob';
import { Observer } from '../../src/jobs/observer';
import { type Clock, systemClock } from '../../src/lib/clock';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { onlyTargets } from '../../src/monitors/live/targetDirectory';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { StateCache } from '../../src/notify/recovery/stateCache';
import type { Place } from '../../src/state/keys';
import type { AlertStore, Changeset } from '../../src/storage/alertStore';
import type { Stores } from '../../src/storage/connect';
import { NO_OUTAGES } from '../../test/helpers/checkJobHarness';
import { beat, fallSilent, manyTargets } from './manyTraders';

/** How long one check took, by its parts, in ms. */
export interface CheckTime {
  readonly whole: number;
  /** Reading what is known from Redis. */
  readonly read: number;
  /** Reading all traders from Redis. */
  readonly observer: number;
  /** Understanding what was read, deciding, and writing it as text. */
  readonly decide: number;
  /** Storing it in Redis. */
  readonly commit: number;
}

export const CHECK_EVERY_MS = 15_000;
export const STALE_AFTER_MS = 90_000;

const SETTINGS = {
  channel: 'C0ALERTS',
  checkIntervalMs: CHECK_EVERY_MS,
  outageAfterMs: 60_000,
  remindAfterMs: [3_600_000, 14_400_000],
  rules: {},
} as const;

/** A bot's checks of many traders in a real Redis. 15 s pass from check to check, in no time. */
export class TimedChecks {
  private aheadMs = 0;
  private readonly clock: Clock = clockOf(() => systemClock.now().getTime() + this.aheadMs);
  private readonly targets: readonly Place[];
  private readonly watcher: CheckJob;
  private readonly memory: StateCache;
  private lookedMs = 0;
  private seenMs = 0;
  private decidedMs = 0;

  constructor(
    private readonly client: Redis,
    state: Stores,
    count: number,
  ) {
    const { clock } = this;
    const log = pino({ level: 'silent' });
    this.targets = manyTargets(count);
    const monitors = { live: () => DEFAULT_LIVE_SETTINGS, tuning: DEFAULT_TUNING_SETTINGS };
    const tuningEveryMs = Number.POSITIVE_INFINITY;
    const observer = new Observer({
      ...state,
      ...monitors,
      clock,
      log,
      targets: onlyTargets(this.targets),
      tuningEveryMs,
    });
    const alertStore: AlertStore = Object.assign(Object.create(state.alertStore), {
      commit: (change: Changeset) => {
        this.decidedMs = performance.now();
        return state.alertStore.commit(change);
      },
    });
    this.memory = new StateCache({
      alertStore,
      log,
      checkIntervalMs: () => CHECK_EVERY_MS,
      maxRecordAge: () => STALE_AFTER_MS / 3,
    });
    this.watcher = new CheckJob({
      observe: async () => {
        this.lookedMs = performance.now();
        const seen = await observer.observe();
        this.seenMs = performance.now();
        return seen;
      },
      stateCache: this.memory,
      dispatcher: { wake: () => undefined },
      outages: NO_OUTAGES,
      clock,
      log,
      settings: () => SETTINGS,
    });
  }

  /** Checks of traders that beat before each. */
  beating(times: number): Promise<CheckTime[]> {
    return this.checks(times, () => beat(this.client, this.targets, this.clock.now()));
  }

  /** Checks of traders that are silent. */
  silent(times: number): Promise<CheckTime[]> {
    return this.checks(times, () => fallSilent(this.client, this.targets));
  }

  /** How many traders are known to be dead. */
  get dead(): number {
    const incidents = this.memory.known()?.incidents ?? [];
    const affected = incidents.filter(({ closedAt }) => closedAt === null).flatMap(({ targets }) => targets);
    return affected.filter(({ recoveredAt }) => recoveredAt === null).length;
  }

  /** Throws when one of them does not decide. */
  private async checks(times: number, before: () => Promise<void>): Promise<CheckTime[]> {
    const taken: CheckTime[] = [];
    for (let i = 0; i < times; i++) {
      this.aheadMs += CHECK_EVERY_MS;
      await before();
      const begunMs = performance.now();
      const outcome = await this.watcher.check();
      const endedMs = performance.now();
      if (outcome !== 'committed')
        throw new Error(`A check of ${this.targets.length} targets was ${outcome}`);
      taken.push({
        whole: endedMs - begunMs,
        read: this.lookedMs - begunMs,
        observer: this.seenMs - this.lookedMs,
        decide: this.decidedMs - this.seenMs,
        commit: endedMs - this.decidedMs,
      });
    }
    return taken;
  }
}
