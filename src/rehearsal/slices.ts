import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../lib/clock';
import type { Breathe } from './replay';

/** It works for so long at a time, in ms, and then leaves the thread to others for as long. */
const SLICE_MS = 10;

/** The rehearsal took longer than it may. */
export class RehearsalTooLongError extends Error {
  override readonly name = 'RehearsalTooLongError';
}

/** Leaves the thread to others every few ms; throws RehearsalTooLongError once `limitMs` have passed. */
export function slices(clock: Pick<Clock, 'monotonicMs'>, limitMs: number): Breathe {
  const startedMs = clock.monotonicMs();
  let sliceMs = startedMs;
  return () => {
    const nowMs = clock.monotonicMs();
    if (nowMs - startedMs > limitMs)
      throw new RehearsalTooLongError(`it took more than ${limitMs / 1_000} s`);
    if (nowMs - sliceMs < SLICE_MS) return null;
    return pause(SLICE_MS).then(() => {
      sliceMs = clock.monotonicMs();
    });
  };
}
