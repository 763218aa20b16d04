import { type Clock, type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';

export interface FileWatchDeps {
  /** Changes with the file; null where there is none, or it cannot be read. */
  readonly fileHash: () => Promise<string | null>;
  /** What the configuration in use was read from. */
  readonly current: string | null;
  readonly onChange: () => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sleep?: Sleep;
}

/** How often the file is read, in ms. */
const POLL_MS = 2_000;
/** A file that has changed is taken once it has stayed the same for so long, in ms: until then somebody may be writing it. */
const SETTLED_MS = 3_000;

/**
 * Notices a changed file by its content: so it does not matter whether an editor replaces the file, a symlink points to
 * another one, as Kubernetes does it, or the file system reports changes.
 */
export class FileWatch {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private taken: string | null;
  private seen: { readonly hash: string | null; readonly sinceMs: number } | null = null;

  constructor(private readonly deps: FileWatchDeps) {
    this.taken = deps.current;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Reads the file once. Never rejects. */
  async poll(): Promise<void> {
    const { fileHash, onChange, clock, log } = this.deps;
    try {
      const hash = await fileHash();
      const nowMs = clock.monotonicMs();
      if (hash !== this.seen?.hash) this.seen = { hash, sinceMs: nowMs };
      if (hash === this.taken || nowMs - this.seen.sinceMs < SETTLED_MS) return;
      this.taken = hash;
      await onChange();
    } catch (error) {
      log.error({ err: error }, 'failed to watch the configuration file');
    }
  }

  private async run(): Promise<void> {
    const { sleep = systemSleep } = this.deps;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.poll();
      await sleep(POLL_MS, signal).catch(() => null);
    }
  }
}
