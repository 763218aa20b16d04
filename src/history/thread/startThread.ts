import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ThreadOptions } from './protocol';

/** Beside this file: `.js` where it is built, else `.ts`. */
const BUILT = join(__dirname, 'historyThread.js');
const SOURCE = join(__dirname, 'historyThread.ts');

/** A thread does not run TypeScript by what its process was started with: tsx is loaded in it first. */
const FROM_SOURCE = `
const load = require('node:module').createRequire(${JSON.stringify(SOURCE)});
load('tsx/cjs');
load(${JSON.stringify(SOURCE)});`;

export function startThread(options: ThreadOptions): Worker {
  const worker = existsSync(BUILT)
    ? new Worker(BUILT, { workerData: options })
    : new Worker(FROM_SOURCE, { workerData: options, eval: true, execArgv: [] });
  // Nobody waits for it to end the process.
  worker.unref();
  return worker;
}
