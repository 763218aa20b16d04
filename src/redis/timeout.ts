export const COMMAND_TIMEOUT_MS = 1000;

/** No reply came within the command time-out, whatever the command was waiting for inside ioredis. */
export class CommandTimeoutError extends Error {}

/** What `run` gives, or CommandTimeoutError after 1 s. */
export const withTimeout = <T>(run: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new CommandTimeoutError()), COMMAND_TIMEOUT_MS);
    run()
      .finally(() => clearTimeout(limit))
      .then(resolve, reject);
  });
