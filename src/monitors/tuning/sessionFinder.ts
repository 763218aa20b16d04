import type { Env, Mode } from '../../state/keys';
import type { StateStore } from '../../state/store';
import { scanTuning } from '../../state/tuning/scan';
import { SessionProgress, sessionKey, sessionRefOf } from './sessionProgress';
import type { TuningMonitorSettings } from './settings';
import { assignJobsWithoutMode } from './unassignedJobs';

export interface SessionSearch {
  /** How the session's id starts; empty text finds all sessions. */
  readonly startsWith: string;
  readonly env?: Env | undefined;
  readonly mode?: Mode | undefined;
}

export interface SessionFinder {
  /** The sessions as they are in Redis now. Throws StateUnavailableError, or the signal's reason. */
  find(search: SessionSearch, signal?: AbortSignal): Promise<SessionProgress[]>;
}

/**
 * Finds sessions by one SCAN of the keyspace. A session of which there are only jobs that do not tell their mode has none
 * (null), whatever mode the search names. Throws StateUnavailableError, or the signal's reason.
 */
export async function findSessions(
  store: StateStore,
  settings: TuningMonitorSettings,
  { startsWith, env, mode }: SessionSearch,
  signal?: AbortSignal,
): Promise<SessionProgress[]> {
  const found = new Map<string, SessionProgress>();
  const scope = { keyPrefix: settings.keyPrefix, env, mode, session: { startsWith } };
  for await (const records of scanTuning(store, scope, settings.zone)) {
    signal?.throwIfAborted();
    for (const record of records) {
      const session = sessionRefOf(record);
      const key = sessionKey(session);
      const progress = found.get(key) ?? new SessionProgress(session);
      found.set(key, progress);
      progress.add(record);
    }
  }
  return assignJobsWithoutMode([...found.values()]);
}

/** Finds the sessions of all key prefixes. */
export function sessionsOfPrefixes(
  prefixes: readonly string[],
  finderOf: (keyPrefix: string) => SessionFinder,
): SessionFinder {
  const finders = prefixes.map(finderOf);
  const [only, ...others] = finders;
  if (only !== undefined && others.length === 0) return only;
  return {
    find: async (search, signal) =>
      (await Promise.all(finders.map((finder) => finder.find(search, signal)))).flat(),
  };
}
