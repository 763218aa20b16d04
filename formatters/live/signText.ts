import type { TargetState } from '../../src/alerting/state/targetState';
import { t } from '../text/catalogue';

/* Which sign of life a state is judged by, and how old it is. */

/**
 * `portfolio written 2 s ago (this trader sends no heartbeat)`, `heartbeat 12 s ago`; of a portfolio whose writes nobody
 * observed, a heartbeat may have expired just now. Where the heartbeat is missing, since when: `; last heartbeat 3 min ago`.
 */
export function signText(state: Pick<TargetState, 'sign' | 'heartbeat' | 'status'>): string {
  const { sign, heartbeat, status } = state;
  if (sign === null) return t.live.noSign;
  const text = t.live.sign(sign);
  if (sign.kind === 'heartbeat') return text;
  if (heartbeat === null) return t.live.portfolioAlone(text, !sign.isAtMost);
  return status === 'no_heartbeat' ? `${text}; ${t.live.lastHeartbeat(heartbeat)}` : text;
}

/** The same in as few words as there are: `portfolio 2 s ago`. */
export const briefSign = ({ sign }: Pick<TargetState, 'sign'>): string | null =>
  sign === null || sign.ageMs === null ? null : t.live.briefSign(sign);

/** The component that the newest heartbeat is from; null where none is shown. */
export function heartbeatComponent({ sign, heartbeat, status }: TargetState): string | null {
  if (sign?.kind === 'heartbeat') return sign.component;
  return status === 'no_heartbeat' ? (heartbeat?.component ?? null) : null;
}

/** Of one whose portfolio is stale: when it was last written, by our clock; null of any other. */
export function portfolioStaleSince({ status, incidents, target }: TargetState): Date | null {
  if (status !== 'stale_portfolio') return null;
  const stale = incidents.find(({ rule }) => rule === 'stale_portfolio');
  return stale?.targets.find((each) => each.target === target)?.startedAt ?? null;
}

/** One sign is no recovery yet: a key that was left behind may look like one. */
export const hasOneNewSign = ({ status, downSince, sign }: TargetState): boolean =>
  status === 'down' &&
  downSince !== null &&
  sign !== null &&
  !sign.isAtMost &&
  sign.at !== null &&
  sign.at > downSince;
