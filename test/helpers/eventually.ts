import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves once `isSo` gives true, asking every 10 ms; throws after 15 s. For what another process does in its own
 * time: a test still asserts the outcome, never how long it took.
 */
export const eventually = async (isSo: () => Promise<boolean> | boolean, what: string): Promise<void> => {
  for (let asked = 0; asked < 1500; asked++) {
    if (await isSo()) return;
    await sleep(10);
  }
  throw new Error(`It did not come to be that ${what}`);
};
