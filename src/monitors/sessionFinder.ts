import type { SessionRef } from '../state/botStore';
import type { Env, Mode } from '../state/keys';
import type { StateStore } from '../state/store';
import type { TuningRecord } from '../state/tuningRecords';
import { scanTuning } from '../state/tuningScan';
import { SessionProgress } from './sessionProgress';
import type { TuningMonitorSettings } from './tuningStatusMonitor';

export interface SessionSearch {
  /** How the session's id starts; empty text finds all sessions. */
  readonly startsWith: string;
  readonly env?: Env | undefined;
  readonly mode?: Mode | undefined;
}

/**
 * The sessions found by one SCAN of the keyspace, each with its progress; all tuning namespaces are looked through
 * unless the search names an env or a mode. Throws StateUnavailableError.
 */
export async function findSessions(
  store: StateStore,
  settings: TuningMonitorSettings,
  { startsWith, env, mode }: SessionSearch,
): Promise<SessionProgress[]> {
  const found = new Map<string, SessionProgress>();
  const withoutMode: TuningRecord[] = [];
  const scope = { keyPrefix: settings.keyPrefix, env, mode, session: { startsWith } };
  for await (const records of scanTuning(store, scope, settings.zone)) {
    for (const record of records) {
      const { sessionId, env, mode } = record;
      if (mode === null) withoutMode.push(record);
      else progressOf(found, { sessionId, env, mode }).add(record);
    }
  }
  const sessions = [...found.values()];
  for (const record of withoutMode) addToEach(sessions, record);
  return sessions;
}

/** A job that does not tell its mode may be of any session that has its id and env. */
function addToEach(sessions: readonly SessionProgress[], record: TuningRecord): void {
  for (const progress of sessions) {
    const { sessionId, env } = progress.session;
    if (sessionId === record.sessionId && env === record.env) progress.add(record);
  }
}

function progressOf(found: Map<string, SessionProgress>, session: SessionRef): SessionProgress {
  const id = `${session.env}:${session.mode}:${session.sessionId}`;
  const progress = found.get(id) ?? new SessionProgress(session);
  found.set(id, progress);
  return progress;
}
