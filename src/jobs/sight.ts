import type { Sighting } from '../alerts';
import type { Clock } from '../clock';
import { type LiveMonitorSettings, LiveStatusMonitor } from '../monitors/liveStatusMonitor';
import { findSessions } from '../monitors/sessionFinder';
import type { TuningStatusSnapshot } from '../monitors/tuningSnapshot';
import type { TuningMonitorSettings } from '../monitors/tuningStatusMonitor';
import type { BotStore } from '../state/botStore';
import { StateUnavailableError, type UnavailableReason } from '../state/errors';
import { TARGETS } from '../state/keys';
import type { StateStore } from '../state/store';

export interface SightDeps {
  readonly store: StateStore;
  readonly botStore: BotStore;
  readonly clock: Clock;
  readonly live: LiveMonitorSettings;
  readonly tuning: TuningMonitorSettings;
  /** How often the tuning sessions are looked at, in ms: each look is a pass over the whole keyspace. */
  readonly tuningEveryMs: number;
}

/** Looks at all targets, in one trip to Redis, and now and then at the tuning sessions. */
export class Sight {
  private lookedForSessionsAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: SightDeps) {}

  /** What is to be seen now; that nothing can be seen is a sighting too. */
  async look(): Promise<Sighting> {
    const { clock, live } = this.deps;
    const snapshots = await orReason(
      Promise.all(
        TARGETS.map(({ mode, env }) => new LiveStatusMonitor(this.deps, mode, env, live).snapshot()),
      ),
    );
    const at = clock.now();
    if ('reason' in snapshots) return { kind: 'blind', at, reason: snapshots.reason };
    const sessions = await orReason(this.sessionsWhenDue(at));
    return {
      kind: 'seen',
      at,
      snapshots: snapshots.value,
      sessions: 'value' in sessions ? sessions.value : null,
    };
  }

  private async sessionsWhenDue(now: Date): Promise<readonly TuningStatusSnapshot[] | null> {
    const { store, botStore, tuning, tuningEveryMs } = this.deps;
    if (now.getTime() - this.lookedForSessionsAt < tuningEveryMs) return null;
    const found = await findSessions(store, tuning, { startsWith: '' });
    const sessions = await Promise.all(
      found.map(async (progress) => progress.snapshot(await botStore.tuningTotal(progress.session), now)),
    );
    this.lookedForSessionsAt = now.getTime();
    return sessions;
  }
}

/** What was read; or why it could not be. */
async function orReason<T>(read: Promise<T>): Promise<{ value: T } | { reason: UnavailableReason }> {
  try {
    return { value: await read };
  } catch (error) {
    if (error instanceof StateUnavailableError) return { reason: error.reason };
    throw error;
  }
}
