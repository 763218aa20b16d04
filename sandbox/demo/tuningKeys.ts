import type { Place } from '../../src/state/keys';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import { zonedIsoformat } from './pythonText';

export interface Iteration {
  readonly sessionId: string;
  readonly worker: string;
  readonly n: number;
}

export interface EndedJob {
  readonly sessionId: string;
  readonly jobId: string;
  readonly worker: string;
  /** How many iterations it was to run. */
  readonly iterations: number;
  readonly returnCode: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** Writes the keys of tuning sessions as the trading system does; none of them expires. */
export class TuningKeys {
  constructor(
    private readonly store: MemoryStore,
    private readonly target: Place,
    private readonly keyPrefix: string,
    /** The zone in which the machines of the workers write their times. */
    private readonly zone: string,
  ) {}

  iteration(iteration: Iteration, at: Date): void {
    this.store.setHash(this.iterationKey(iteration), {
      session_id: iteration.sessionId,
      worker_id: iteration.worker,
      iteration: `${iteration.n}`,
      status: 'completed',
      timestamp: zonedIsoformat(at, this.zone),
    });
  }

  removeIteration(iteration: Iteration): void {
    this.store.delete(this.iterationKey(iteration));
  }

  endedJob(job: EndedJob): void {
    this.store.setHash(this.jobKey(job), {
      job_id: job.jobId,
      session_id: job.sessionId,
      worker_id: job.worker,
      iterations: `${job.iterations}`,
      mode: this.target.mode,
      env: this.target.env,
      optimizer: 'bayesian',
      status: job.returnCode === 0 ? 'SUCCESS' : 'FAILED',
      return_code: `${job.returnCode}`,
      started_at: zonedIsoformat(job.startedAt, this.zone),
      finished_at: zonedIsoformat(job.finishedAt, this.zone),
    });
  }

  removeJob(job: Pick<EndedJob, 'sessionId' | 'jobId'>): void {
    this.store.delete(this.jobKey(job));
  }

  private iterationKey({ sessionId, worker, n }: Iteration): string {
    const place = `tuning_session:${sessionId}:worker:${worker}:iteration:${n}`;
    const { env, mode } = this.target;
    return `tuning:${env}:${mode}:${this.keyPrefix}:${place}`;
  }

  private jobKey({ sessionId, jobId }: Pick<EndedJob, 'sessionId' | 'jobId'>): string {
    return `orchestrator:${this.target.env}:${this.keyPrefix}:session:${sessionId}:job:${jobId}`;
  }
}
