import { type ChildProcess, fork } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Summary } from './summary';
import type { Task } from './worker';

interface Waiting {
  readonly task: Task;
  readonly resolve: (summary: Summary) => void;
  readonly reject: (error: Error) => void;
}

/** Runs scenarios in a process per core. */
export class Pool {
  private readonly idle: ChildProcess[] = [];
  private readonly busy = new Map<ChildProcess, Waiting>();
  private readonly queue: Waiting[] = [];

  constructor(cores = cpus().length) {
    for (let i = 0; i < cores; i++) this.begin();
  }

  /** Runs a scenario as soon as a process is free. Rejects when its process dies. */
  run = (task: Task): Promise<Summary> =>
    new Promise((resolve, reject) => {
      this.queue.push({ task, resolve, reject });
      this.next();
    });

  /** To be called when nothing is under way any more. */
  end(): void {
    for (const child of this.idle) child.disconnect();
  }

  private begin(): void {
    const child = fork(join(__dirname, 'worker.ts'), { execArgv: ['--import', 'tsx'] });
    child.on('message', (summary: Summary) => {
      this.busy.get(child)?.resolve(summary);
      this.busy.delete(child);
      this.idle.push(child);
      this.next();
    });
    child.on('exit', (code) =>
      this.busy.get(child)?.reject(new Error(`the process that ran a scenario ended with ${code}`)),
    );
    this.idle.push(child);
  }

  private next(): void {
    const child = this.idle.pop();
    const waiting = this.queue.shift();
    if (child === undefined || waiting === undefined) {
      if (child !== undefined) this.idle.push(child);
      if (waiting !== undefined) this.queue.unshift(waiting);
      return;
    }
    this.busy.set(child, waiting);
    child.send(waiting.task);
  }
}
