import type { DigestConfig } from '../digests/digest';
import type { Logger } from '../lib/logger';
import { scheduleCron } from './cronSchedule';

export interface DigestScheduleDeps {
  readonly digests: () => readonly DigestConfig[];
  /** Queues the digests that are due. Must not reject. */
  readonly run: () => Promise<unknown>;
  readonly log: Logger;
}

/** Runs the job of the digests at the times for which they are configured, and at the start for what was missed. */
export class DigestSchedule {
  private tasks: readonly { stop(): void }[] | null = null;

  constructor(private readonly deps: DigestScheduleDeps) {}

  start(): void {
    const { digests, run, log } = this.deps;
    this.tasks = digests().map((digest) => scheduleCron(digest, run, log));
    void run();
  }

  /** Goes by other times from now on, if it was started. */
  restart(): void {
    if (this.tasks === null) return;
    this.stop();
    this.start();
  }

  stop(): void {
    for (const task of this.tasks ?? []) task.stop();
    this.tasks = null;
  }
}
