import { escapeGlob, type Target, traderNamespace } from '../keys';
import { RECORD_TTL_MS, recordPrefix, recordReader } from '../records/keys';

/** What a live trader writes only when it sends real orders. Source: the trading system's own code. */
const KINDS = ['orders', 'execution'] as const;

/** The TTL that traders give orders and executions, in ms. */
export const REAL_ORDER_TTL_MS = RECORD_TTL_MS.orders;

/** The key prefixes of a target's real orders and executions; none for a target that is not live. */
export const realOrderPrefixes = (target: Target): string[] =>
  target.mode === 'live' ? KINDS.map((kind) => recordPrefix(target, kind)) : [];

/** A MATCH pattern for a live target's order keys. */
export const realOrderPattern = (target: Target): string => `${escapeGlob(beginning(target))}[oe]*:*`;

/** The same for every live target. */
export const ANY_REAL_ORDER_PATTERN = 'live:*:[oe]*:*';

const beginning = (target: Target): string => `${traderNamespace(target)}:${target.prefix}:`;

/** Finds the target of a live target's order or execution; null for any other key. */
export function realOrderReader<T extends Target>(targets: readonly T[]): (key: string) => T | null {
  const read = recordReader(
    targets.filter(({ mode }) => mode === 'live'),
    KINDS,
  );
  return (key) => read(key)?.target ?? null;
}

/** The prefixes without those that begin with another one, which Redis refuses to track beside it. */
export function withoutOverlap(prefixes: readonly string[]): string[] {
  const kept: string[] = [];
  // In this order all that begin with one come right behind it.
  for (const prefix of [...new Set(prefixes)].sort())
    if (kept.length === 0 || !prefix.startsWith(kept.at(-1) ?? '')) kept.push(prefix);
  return kept;
}
