import type { TuningStatusSnapshot } from '../../../src/monitors/tuning/tuningSnapshot';
import { TuningStatusMonitor } from '../../../src/monitors/tuning/tuningStatusMonitor';
import type { StateStore } from '../../../src/state/store';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { iterationKey, writeIteration } from '../../helpers/tuningState';

const clock = settableClock('2026-11-22T08:00:00Z');

describe("A tuning session's snapshot", () => {
  let store: MemoryStore;

  beforeEach(() => {
    store = new MemoryStore(clock);
  });

  const snapshot = (total: number | null = null, from: StateStore = store): Promise<TuningStatusSnapshot> =>
    new TuningStatusMonitor({ store: from, clock }, 'S', total).snapshot();

  test('of a session that nobody wrote has no workers, no jobs and no progress', async () => {
    expect(await snapshot()).toMatchObject({
      completedIterations: 0,
      workers: [],
      byStatus: [],
      firstUpdate: null,
      lastUpdate: null,
      progressPct: null,
      jobs: null,
      problems: [],
    });
  });

  test('counts the same number of two workers as two iterations', async () => {
    writeIteration(store, 1, { worker: 'a' });
    writeIteration(store, 1, { worker: 'b' });
    expect(await snapshot()).toMatchObject({ completedIterations: 2, workers: ['a', 'b'] });
  });

  test('counts an iteration with suffix keys once, with or without its plain key', async () => {
    writeIteration(store, 1);
    for (const suffix of [':metrics', ':metrics:2', ':iteration:7']) writeIteration(store, 1, { suffix });
    writeIteration(store, 2, { suffix: ':metrics' });
    expect(await snapshot()).toMatchObject({
      completedIterations: 2,
      byStatus: [{ status: 'completed', count: 2 }],
    });
  });

  test('is not completed by a suffix key of another status, nor undone by one', async () => {
    writeIteration(store, 1, { fields: { status: 'completed' } });
    writeIteration(store, 1, { suffix: ':retry', fields: { status: 'failed' } });
    expect(await snapshot()).toMatchObject({ byStatus: [{ status: 'completed', count: 1 }] });
  });

  test('counts a key that SCAN brings twice once, its problems too', async () => {
    writeIteration(store, 1, { fields: { timestamp: 'x' } });
    expect(await snapshot(null, bringingTwice(store))).toMatchObject({
      completedIterations: 1,
      problems: [{ key: iterationKey(1) }],
      problemsOmitted: 0,
    });
  });

  test('names the numbers that are missing below the highest of each worker', async () => {
    for (const n of [2, 3, 7]) writeIteration(store, n, { worker: 'a' });
    for (const n of [1, 2]) writeIteration(store, n, { worker: 'b' });
    expect((await snapshot()).byWorker.map(({ missing }) => missing)).toEqual([
      [
        { from: 1, to: 1 },
        { from: 4, to: 6 },
      ],
      [],
    ]);
  });

  test('misses no number in iterations that are counted from 0', async () => {
    for (const n of [0, 1, 2]) writeIteration(store, n);
    expect(await snapshot()).toMatchObject({ completedIterations: 3, byWorker: [{ missing: [] }] });
  });

  test('reports a gap of a trillion numbers as one range', async () => {
    writeIteration(store, 1_000_000_000_000);
    expect((await snapshot()).byWorker[0]?.missing).toEqual([{ from: 1, to: 999_999_999_999 }]);
  });

  test('counts other statuses apart, and does not take them for completed', async () => {
    writeIteration(store, 1);
    writeIteration(store, 2);
    writeIteration(store, 3, { fields: { status: 'failed' } });
    writeIteration(store, 4, { fields: { status: null } });
    expect(await snapshot(4)).toMatchObject({
      completedIterations: 2,
      progressPct: 50,
      byStatus: [
        { status: 'completed', count: 2 },
        { status: 'failed', count: 1 },
        { status: null, count: 1 },
      ],
      problems: [{ key: iterationKey(4), what: 'field "status" is missing' }],
    });
  });

  test.each([
    [null, null],
    [0, 0],
    [4, 50],
    [2, 100],
    [1, 200],
  ])('of 2 completed iterations of a total of %s is at %s per cent', async (total, progressPct) => {
    for (const n of [1, 2]) writeIteration(store, n);
    expect(await snapshot(total)).toMatchObject({ totalIterations: total, progressPct });
  });

  test('names the further fields of iterations, sorted', async () => {
    writeIteration(store, 1, { fields: { sharpe: '1', pnl: '2' } });
    writeIteration(store, 2, { fields: { drawdown: '3', pnl: '2' } });
    expect((await snapshot()).metricsKeys).toEqual(['drawdown', 'pnl', 'sharpe']);
  });

  test('has the first and the last time, whatever the order of the keys', async () => {
    for (const n of [5, 9, 2]) writeIteration(store, n);
    expect(await snapshot()).toMatchObject({
      firstUpdate: new Date('2026-11-22T07:00:02.250Z'),
      lastUpdate: new Date('2026-11-22T07:00:09.250Z'),
    });
  });

  test('counts an iteration whose time cannot be read, and reports it', async () => {
    writeIteration(store, 1, { fields: { timestamp: '2026-02-30T00:00:00' } });
    expect(await snapshot()).toMatchObject({
      completedIterations: 1,
      lastUpdate: null,
      problems: [{ what: 'field "timestamp" is "2026-02-30T00:00:00", not a time' }],
    });
  });

  test('takes a worker named __proto__ for a worker', async () => {
    for (const worker of ['__proto__', 'constructor', 'toString']) writeIteration(store, 1, { worker });
    expect(await snapshot()).toMatchObject({
      completedIterations: 3,
      workers: ['__proto__', 'constructor', 'toString'],
    });
  });

  test('does not depend on the order in which two keys of one iteration come, whatever they say', async () => {
    const said = [];
    for (const order of [
      ['failed', 'running'],
      ['running', 'failed'],
    ]) {
      for (const status of order) writeIteration(store, 1, { suffix: `:${status}`, fields: { status } });
      said.push((await snapshot()).byStatus);
      for (const status of order) store.delete(iterationKey(1, { suffix: `:${status}` }));
    }
    expect(said[0]).toEqual([{ status: 'failed', count: 1 }]);
    expect(said[1]).toEqual(said[0]);
  });

  test('lists a hundred problems and counts the others, each once though SCAN brings keys twice', async () => {
    for (let n = 1; n <= 130; n += 1) writeIteration(store, n, { fields: { timestamp: 'x' } });
    const { problems, problemsOmitted } = await snapshot(null, bringingTwice(store));
    expect([problems.length, problemsOmitted]).toEqual([100, 30]);
  });

  test('that cannot be read to its end is an error, and no half a snapshot', async () => {
    for (let n = 1; n <= 3_000; n += 1) writeIteration(store, n);
    const failing: StateStore = Object.assign(Object.create(store), {
      async *scan(pattern: string) {
        for await (const batch of store.scan(pattern)) {
          yield batch;
          store.simulateOutage('unreachable');
        }
      },
    });
    await expect(snapshot(null, failing)).rejects.toMatchObject({ reason: 'unreachable' });
  });
});

/** The store as a SCAN of a Redis that rehashes shows it: every key comes twice. */
const bringingTwice = (store: MemoryStore): StateStore =>
  Object.assign(Object.create(store), {
    async *scan(pattern: string) {
      for await (const batch of store.scan(pattern)) yield batch;
      for await (const batch of store.scan(pattern)) yield batch;
    },
  });
