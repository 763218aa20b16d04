import { escapeGlob, type Target, traderNamespace } from '../keys';

/** What a live trader writes only when it sends real orders. Source: the trading system's own code. */
const KINDS = ['orders', 'execution'] as const;
const KIND_IN_KEY = /:(?:orders|execution)(?=:)/g;

/** The TTL that traders give orders and executions, in ms. */
export const REAL_ORDER_TTL_MS = 86_400_000;

/** The key prefixes of a target's real orders and executions; none for a target that is not live. */
export const realOrderPrefixes = (target: Target): string[] =>
  target.mode === 'live' ? KINDS.map((kind) => `${beginning(target)}${kind}:`) : [];

/** A MATCH pattern for a live target's order keys. */
export const realOrderPattern = (target: Target): string => `${escapeGlob(beginning(target))}[oe]*:*`;

/** The same for every live target. */
export const ANY_REAL_ORDER_PATTERN = 'live:*:[oe]*:*';

const beginning = (target: Target): string => `${traderNamespace(target)}:${target.prefix}:`;

/**
 * Finds the target of an order or execution; null for any other key. Names may contain colons, so a key may fit two
 * targets: then it is that of the longer name.
 */
export function realOrderReader<T extends Target>(targets: readonly T[]): (key: string) => T | null {
  const byPrefix = new Map(
    targets.flatMap((target) => realOrderPrefixes(target).map((prefix) => [prefix, target] as const)),
  );
  return (key) => {
    const ends = [...key.matchAll(KIND_IN_KEY)].map(({ 0: kind, index }) => index + kind.length + 1);
    for (const end of ends.reverse()) {
      const target = byPrefix.get(key.slice(0, end));
      if (target !== undefined) return target;
    }
    return null;
  };
}

/** The prefixes without those that begin with another one, which Redis refuses to track beside it. */
export function withoutOverlap(prefixes: readonly string[]): string[] {
  const kept: string[] = [];
  // In this order all that begin with one come right behind it.
  for (const prefix of [...new Set(prefixes)].sort())
    if (kept.length === 0 || !prefix.startsWith(kept.at(-1) ?? '')) kept.push(prefix);
  return kept;
}
