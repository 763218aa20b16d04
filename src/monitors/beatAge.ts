import { HEARTBEAT_TTL_MS } from '../state/keys';
import type { Heartbeat } from '../state/stateManager';
import type { HeartbeatState } from './liveSnapshot';

/** A heartbeat and how old it is. */
export interface AgedBeat extends Heartbeat {
  /** In ms; null when neither the key's TTL nor its text tells. */
  readonly ageMs: number | null;
  /** The trader's clock minus ours, in ms; null when the TTL does not tell. */
  readonly clockSkewMs: number | null;
}

/** The beat's age by the key's TTL, since that is Redis's own clock; else by its text, trusting the trader's clock. */
export function agedBeat({ component, at, ttlMs }: Heartbeat, now: Date): AgedBeat {
  const byText = at === null ? null : now.getTime() - at.getTime();
  if (ttlMs === null || ttlMs > HEARTBEAT_TTL_MS) {
    const ageMs = byText === null ? null : Math.max(0, byText);
    return { component, at, ttlMs, ageMs, clockSkewMs: null };
  }
  const ageMs = HEARTBEAT_TTL_MS - ttlMs;
  return { component, at, ttlMs, ageMs, clockSkewMs: byText === null ? null : ageMs - byText };
}

/** The youngest of several components' beats; null when there is none. */
export const newestBeat = (beats: readonly AgedBeat[]): AgedBeat | null =>
  beats.reduce<AgedBeat | null>(
    (newest, beat) => ((beat.ageMs ?? Infinity) < (newest?.ageMs ?? Infinity) ? beat : (newest ?? beat)),
    null,
  );

/** What the newest beat says of the trader. */
export function heartbeatState(beat: AgedBeat | null, staleAfterMs: number): HeartbeatState {
  if (beat === null) return 'absent';
  if (beat.ageMs === null) return 'unreadable';
  return beat.ageMs <= staleAfterMs ? 'fresh' : 'stale';
}
