import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;

/**
 * For how long `work` held the event loop at most, in ms: of three times, the one that other processes disturbed the
 * least.
 */
export async function heldForMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    // It counts from its first turn on, and to its last.
    await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION_MS));
    delay.reset();
    await work();
    await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION_MS));
    delay.disable();
    times.push(delay.max / 1e6);
  }
  return Math.min(...times);
}
