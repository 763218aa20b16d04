import type { SignOfLife } from '../../src/alerting/observation/signOfLife';
import type { TargetState } from '../../src/alerting/state/targetState';
import { duration } from '../text/numbers';

/* Which sign of life a state is judged by, and how old it is. */

const nameOf = ({ kind }: SignOfLife): string => (kind === 'portfolio' ? 'portfolio written' : 'heartbeat');

function ageOf({ ageMs, isAtMost }: SignOfLife): string {
  if (ageMs === null) return 'at a time that cannot be told';
  return `${isAtMost && ageMs >= 1_000 ? 'at most ' : ''}${duration(ageMs)} ago`;
}

/**
 * `portfolio written 2 s ago (this trader sends no heartbeat)`, `heartbeat 12 s ago`. Of a portfolio whose writes nobody
 * observed, a heartbeat may have expired just now: `portfolio written at most 2 s ago (no heartbeat now)`.
 */
export function signWords({ sign, heartbeat }: Pick<TargetState, 'sign' | 'heartbeat'>): string {
  if (sign === null) return 'no sign of life in Redis';
  const said = `${nameOf(sign)} ${ageOf(sign)}`;
  if (sign.kind !== 'portfolio' || heartbeat !== null) return said;
  return `${said} (${sign.isAtMost ? 'no heartbeat now' : 'this trader sends no heartbeat'})`;
}

/** The same in as few words as there are: `portfolio 2 s ago`. */
export function briefSign({ sign }: Pick<TargetState, 'sign'>): string | null {
  if (sign === null || sign.ageMs === null) return null;
  return `${sign.kind} ${ageOf(sign)}`;
}

/** Of one whose heartbeat is missing, since when: `last heartbeat 3 min ago`; null where the heartbeat is the newest sign. */
export function missingHeartbeat({ sign, heartbeat, status }: TargetState): string | null {
  if (status !== 'no_heartbeat' || heartbeat === null || sign?.kind === 'heartbeat') return null;
  return `last heartbeat ${ageOf(heartbeat)}`;
}

/** Of one whose portfolio is stale: when it was last written, by our clock; null of any other. */
export function portfolioStaleSince({ status, incidents, target }: TargetState): Date | null {
  if (status !== 'stale_portfolio') return null;
  const stale = incidents.find(({ rule }) => rule === 'stale_portfolio');
  return stale?.targets.find((each) => each.target === target)?.startedAt ?? null;
}

/** One sign is no recovery yet: a key that was left behind may look like one. Null where none came. */
export function returnWords({ status, downSince, sign }: TargetState): string | null {
  if (status !== 'down' || downSince === null || sign === null || sign.isAtMost) return null;
  return sign.at !== null && sign.at > downSince
    ? 'One new sign of life came since; alive again with the next.'
    : null;
}

/** The component that the newest heartbeat is from; null where none is shown. */
export function heartbeatComponent({ sign, heartbeat, status }: TargetState): string | null {
  if (sign?.kind === 'heartbeat') return sign.component;
  return status === 'no_heartbeat' ? (heartbeat?.component ?? null) : null;
}
