import { MODES } from '../../../state/keys';
import type { TuningKey } from '../../../state/tuning/keys';
import type { TuningKeyRead } from '../../../state/tuning/scan';
import type { SessionRef } from '../../../storage/botStore';
import type { SessionSearch } from '../sessionFinder';
import { type SessionProgress, sessionKey, sessionRefOf } from '../sessionProgress';
import { assignJobsWithoutMode } from '../unassignedJobs';
import { CachedSession } from './cachedSession';

/** All tuning sessions as their keys were last read. Of the least recently active only the aggregate is cached. */
export class SessionIndex {
  private readonly sessions = new Map<string, CachedSession>();
  private readonly sessionOfKey = new Map<string, CachedSession>();
  private readonly notFrozen = new Set<CachedSession>();
  private hasEvicted = false;

  /** No more than `limit` records are cached. */
  constructor(private readonly limit: number) {}

  /** Puts each key's record in the place of what it held before. */
  put(reads: readonly TuningKeyRead[]): void {
    for (const { key, record } of reads) {
      const before = this.sessionOfKey.get(key.key);
      const session = record === null ? null : this.sessionFor(sessionRefOf(record));
      if (before !== undefined && before !== session) this.detach(key.key, before);
      if (record === null || session === null) continue;
      session.put(key.key, record);
      if (!session.isEvicted) this.sessionOfKey.set(key.key, session);
    }
    while (this.sessionOfKey.size > this.limit) this.evict(this.leastRecentlyActive());
  }

  /** Puts all that was read of a session in the place of all that was cached of it. */
  replace(ref: SessionRef, reads: readonly TuningKeyRead[]): void {
    const cached = this.sessions.get(sessionKey(ref));
    if (cached !== undefined) {
      for (const key of cached.evict()) this.sessionOfKey.delete(key);
      this.notFrozen.delete(cached);
      this.sessions.delete(sessionKey(ref));
    }
    this.put(reads);
  }

  /** Every record that there is has been put: from now on, evicted sessions take none. */
  freezeEvicted(): void {
    for (const session of this.notFrozen) session.freeze(this.modelessOf(session));
    this.notFrozen.clear();
  }

  /**
   * The evicted sessions that a changed key may be of: what it held is not cached, so all must be read again. Names may
   * contain colons, so each colon may be the end of the session's id; a job may be of any mode.
   */
  evictedFor({ env, rest, ...key }: TuningKey): SessionRef[] {
    if (!this.hasEvicted) return [];
    const modes = key.kind === 'job' ? [...MODES, null] : [key.mode];
    const found: SessionRef[] = [];
    for (let end = rest.indexOf(':'); end !== -1; end = rest.indexOf(':', end + 1))
      for (const mode of modes) {
        const ref = { sessionId: rest.slice(0, end), env, mode };
        if (this.sessions.get(sessionKey(ref))?.isEvicted) found.push(ref);
      }
    return found;
  }

  /** As findSessions. */
  find({ startsWith, env, mode }: SessionSearch): SessionProgress[] {
    const sessions = [...this.sessions.values()].filter(
      ({ session }) =>
        session.sessionId.startsWith(startsWith) &&
        (env === undefined || session.env === env) &&
        (mode === undefined || session.mode === null || session.mode === mode),
    );
    return assignJobsWithoutMode(sessions.map((session) => session.progress()));
  }

  /** The jobs of its id that do not tell their mode; see `assignJobsWithoutMode`. */
  private modelessOf({ session }: CachedSession): CachedSession | null {
    if (session.mode === null) return null;
    return this.sessions.get(sessionKey({ ...session, mode: null })) ?? null;
  }

  private sessionFor(ref: SessionRef): CachedSession {
    const key = sessionKey(ref);
    const cached = this.sessions.get(key) ?? new CachedSession(ref);
    this.sessions.set(key, cached);
    return cached;
  }

  private detach(key: string, session: CachedSession): void {
    session.remove(key);
    this.sessionOfKey.delete(key);
    if (session.size === 0 && !session.isEvicted) this.sessions.delete(sessionKey(session.session));
  }

  private evict(session: CachedSession): void {
    for (const key of session.evict()) this.sessionOfKey.delete(key);
    this.notFrozen.add(session);
    this.hasEvicted = true;
  }

  /** Throws when no record is cached. */
  private leastRecentlyActive(): CachedSession {
    const cached = [...this.sessions.values()].filter(({ size }) => size > 0);
    return cached.reduce((least, session) => (activeAtMs(session) < activeAtMs(least) ? session : least));
  }
}

/** The session's last update by its own times, in ms since the epoch; one that tells no time was never active. */
const activeAtMs = (session: CachedSession): number =>
  session.progress().lastUpdate?.getTime() ?? Number.NEGATIVE_INFINITY;
