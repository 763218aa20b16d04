import type { TuningKey } from '../../../state/tuning/keys';
import type { CachedSession } from './cachedSession';

/** The sessions of which only what their records come to is known, by the names that a key may have for them. */
export class EvictedSessions {
  private readonly byPlace = new Map<string, Set<CachedSession>>();
  private readonly sessions = new Set<CachedSession>();

  get all(): ReadonlySet<CachedSession> {
    return this.sessions;
  }

  add(session: CachedSession): void {
    const place = idAndEnv(session.session);
    this.byPlace.set(place, (this.byPlace.get(place) ?? new Set()).add(session));
    this.sessions.add(session);
  }

  delete(session: CachedSession): void {
    const place = idAndEnv(session.session);
    const there = this.byPlace.get(place);
    there?.delete(session);
    if (there?.size === 0) this.byPlace.delete(place);
    this.sessions.delete(session);
  }

  /** Those that the key may be of: names may hold colons, so each colon may be the one behind the session's. */
  at({ kind, env, rest, ...key }: TuningKey): CachedSession[] {
    if (this.sessions.size === 0) return [];
    const mode = 'mode' in key ? key.mode : null;
    const found: CachedSession[] = [];
    for (let end = rest.indexOf(':'); end !== -1; end = rest.indexOf(':', end + 1))
      for (const held of this.byPlace.get(idAndEnv({ env, sessionId: rest.slice(0, end) })) ?? [])
        if (kind === 'job' || held.session.mode === mode) found.push(held);
    return found;
  }
}

const idAndEnv = ({ env, sessionId }: { readonly env: string; readonly sessionId: string }): string =>
  `${env}:${sessionId}`;
