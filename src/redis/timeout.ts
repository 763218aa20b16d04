export const COMMAND_TIMEOUT_MS = 1000;

/** No answer came within the command time-out, whatever the command was waiting for inside ioredis. */
export class NoAnswer extends Error {}

/** What `ask` gives, or NoAnswer after 1 s. */
export const withTimeout = <T>(ask: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new NoAnswer()), COMMAND_TIMEOUT_MS);
    ask()
      .finally(() => clearTimeout(limit))
      .then(resolve, reject);
  });
