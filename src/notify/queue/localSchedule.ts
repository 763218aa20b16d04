/** What a copy of the bot knows about the times of deliveries beside the store. In ms since the epoch. */
export class LocalSchedule {
  private readonly held = new Map<string, number>();
  private readonly tried = new Map<string, number>();

  /** Until when it is left alone, such as one that another copy has; -Infinity for not at all. */
  delayedUntil(id: string): number {
    return this.held.get(id) ?? Number.NEGATIVE_INFINITY;
  }

  /** When this copy tried it last; -Infinity for never. */
  lastAttemptAt(id: string): number {
    return this.tried.get(id) ?? Number.NEGATIVE_INFINITY;
  }

  delayUntil(id: string, untilMs: number): void {
    if (untilMs > this.delayedUntil(id)) this.held.set(id, untilMs);
  }

  recordAttempt(id: string, atMs: number): void {
    this.tried.set(id, atMs);
  }

  /** Of the others nothing is known any more, but for what still is held: Redis may have lost them, and get them back. */
  prune(ids: ReadonlySet<string>, nowMs: number): void {
    for (const id of this.tried.keys()) if (!ids.has(id)) this.tried.delete(id);
    for (const [id, untilMs] of this.held) if (!ids.has(id) && untilMs <= nowMs) this.held.delete(id);
  }

  clear(): void {
    this.held.clear();
    this.tried.clear();
  }
}
