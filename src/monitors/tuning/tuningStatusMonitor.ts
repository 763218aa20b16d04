import type { Clock } from '../../lib/clock';
import { type AskEviction, policyThatEvicted } from '../../redis/eviction';
import type { Env, Mode } from '../../state/keys';
import type { StateStore } from '../../state/store';
import { findSessions, type SessionFinder } from './sessionFinder';
import { SessionProgress } from './sessionProgress';
import { DEFAULT_TUNING_SETTINGS, type TuningMonitorSettings } from './settings';
import type { TuningStatusSnapshot } from './tuningSnapshot';

/** Reads how far one tuning session is. */
export class TuningStatusMonitor {
  constructor(
    private readonly deps: {
      readonly store: StateStore;
      readonly clock: Clock;
      /** Without it, each snapshot takes a SCAN of the keyspace. */
      readonly sessions?: SessionFinder;
      readonly eviction?: AskEviction;
    },
    private readonly sessionId: string,
    /** As a person gave it, since it is stored nowhere; null when nobody did. */
    private readonly totalIterations: number | null,
    private readonly env: Env = 'docker',
    private readonly mode: Mode = 'paper',
    private readonly settings: TuningMonitorSettings = DEFAULT_TUNING_SETTINGS,
  ) {}

  /** The session's state now; one that does not exist has no workers and no jobs. Throws StateUnavailableError. */
  async snapshot(): Promise<TuningStatusSnapshot> {
    const { env, mode, sessionId, settings } = this;
    const { store, sessions, clock, eviction } = this.deps;
    const search = { startsWith: sessionId, env, mode };
    const [found, evictionPolicy] = await Promise.all([
      sessions?.find(search) ?? findSessions(store, settings, search),
      policyThatEvicted(eviction),
    ]);
    const progress =
      found.find(({ session }) => session.sessionId === sessionId) ??
      new SessionProgress({ sessionId, env, mode });
    return progress.snapshot(this.totalIterations, clock.now(), evictionPolicy);
  }
}
