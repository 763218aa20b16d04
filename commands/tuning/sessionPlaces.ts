import type { SessionProgress } from '../../src/monitors/tuning/sessionProgress';
import type { Env } from '../../src/state/keys';
import type { CommandDeps } from '../command';
import { type CommonArgs, quoteIfNeeded, typedPlace } from '../lib/parseArgs';

/** Where a session runs; null for anywhere. */
export type Within = Pick<CommonArgs, 'mode' | 'env'>;

export const ANYWHERE: Within = { mode: null, env: null };

/** The sessions whose ids start like this, of these places. Throws StateUnavailableError. */
export const sessionsIn = (
  { mode, env }: Within,
  startsWith: string,
  deps: Pick<CommandDeps, 'sessions' | 'signal'>,
): Promise<SessionProgress[]> =>
  deps.sessions.find({ startsWith, mode: mode ?? undefined, env: env ?? undefined }, deps.signal);

/** A longer id would fill the screen, and what is unseen in one cannot be typed. */
const TYPEABLE = /^\P{C}{1,60}$/u;

/** How to type a session's id; null where it cannot be. */
export const typedSession = (sessionId: string, envs: readonly Env[]): string | null =>
  TYPEABLE.test(sessionId) ? quoteIfNeeded(sessionId, envs) : null;

/** How a place is typed; empty for anywhere, null where it cannot be. */
export const placeWords = ({ mode, env }: Within): string | null =>
  mode !== null && env !== null ? typedPlace({ mode, env }) : (mode ?? env ?? '');
