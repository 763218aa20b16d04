import { done, type Task } from './task';

// A process of its own. To note where errors come from is slow, and who wants to know tells it again.
Error.stackTraceLimit = 0;
process.on('message', (task: Task) => {
  void done(task).then((summary) => process.send?.(summary));
});
