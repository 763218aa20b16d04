import { type Target, traderNamespace } from '../keys';

/**
 * What a trader keeps one key each of. Orders and executions are written only where real orders are sent; no trader of
 * today writes positions. Source: the trading system's own code.
 */
export const RECORD_KINDS = ['positions', 'orders', 'execution', 'prices'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** The TTL that traders give each, in ms, anew at every write. */
export const RECORD_TTL_MS: Readonly<Record<RecordKind, number>> = {
  positions: 86_400_000,
  orders: 86_400_000,
  execution: 86_400_000,
  prices: 60_000,
};

export interface RecordKey {
  readonly kind: RecordKind;
  /** What follows the kind: a symbol, an order's id, `{symbol}:{epoch}`, `{exchange}:{symbol}`. */
  readonly name: string;
  readonly key: string;
}

/** What all keys of that kind of a target begin with. */
export const recordPrefix = (target: Target, kind: RecordKind): string =>
  `${traderNamespace(target)}:${target.prefix}:${kind}:`;

const RECORD = new RegExp(`^(${RECORD_KINDS.join('|')}):(.+)$`, 's');

/** The record at a key whose part behind `{namespace}:{prefix}:` is `rest`; null for any other key. */
export function recordAt(key: string, rest: string): RecordKey | null {
  const [, word, name] = RECORD.exec(rest) ?? [];
  const kind = RECORD_KINDS.find((each) => each === word);
  return kind === undefined || name === undefined ? null : { kind, name, key };
}

/**
 * Finds the target and the record of a key; null for any other key. Names may contain colons, so a key may fit two
 * targets: then it is that of the longer name.
 */
export function recordReader<T extends Target>(
  targets: readonly T[],
  kinds: readonly RecordKind[] = RECORD_KINDS,
): (key: string) => { readonly target: T; readonly record: RecordKey } | null {
  const byPrefix = new Map(
    targets.flatMap((target) => kinds.map((kind) => [recordPrefix(target, kind), { target, kind }] as const)),
  );
  const kindInKey = new RegExp(`:(?:${kinds.join('|')})(?=:)`, 'g');
  return (key) => {
    const ends = [...key.matchAll(kindInKey)].map(({ 0: kind, index }) => index + kind.length + 1);
    for (const end of ends.reverse()) {
      const found = byPrefix.get(key.slice(0, end));
      if (found === undefined) continue;
      return { target: found.target, record: { kind: found.kind, name: key.slice(end), key } };
    }
    return null;
  };
}

/** When an execution was, as its key has it, to compare those of one trader: it may be hours off. */
export const epochOf = ({ name }: RecordKey): number => {
  const epoch = Number(name.slice(name.lastIndexOf(':') + 1));
  return Number.isFinite(epoch) ? epoch : 0;
};
