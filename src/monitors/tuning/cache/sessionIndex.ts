import type { TuningKey } from '../../../state/tuning/keys';
import type { TuningKeyRead } from '../../../state/tuning/scan';
import type { SessionRef } from '../../../storage/botStore';
import type { SessionSearch } from '../sessionFinder';
import { refOf, type SessionProgress, sessionKey } from '../sessionProgress';
import { assignJobsWithoutMode } from '../unassignedJobs';
import { CachedSession } from './cachedSession';
import { EvictedSessions } from './evictedSessions';

/**
 * All tuning sessions as their keys were last read. Of those that moved least recently no more is kept than what their
 * records come to, so that no more than `limit` records are held.
 */
export class SessionIndex {
  private readonly sessions = new Map<string, CachedSession>();
  private readonly sessionOfKey = new Map<string, CachedSession>();
  private readonly evicted = new EvictedSessions();

  constructor(private readonly limit: number) {}

  /** Puts each key's record in the place of what it held before. */
  put(reads: readonly TuningKeyRead[]): void {
    for (const { key, record } of reads) {
      const before = this.sessionOfKey.get(key.key);
      const session = record === null ? null : this.sessionFor(refOf(record));
      if (before !== undefined && before !== session) this.take(key.key, before);
      if (record === null || session === null) continue;
      session.put(key.key, record);
      if (!session.isEvicted) this.sessionOfKey.set(key.key, session);
    }
    while (this.sessionOfKey.size > this.limit) this.evictedOf(this.leastRecent());
  }

  /** Puts all that was read of a session in the place of all that was known of it. */
  replace(session: SessionRef, reads: readonly TuningKeyRead[]): void {
    const held = this.sessions.get(sessionKey(session));
    if (held !== undefined) {
      for (const key of held.evicted()) this.sessionOfKey.delete(key);
      this.evicted.delete(held);
      this.sessions.delete(sessionKey(session));
    }
    this.put(reads);
  }

  /** Every record that there is has been put: from now on sessions that were let go take none. */
  seal(): void {
    for (const session of this.evicted.all) session.seal(this.modelessOf(session));
  }

  /** The sessions that the key may be of and that were let go: what it held is not known, so all must be read again. */
  evictedAt(key: TuningKey): SessionRef[] {
    return this.evicted.at(key).map(({ session }) => session);
  }

  /** As findSessions. */
  found({ startsWith, env, mode }: SessionSearch): SessionProgress[] {
    const sessions = [...this.sessions.values()].filter(
      ({ session }) =>
        session.sessionId.startsWith(startsWith) &&
        (env === undefined || session.env === env) &&
        (mode === undefined || session.mode === null || session.mode === mode),
    );
    return assignJobsWithoutMode(sessions.map((held) => held.progress()));
  }

  /** Where jobs that do not tell their mode are joined to it, those; see `assignJobsWithoutMode`. */
  private modelessOf({ session }: CachedSession): CachedSession | null {
    if (session.mode === null) return null;
    return this.sessions.get(sessionKey({ ...session, mode: null })) ?? null;
  }

  private sessionFor(session: SessionRef): CachedSession {
    const key = sessionKey(session);
    const held = this.sessions.get(key) ?? new CachedSession(session);
    this.sessions.set(key, held);
    return held;
  }

  private take(key: string, session: CachedSession): void {
    session.remove(key);
    this.sessionOfKey.delete(key);
    if (session.size === 0 && !session.isEvicted) this.sessions.delete(sessionKey(session.session));
  }

  private evictedOf(session: CachedSession): void {
    for (const key of session.evicted()) this.sessionOfKey.delete(key);
    this.evicted.add(session);
  }

  /** Throws when none is held. */
  private leastRecent(): CachedSession {
    const held = [...this.sessions.values()].filter(({ size }) => size > 0);
    return held.reduce((least, session) => (movedAt(session) < movedAt(least) ? session : least));
  }
}

/** When the session last moved by its own times, in ms since the epoch; one that tells no time never did. */
const movedAt = (session: CachedSession): number =>
  session.progress().lastUpdate?.getTime() ?? Number.NEGATIVE_INFINITY;
