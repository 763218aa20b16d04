import type { Clock } from '../clock';
import { DEFAULT_KEY_PREFIX, type Env, type Mode } from '../state/keys';
import type { StateStore } from '../state/store';
import { scanTuning } from '../state/tuningScan';
import { SessionProgress } from './sessionProgress';
import type { TuningStatusSnapshot } from './tuningSnapshot';

export interface TuningMonitorSettings {
  readonly keyPrefix: string;
  /** The zone of the zoneless times that workers and jobs write: an IANA name. */
  readonly zone: string;
}

export const DEFAULT_TUNING_SETTINGS: TuningMonitorSettings = { keyPrefix: DEFAULT_KEY_PREFIX, zone: 'UTC' };

/** Reads how far one tuning session is. */
export class TuningStatusMonitor {
  constructor(
    private readonly deps: { readonly store: StateStore; readonly clock: Clock },
    private readonly sessionId: string,
    /** As a person gave it; null when nobody did, for it is stored nowhere. */
    private readonly totalIterations: number | null,
    private readonly env: Env = 'docker',
    private readonly mode: Mode = 'paper',
    private readonly settings: TuningMonitorSettings = DEFAULT_TUNING_SETTINGS,
  ) {}

  /**
   * The session's state now, from one SCAN of the keyspace; a session that nobody wrote has no workers and no jobs.
   * Throws StateUnavailableError.
   */
  async snapshot(): Promise<TuningStatusSnapshot> {
    const { env, mode, sessionId, settings } = this;
    const progress = new SessionProgress({ sessionId, env, mode });
    const scope = { keyPrefix: settings.keyPrefix, env, mode, session: { id: sessionId } };
    for await (const records of scanTuning(this.deps.store, scope, settings.zone)) {
      for (const record of records) progress.add(record);
    }
    return progress.snapshot(this.totalIterations, this.deps.clock.now());
  }
}
