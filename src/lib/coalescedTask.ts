/**
 * Work that brings something up to date, one at a time: whoever asks while it runs waits for the next run, which all
 * that came meanwhile share, since the one under way may have begun before what they ask about.
 */
export class CoalescedTask {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves when a run that was begun after this call has ended. Throws what it throws. */
  run(): Promise<void> {
    // Between the end of one run and the begin of the next there are some ticks in which none is running.
    if (this.next !== null) return this.next;
    if (this.running === null) return this.begin();
    this.next = this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.begin();
      });
    return this.next;
  }

  private begin(): Promise<void> {
    const running = this.work().finally(() => {
      if (this.running === running) this.running = null;
    });
    this.running = running;
    return running;
  }
}
