import type { Clock } from '../../lib/clock';

/** Longer than Slack's signatures are valid (5 minutes) and its events are retried. */
const TTL_MS = 10 * 60_000;

/** Recognizes requests that came before, by the ids that they carry. */
export class DuplicateRequestFilter {
  private readonly seenAtMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** True when a request with one of these ids came within ten minutes; remembers them all. */
  isDuplicate(ids: readonly string[]): boolean {
    const nowMs = this.clock.monotonicMs();
    // Entries stand in the order of their time.
    for (const [id, atMs] of this.seenAtMs) {
      if (nowMs - atMs <= TTL_MS) break;
      this.seenAtMs.delete(id);
    }
    const isDuplicate = ids.some((id) => this.seenAtMs.has(id));
    for (const id of ids) if (!this.seenAtMs.has(id)) this.seenAtMs.set(id, nowMs);
    return isDuplicate;
  }
}
