/** When one instance may attempt notifications, beside what the outbox says. In ms by the monotonic clock. */
export class LocalSchedule {
  private readonly delayed = new Map<string, number>();
  private readonly attempted = new Map<string, number>();

  /** Until when it is left alone, such as one that another instance has; -Infinity for not at all. */
  delayedUntil(id: string): number {
    return this.delayed.get(id) ?? Number.NEGATIVE_INFINITY;
  }

  /** When this instance last attempted it; -Infinity for never. */
  lastAttemptAt(id: string): number {
    return this.attempted.get(id) ?? Number.NEGATIVE_INFINITY;
  }

  delayUntil(id: string, untilMs: number): void {
    if (untilMs > this.delayedUntil(id)) this.delayed.set(id, untilMs);
  }

  recordAttempt(id: string, atMs: number): void {
    this.attempted.set(id, atMs);
  }

  /** Drops what is known of others, but for a delay that lasts: Redis may have lost them, and get them back. */
  prune(ids: ReadonlySet<string>, nowMs: number): void {
    for (const id of this.attempted.keys()) if (!ids.has(id)) this.attempted.delete(id);
    for (const [id, untilMs] of this.delayed) if (!ids.has(id) && untilMs <= nowMs) this.delayed.delete(id);
  }
}
