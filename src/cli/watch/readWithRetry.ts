import { setTimeout as delay } from 'node:timers/promises';
import { StateUnavailableError } from '../../redis/errors';

const RETRY_INTERVAL_MS = 200;

export interface RetryOptions {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Retries for so many ms. */
  readonly retryForMs: number;
}

/**
 * The first reading, retried while Redis cannot be reached, and once where it is slow: where one of several hosts is dead, a
 * connection takes longer than a command may wait. Rejects with the last error, or at once with the signal's reason.
 */
export async function readWithRetry<T>(
  read: () => Promise<T>,
  { signal, retryForMs }: RetryOptions,
): Promise<T> {
  const timeUp = AbortSignal.timeout(retryForMs);
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await withAbort(read(), signal);
    } catch (error) {
      const reason = error instanceof StateUnavailableError ? error.reason : null;
      const mayPass = reason === 'unreachable' || (reason === 'slow' && isFirst);
      if (!mayPass || timeUp.aborted) throw error;
    }
    if (!(await sleepUnlessAborted(RETRY_INTERVAL_MS, signal))) throw signal.reason;
  }
}

/** The reading; rejects with the signal's reason when the signal aborts first. */
export const withAbort = <T>(reading: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** False when the signal aborted before so many ms had passed. */
export const sleepUnlessAborted = (ms: number, signal: AbortSignal): Promise<boolean> =>
  delay(ms, true, { signal }).catch(() => false);
