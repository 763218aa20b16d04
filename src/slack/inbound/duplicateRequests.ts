import type { Clock } from '../../lib/clock';

/** Longer than Slack's signatures are valid (5 minutes) and its events are retried. */
const TTL_MS = 10 * 60_000;

/** Tells requests that came before, by the ids that they carry. */
export class DuplicateRequestFilter {
  private readonly seenAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** True when a request with one of these ids came within ten minutes; remembers them all. */
  isDuplicate(ids: readonly string[]): boolean {
    const now = this.clock.now().getTime();
    this.forgetBefore(now - TTL_MS);
    const repeat = ids.some((id) => this.seenAt.has(id));
    for (const id of ids) if (!this.seenAt.has(id)) this.seenAt.set(id, now);
    return repeat;
  }

  /** Entries stand in the order of their time, so the old ones come first. */
  private forgetBefore(time: number): void {
    for (const [id, at] of this.seenAt) {
      if (at >= time) return;
      this.seenAt.delete(id);
    }
  }
}
