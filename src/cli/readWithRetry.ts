import { setTimeout as delay } from 'node:timers/promises';
import { StateUnavailableError } from '../redis/errors';

const PATIENCE_MS = 5_000;
const AGAIN_AFTER_MS = 200;

export interface RetryOptions {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** For so many ms it is tried again; 5 s unless given. */
  readonly patienceMs?: number;
}

/**
 * What the first reading tells. It is tried again while Redis cannot be reached: where one of several hosts is dead, a
 * connection takes longer than a command may wait. Rejects with the last try's error, or at once with the signal's reason.
 */
export async function readWithRetry<T>(
  read: () => Promise<T>,
  { signal, patienceMs = PATIENCE_MS }: RetryOptions,
): Promise<T> {
  const patience = AbortSignal.timeout(patienceMs);
  for (;;) {
    try {
      return await withAbort(read(), signal);
    } catch (error) {
      const isAway = error instanceof StateUnavailableError && error.reason === 'unreachable';
      if (!isAway || patience.aborted) throw error;
    }
    if (!(await sleepUnlessAborted(AGAIN_AFTER_MS, signal))) throw signal.reason;
  }
}

/** What the reading tells; rejects with the signal's reason when the signal comes first. */
export const withAbort = <T>(reading: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** False when the signal came before so many ms had passed. */
export const sleepUnlessAborted = (ms: number, signal: AbortSignal): Promise<boolean> =>
  delay(ms, true, { signal }).catch(() => false);
