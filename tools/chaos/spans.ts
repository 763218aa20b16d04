import type { Span } from '../invariants/history';
import { gapsIn } from '../invariants/spans';

/** Times as spans: from and to, in ms since the epoch, in order and apart. */

/** What is in any of them. */
export function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else joined.push(span);
  }
  return joined;
}

/** What is in both. */
export const intersection = (some: readonly Span[], others: readonly Span[]): Span[] =>
  union(
    some.flatMap((a) =>
      others
        .map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))
        .filter(({ from, to }) => from < to),
    ),
  );

/** What is in the whole and in none of them. */
export const without = (whole: Span, spans: readonly Span[]): readonly Span[] => gapsIn(union(spans), whole);

/** Each begun so much later, and ended so much later, in ms; negative for earlier. What has no length is left out. */
export const shifted = (spans: readonly Span[], { from, to }: Span): Span[] =>
  union(
    spans.map((span) => ({ from: span.from + from, to: span.to + to })).filter((span) => span.from < span.to),
  );
