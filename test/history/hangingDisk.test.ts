import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ThreadOptions } from '../../src/history/thread/protocol';
import { settableClock } from '../helpers/clock';
import { eventually } from '../helpers/eventually';
import {
  ago,
  allWritten,
  checkAgo,
  countChecks,
  everything,
  installHistories,
  openHistory,
} from '../helpers/threadHistories';

installHistories();

const THREAD = join(__dirname, '../../src/history/thread/historyThread.ts');

/** The real thread, which a closed gate holds at its next message, as a call to a disk that does not answer would. */
function gatedThread(gate: Int32Array) {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const load = require('node:module').createRequire(${JSON.stringify(THREAD)});
    const on = parentPort.on.bind(parentPort);
    parentPort.on = (name, hear) => on(name, (message) => {
      Atomics.wait(workerData.gate, 0, 1);
      hear(message);
    });
    load('tsx/cjs');
    load(${JSON.stringify(THREAD)});`;
  return (options: ThreadOptions): Worker =>
    new Worker(code, { workerData: { ...options, gate }, eval: true, execArgv: [] });
}

const close = (gate: Int32Array): void => void Atomics.store(gate, 0, 1);

function reopen(gate: Int32Array): void {
  Atomics.store(gate, 0, 0);
  Atomics.notify(gate, 0);
}

test('A disk that hangs holds up no check, and what could not wait is counted and becomes a gap', async () => {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const clock = settableClock(ago(0));
  const { history, log } = openHistory({ start: gatedThread(gate), clock });
  history.record(checkAgo(500));
  await allWritten(history);
  close(gate);
  for (let intervals = 499; intervals > 100; intervals--) {
    clock.advance(15_000);
    history.record(checkAgo(intervals));
  }
  expect(history.health()).toMatchObject({
    problem: { code: 'hanging' },
    pendingChecks: 240,
    droppedChecks: 159,
  });
  await expect(history.series(everything)).rejects.toThrow('the disk does not answer in time');
  expect(log.lines().filter(({ msg }) => msg === 'history problem')).toHaveLength(1);
  reopen(gate);
  await allWritten(history);
  history.record(checkAgo(100));
  await eventually(() => history.health().problem === null, 'it is well again');
  expect(await countChecks(history)).toBe(242);
  const { gaps } = await history.series(everything);
  expect(gaps).toContainEqual({ from: ago(260), to: ago(100), reason: 'not_recorded' });
});
