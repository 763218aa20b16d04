import { HEARTBEAT_TTL_MS, PORTFOLIO_TTL_MS } from '../../state/keys';
import type { Heartbeat, Portfolio } from '../../state/stateManager';

/** The kinds of signs of life. */
export type SignKind = 'heartbeat' | 'portfolio';

/** A key that a live trader writes again and again, as it was read. */
export interface SignReading {
  readonly kind: SignKind;
  /** The heartbeat's component; `portfolio` of the portfolio. */
  readonly component: string;
  /** All that stands there, as text; null when the key is of another type. */
  readonly text: string | null;
  /** When it was written by the writer's clock, which is compared with no other; null when it tells none. */
  readonly at: Date | null;
  /** The ms until the key expires, by Redis's clock; null when it never does. */
  readonly ttlMs: number | null;
}

/** The TTL in ms with which the trading system writes such a key. Source: its own code, and recordings of real runs. */
export const USUAL_TTL_MS: Readonly<Record<SignKind, number>> = {
  heartbeat: HEARTBEAT_TTL_MS,
  portfolio: PORTFOLIO_TTL_MS,
};

export const heartbeatSign = ({ component, text, at, ttlMs }: Heartbeat): SignReading => ({
  kind: 'heartbeat',
  component,
  text,
  at,
  ttlMs,
});

export const portfolioSign = ({ text, at, ttlMs }: Portfolio): SignReading => ({
  kind: 'portfolio',
  component: 'portfolio',
  text,
  at,
  ttlMs,
});

/** The age in ms of a key that was written with a TTL of `fullMs`; null where its TTL does not tell. */
export const ageByTtl = ({ ttlMs }: Pick<SignReading, 'ttlMs'>, fullMs: number): number | null =>
  ttlMs === null || ttlMs > fullMs ? null : fullMs - ttlMs;

/** The age by the usual TTL, which is all that the first observation has. */
export const usualAge = (sign: SignReading): number | null => ageByTtl(sign, USUAL_TTL_MS[sign.kind]);

/** The youngest by their usual TTLs; null where none of those tells. */
export function youngest(signs: readonly SignReading[]): { sign: SignReading; ageMs: number } | null {
  let found: { sign: SignReading; ageMs: number } | null = null;
  for (const sign of signs) {
    const ageMs = usualAge(sign);
    if (ageMs !== null && (found === null || ageMs < found.ageMs)) found = { sign, ageMs };
  }
  return found;
}
