import type { Random } from './random';
import type { TuningKeys } from './tuningKeys';

const ITERATION_MS = 24_000;
/** How many times longer an iteration of a slowed worker takes. */
const SLOWNESS = 10;
/** What Python reports of a process that was ended by SIGTERM. */
const TERMINATED = -15;

/** The pace of a worker as a person made it. */
export type Pace = 'running' | 'slow' | 'stopped';

/** One worker of a tuning session, and the orchestrator's job that runs it. */
export class TuningWorker {
  pace: Pace = 'running';
  private completed = 0;
  private nextMs: number;
  private readonly jobId: string;

  constructor(
    readonly name: string,
    private readonly sessionId: string,
    private readonly iterations: number,
    private readonly startedAt: Date,
    private readonly keys: TuningKeys,
    private readonly random: Random,
  ) {
    this.jobId = random.uuid();
    this.nextMs = startedAt.getTime() + this.iterationMs();
  }

  get done(): boolean {
    return this.completed >= this.iterations;
  }

  /** Writes every iteration that ended up to `now`. */
  tick(now: Date): void {
    while (this.pace !== 'stopped' && !this.done && this.nextMs <= now.getTime()) {
      const at = new Date(this.nextMs);
      this.completed += 1;
      this.keys.iteration({ sessionId: this.sessionId, worker: this.name, n: this.completed }, at);
      if (this.done) this.endJob(0, at);
      this.nextMs += this.iterationMs();
    }
  }

  /** Changes the pace. A stopped worker leaves a failed job; when it starts again, that job runs again. */
  setPace(pace: Pace, now: Date): void {
    if (pace === 'stopped' && !this.done) this.endJob(TERMINATED, now);
    if (this.pace === 'stopped' && !this.done)
      this.keys.removeJob({ sessionId: this.sessionId, jobId: this.jobId });
    this.pace = pace;
    this.nextMs = now.getTime() + this.iterationMs();
  }

  /** Takes all that it wrote out of the store. */
  forget(): void {
    for (let n = 1; n <= this.completed; n++) {
      this.keys.removeIteration({ sessionId: this.sessionId, worker: this.name, n });
    }
    this.keys.removeJob({ sessionId: this.sessionId, jobId: this.jobId });
  }

  private iterationMs(): number {
    return Math.round(ITERATION_MS * this.random.between(0.6, 1.4) * (this.pace === 'slow' ? SLOWNESS : 1));
  }

  private endJob(returnCode: number, finishedAt: Date): void {
    const { sessionId, jobId, name: worker, iterations, startedAt } = this;
    this.keys.endedJob({ sessionId, jobId, worker, iterations, returnCode, startedAt, finishedAt });
  }
}
