import type { AlertState } from '../state/alertState';

/**
 * `outdated`: another configuration was activated later, and an instance with it evaluates; this one does not. `stand_in`:
 * no instance with the active one evaluates any more, so that this one does, with its older one.
 */
export type ConfigurationStatus = 'current' | 'outdated' | 'stand_in';

/** What an instance remembers from check to check. */
export interface StatusMemory {
  readonly status: ConfigurationStatus;
  /** The last observation that it found in the store; null before the first. */
  readonly observedAt: Date | null;
  /** When it last found that another instance evaluates, in ms by its monotonic clock: those of machines differ. */
  readonly othersSeenMs: number;
}

export const FIRST_STATUS: StatusMemory = {
  status: 'current',
  observedAt: null,
  othersSeenMs: Number.NEGATIVE_INFINITY,
};

export interface StatusContext {
  /** The state by the store; null where it cannot be read. */
  readonly known: AlertState | null;
  /** The hash of this instance's configuration. */
  readonly own: string;
  /** It is to be activated as soon as the store takes that. */
  readonly isPending: boolean;
  readonly nowMs: number;
  readonly checkIntervalMs: number;
}

/** After how long without an observation by others an instance with an older configuration evaluates, in ms. */
export const standInAfterMs = (checkIntervalMs: number): number => 3 * checkIntervalMs + 10_000;

/**
 * Whether this instance may evaluate. Never does every instance wait for another: one whose configuration is older looks at
 * whether observations of others appear in the store, and evaluates itself when they stay away. Of several such instances with
 * different configurations the one with the lowest hash goes on.
 */
export function nextStatus(before: StatusMemory, context: StatusContext): StatusMemory {
  const { known, own, isPending, nowMs, checkIntervalMs } = context;
  const active = known?.configuration;
  const isCurrent = known === null ? before.status === 'current' : !active || active.hash === own;
  const observedAt = known?.observedAt ?? before.observedAt;
  if (isPending || isCurrent) return { status: 'current', observedAt, othersSeenMs: nowMs };
  const isNew = known !== null && known.observedAt.getTime() !== before.observedAt?.getTime();
  const isByOthers = isNew && takesPrecedence(known, own, before.status);
  const othersSeenMs = isByOthers || before.status === 'current' ? nowMs : before.othersSeenMs;
  const limitMs = standInAfterMs(Math.max(checkIntervalMs, active?.checkIntervalMs ?? 0));
  const status = nowMs - othersSeenMs > limitMs ? 'stand_in' : 'outdated';
  return { status, observedAt, othersSeenMs };
}

/** Whether the last observation keeps this instance from evaluating, or makes it stop. */
function takesPrecedence(
  { observedWith, configuration }: AlertState,
  own: string,
  status: ConfigurationStatus,
): boolean {
  if (observedWith === own) return false;
  if (observedWith === undefined || observedWith === configuration?.hash) return true;
  return status !== 'stand_in' || observedWith < own;
}
