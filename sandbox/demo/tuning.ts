import type { Random } from './random';
import type { TuningKeys } from './tuningKeys';
import { TuningWorker } from './tuningWorker';

export const WORKERS = ['worker-1', 'worker-2', 'worker-3'] as const;
const ITERATIONS_EACH = 40;
const REST_MS = 120_000;
const SESSIONS_KEPT = 5;

/** How many iterations a demo session has. The trading system stores no total: a person has to know it. */
export const DEMO_TOTAL = WORKERS.length * ITERATIONS_EACH;

interface Session {
  readonly id: string;
  readonly workers: readonly TuningWorker[];
}

/** Tuning sessions of three workers, one after the other, with two minutes between. */
export class DemoTuning {
  private sessions: readonly Session[];
  private nextSessionMs: number | null = null;

  constructor(
    private readonly keys: TuningKeys,
    private readonly random: Random,
    startedAt: Date,
  ) {
    this.sessions = [this.newSession(startedAt)];
  }

  get sessionId(): string {
    return this.current.id;
  }

  /** The workers of the session that runs, or ran last. */
  get workers(): readonly TuningWorker[] {
    return this.current.workers;
  }

  /** Writes what is due at `now`, and what fell due before. */
  tick(now: Date): void {
    for (const worker of this.workers) worker.tick(now);
    if (!this.workers.every((worker) => worker.done)) return;
    this.nextSessionMs ??= now.getTime() + REST_MS;
    if (now.getTime() < this.nextSessionMs) return;
    this.nextSessionMs = null;
    this.sessions = [...this.sessions, this.newSession(now)];
    for (const old of this.sessions.slice(0, -SESSIONS_KEPT)) {
      for (const worker of old.workers) worker.forget();
    }
    this.sessions = this.sessions.slice(-SESSIONS_KEPT);
  }

  private get current(): Session {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error('The demo has no tuning session; it starts with one');
    return last;
  }

  private newSession(startedAt: Date): Session {
    const id = this.random.uuid();
    const workers = WORKERS.map(
      (name) => new TuningWorker(name, id, ITERATIONS_EACH, startedAt, this.keys, this.random),
    );
    return { id, workers };
  }
}
