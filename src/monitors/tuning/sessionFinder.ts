import type { Env, Mode } from '../../state/keys';
import type { StateStore } from '../../state/store';
import { scanTuning } from '../../state/tuning/scan';
import { SessionProgress, sessionKey, sessionRefOf } from './sessionProgress';
import type { TuningMonitorSettings } from './tuningStatusMonitor';
import { assignJobsWithoutMode } from './unassignedJobs';

export interface SessionSearch {
  /** How the session's id starts; empty text finds all sessions. */
  readonly startsWith: string;
  readonly env?: Env | undefined;
  readonly mode?: Mode | undefined;
}

/** Finds sessions, each with its progress, as they are in Redis when it is asked. */
export interface SessionFinder {
  /** Throws StateUnavailableError; or the signal's reason, once that has come while the keyspace is being read. */
  find(search: SessionSearch, signal?: AbortSignal): Promise<SessionProgress[]>;
}

/**
 * The sessions found by one SCAN of the keyspace, each with its progress; all tuning namespaces are looked through
 * unless the search names an env or a mode. A session of which there is nothing but jobs that do not tell their mode
 * has none (null), whatever mode the search names. Throws StateUnavailableError, or the signal's reason.
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

/** The sessions of all key prefixes: each prefix has a finder of its own. */
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
