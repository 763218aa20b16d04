import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Summary } from './summary';
import type { Task } from './worker';

/** Works off tasks in a process per core; `done` hears of each, and ends it all by returning false. */
export async function workedOff(
  tasks: Iterator<Task>,
  done: (summary: Summary) => boolean,
  cores = cpus().length,
): Promise<void> {
  let isOver = false;
  await Promise.all(
    Array.from(
      { length: cores },
      () =>
        new Promise<void>((resolve, reject) => {
          const child = fork(join(__dirname, 'worker.ts'));
          const next = (): void => {
            const task = isOver ? null : tasks.next();
            if (task === null || task.done === true) child.disconnect();
            else child.send(task.value);
          };
          child.on('message', (summary: Summary) => {
            if (!done(summary)) isOver = true;
            next();
          });
          child.on('error', reject);
          child.on('exit', (code) =>
            code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)),
          );
          next();
        }),
    ),
  );
}
