import type { Span } from './history';

/** How long two spans have in common, in ms. */
export const overlapMs = (a: Span, b: Span): number =>
  Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** The first stretch of at least `ms` that lies in one of these and in the span; null when there is none. */
export function stretchIn(spans: readonly Span[], span: Span, ms: number): Span | null {
  const found = spans.find((each) => overlapMs(each, span) >= ms);
  return found ? { from: Math.max(found.from, span.from), to: Math.min(found.to, span.to) } : null;
}

/** True when one of these holds the whole span. */
export const isWithin = (spans: readonly Span[], { from, to }: Span): boolean =>
  spans.some((each) => each.from <= from && to <= each.to);

/** What lies between these, which are in order, within the whole. */
export function gapsIn(spans: readonly Span[], whole: Span): readonly Span[] {
  const gaps: Span[] = [];
  let from = whole.from;
  for (const span of spans) {
    if (span.from > from && from < whole.to) gaps.push({ from, to: Math.min(span.from, whole.to) });
    from = Math.max(from, span.to);
  }
  if (from < whole.to) gaps.push({ from, to: whole.to });
  return gaps;
}
