import type { Span } from '../invariants/history';

/** Notes down when something was so. */
export class SpanKeeper {
  private readonly spans: Span[] = [];
  private since: number | null = null;

  /** From `atMs` on it is so, or is not. */
  set(is: boolean, atMs: number): void {
    if (is) this.since ??= atMs;
    else if (this.since !== null) {
      this.spans.push({ from: this.since, to: atMs });
      this.since = null;
    }
  }

  /** All spans until `endMs`. */
  until(endMs: number): readonly Span[] {
    return this.since === null ? this.spans : [...this.spans, { from: this.since, to: endMs }];
  }
}
