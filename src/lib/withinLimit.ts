import { type Sleep, systemSleep } from './clock';

/** Waits for work to end, at most `limitMs`; true when it has. What it rejects with is nobody's any more. */
export async function endsWithin(
  work: Promise<unknown>,
  limitMs: number,
  sleep: Sleep = systemSleep,
): Promise<boolean> {
  const limit = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  const late = sleep(limitMs, limit.signal).then(
    () => false,
    () => false,
  );
  const isDone = await Promise.race([ended, late]);
  limit.abort('it has ended');
  return isDone;
}
