import { setImmediate as turn } from 'node:timers/promises';
import { SingleFlight } from '../../src/lib/singleFlight';

function countedWork() {
  const counts = { inFlight: 0, mostInFlight: 0, runs: 0 };
  const work = async (): Promise<number> => {
    counts.runs += 1;
    counts.inFlight += 1;
    counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
    await turn();
    counts.inFlight -= 1;
    return counts.runs;
  };
  return { counts, work };
}

test('a caller shares the next run, never the one in flight', async () => {
  const { counts, work } = countedWork();
  const flights = new SingleFlight<number>();
  const first = flights.run('a', work);
  await Promise.resolve();
  const [second, third] = [flights.run('a', work), flights.run('a', work)];
  expect(await Promise.all([first, second, third])).toEqual([1, 2, 2]);
  expect(counts).toMatchObject({ mostInFlight: 1, runs: 2 });
});

test('runs of different keys take turns', async () => {
  const { counts, work } = countedWork();
  const flights = new SingleFlight<number>();
  await Promise.all(['a', 'b', 'c'].map((key) => flights.run(key, work)));
  expect(counts).toMatchObject({ mostInFlight: 1, runs: 3 });
});

test('a failed run fails its callers and no later one', async () => {
  const flights = new SingleFlight<number>();
  await expect(flights.run('a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await flights.run('a', () => Promise.resolve(1))).toBe(1);
});

test('a run is aborted once every caller has given up', async () => {
  const flights = new SingleFlight<boolean>();
  const [one, other] = [new AbortController(), new AbortController()];
  const seen: boolean[] = [];
  const work = async (signal: AbortSignal): Promise<boolean> => {
    one.abort();
    seen.push(signal.aborted);
    other.abort();
    seen.push(signal.aborted);
    return true;
  };
  await Promise.all([flights.run('a', work, one.signal), flights.run('a', work, other.signal)]);
  expect(seen).toEqual([false, true]);
});
