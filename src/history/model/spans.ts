export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * At most `points` spans of one length that cover `fromMs` to `toMs`, cut at multiples of `stepMs`. Only the first and the last
 * may be shorter.
 */
export function spansOf(fromMs: number, toMs: number, points: number, stepMs: number): readonly Span[] {
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  const steps = Math.ceil((toMs - startMs) / (Math.max(1, points) * stepMs));
  const lengthMs = Math.max(1, steps) * stepMs;
  const spans: Span[] = [];
  for (let atMs = startMs; atMs < toMs; atMs += lengthMs)
    spans.push({ fromMs: Math.max(fromMs, atMs), toMs: Math.min(toMs, atMs + lengthMs) });
  return spans;
}
