import type { TuningStatusSnapshot } from '../../../src/monitors/tuning/tuningSnapshot';
import { TuningStatusMonitor } from '../../../src/monitors/tuning/tuningStatusMonitor';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { writeIteration, writeJob } from '../../helpers/tuningState';

const DAY = '2026-11-22T';
/** `at('07:00', 90)`: so many seconds later, as a worker writes it. */
const at = (time: string, seconds = 0): string =>
  new Date(Date.parse(`${DAY}${time}:00Z`) + seconds * 1000).toISOString().slice(0, 19);

describe('A session that was run again', () => {
  let store: MemoryStore;
  let jobs: number;

  beforeEach(() => {
    store = new MemoryStore(settableClock());
    jobs = 0;
  });

  const snapshot = (now: string, total: number | null = null): Promise<TuningStatusSnapshot> =>
    new TuningStatusMonitor({ store, clock: settableClock(`${at(now)}Z`) }, 'S', total).snapshot();
  /** Iterations from `from` to `to`, one a minute. */
  const wrote = (worker: string, from: number, to: number, start: string): void => {
    for (let n = from; n <= to; n += 1)
      writeIteration(store, n, { worker, fields: { timestamp: at(start, (n - from + 1) * 60) } });
  };
  /** A job of so many iterations, planned and written, and a minute. */
  const ran = (
    worker: string,
    iterations: number,
    start: string,
    fields: Record<string, string> = {},
  ): void => {
    wrote(worker, 1, iterations, start);
    ended(worker, iterations, start, at(start, (iterations + 1) * 60), fields);
  };
  const ended = (
    worker: string,
    iterations: number,
    start: string,
    finished: string,
    fields: Record<string, string> = {},
  ): void => {
    jobs += 1;
    const times = { started_at: at(start), finished_at: finished };
    // Job ids are random: their order tells nothing.
    writeJob(store, `${(jobs * 7) % 10} ${jobs}`, {
      fields: { worker_id: worker, iterations: `${iterations}`, ...times, ...fields },
    });
  };

  test('has planned what the newest job of each worker had', async () => {
    ran('w1', 5, '05:00');
    ran('w2', 5, '05:10');
    ran('w1', 3, '07:00');
    ran('w2', 4, '07:10');
    expect(await snapshot('07:20')).toMatchObject({
      completedIterations: 7,
      workers: ['w1', 'w2'],
      jobs: { succeeded: 2, failed: [], planned: 7, plannedAtLeast: 7, runs: 2 },
      earlierIterations: 3,
      runningAgain: false,
      haveJobsEnded: true,
    });
  });

  test('has not failed where a newer job of the same worker was well', async () => {
    ended('w1', 3, '07:00', at('07:00', 1), { status: 'FAILED', return_code: '1' });
    ran('w2', 3, '07:01');
    ran('w1', 3, '07:10');
    expect(await snapshot('07:15')).toMatchObject({
      completedIterations: 6,
      jobs: { succeeded: 2, failed: [], planned: 6, runs: 2 },
      runningAgain: false,
      haveJobsEnded: true,
    });
  });

  test('has failed where the newer job did, and what the older one wrote does not count', async () => {
    ran('w1', 3, '07:00');
    ended('w1', 3, '07:10', at('07:10', 1), { status: 'FAILED', return_code: '1' });
    expect(await snapshot('07:30', 3)).toMatchObject({
      completedIterations: 0,
      workers: [],
      earlierIterations: 3,
      earlierWorkers: ['w1'],
      jobs: { succeeded: 0, failed: [{ worker: 'w1' }], planned: 3 },
      haveJobsEnded: false,
    });
  });

  test.each([
    ['more than an hour before it began is of an older run', '05:57', 3, ['w2'], 3],
    ['an hour before it began is of the newest', '05:58', 6, [], 0],
  ])('with fewer workers: one whose last iteration came %s', async (_, start, count, older, earlier) => {
    ran('w1', 3, '05:30');
    // Its last iteration comes 2 minutes later.
    ran('w2', 2, start);
    wrote('w2', 3, 3, start);
    ran('w1', 3, '07:00');
    const planned = older.length === 0 ? 5 : 3;
    expect(await snapshot('07:30')).toMatchObject({
      completedIterations: count,
      earlierIterations: earlier,
      earlierWorkers: older,
      jobs: { planned, runs: 2 },
      runningAgain: false,
    });
  });

  test('counts nothing but what is newer than every ended job, while it is under way', async () => {
    ran('w1', 3, '05:00');
    ran('w2', 3, '05:10', { status: 'FAILED' });
    wrote('w1', 1, 2, '07:00');
    expect(await snapshot('07:02')).toMatchObject({
      completedIterations: 2,
      workers: ['w1'],
      firstUpdate: new Date(`${at('07:01')}Z`),
      usualGapMs: 60_000,
      jobs: { succeeded: 0, failed: [], plannedAtLeast: 0, planned: 3, runs: 2 },
      earlierIterations: 4,
      earlierWorkers: ['w2'],
      runningAgain: true,
      haveKnownJobsEnded: false,
      haveJobsEnded: false,
    });
  });

  test('counts all of the new run while its second worker is at work', async () => {
    for (const start of ['05:00', '07:00']) ran('w1', 3, start);
    ran('w2', 3, '05:10');
    wrote('w2', 1, 1, '07:10');
    expect(await snapshot('07:12')).toMatchObject({
      completedIterations: 4,
      byWorker: [
        { worker: 'w1', completed: 3 },
        { worker: 'w2', completed: 1 },
      ],
      jobs: { succeeded: 1, planned: 6, plannedAtLeast: 3, runs: 2 },
      runningAgain: true,
      haveJobsEnded: false,
    });
  });

  test.each([
    ['is waited for, for ten minutes', '07:13', true, 3, false],
    ['is then not of it', '07:15', false, 3, true],
  ])(
    'of which the next worker has not begun: it %s',
    async (_, now, runningAgain, completed, haveJobsEnded) => {
      ran('w1', 3, '05:00');
      ran('w2', 3, '05:10');
      ran('w1', 3, '07:00');
      expect(await snapshot(now)).toMatchObject({
        completedIterations: completed,
        runningAgain,
        haveJobsEnded,
        earlierWorkers: ['w2'],
      });
    },
  );

  test('waits for no worker that was left out before', async () => {
    ran('w1', 3, '01:00');
    ran('w2', 3, '01:10');
    for (const start of ['05:00', '07:00']) ran('w1', 3, start);
    expect(await snapshot('07:04')).toMatchObject({ runningAgain: false, haveJobsEnded: true });
  });

  test('waits longer for the next worker where iterations take longer', async () => {
    for (const start of ['05:00', '07:00']) {
      for (const n of [1, 2])
        writeIteration(store, n, { worker: 'w1', fields: { timestamp: at(start, n * 1200) } });
      ended('w1', 2, start, at(start, 2400));
    }
    ran('w2', 3, '06:00');
    expect(await snapshot('08:10')).toMatchObject({ completedIterations: 2, runningAgain: true });
    expect(await snapshot('08:21')).toMatchObject({ runningAgain: false });
  });

  test('began with a worker that is new', async () => {
    ran('w1', 3, '05:00');
    wrote('w0', 1, 2, '06:50');
    wrote('w1', 1, 1, '07:00');
    expect(await snapshot('07:02')).toMatchObject({ completedIterations: 3, workers: ['w0', 'w1'] });
  });

  test('without dates is counted by when its jobs finished, otherwise as one run', async () => {
    wrote('w1', 1, 3, '07:00');
    for (const [i, finished_at] of ['x', 'y'].entries())
      writeJob(store, `j${i}`, { fields: { worker_id: 'w1', started_at: 'x', finished_at } });
    expect(await snapshot('07:30')).toMatchObject({ completedIterations: 3, jobs: { planned: 4, runs: 2 } });
  });

  test('does not count iterations without a time while it is under way', async () => {
    ran('w1', 3, '05:00');
    writeIteration(store, 2, { worker: 'w1', fields: { timestamp: null } });
    store.delete('tuning:docker:paper:arbitrage:tuning_session:S:worker:w1:iteration:2');
    writeIteration(store, 2, { worker: 'w1', fields: { timestamp: null } });
    expect(await snapshot('06:00')).toMatchObject({ completedIterations: 3 });
    wrote('w1', 1, 1, '07:00');
    expect(await snapshot('07:02')).toMatchObject({ completedIterations: 1, earlierIterations: 2 });
  });
});

describe('A session that was run once', () => {
  const store = new MemoryStore(settableClock());

  test('is one run however long its jobs take, one after another', async () => {
    for (const [worker, start] of [
      ['w1', '00:00'],
      ['w2', '04:00'],
      ['w3', '08:00'],
    ] as const) {
      writeIteration(store, 1, { worker, fields: { timestamp: at(start, 7200) } });
      writeJob(store, worker, {
        fields: { worker_id: worker, iterations: '1', started_at: at(start), finished_at: at(start, 14_000) },
      });
    }
    writeIteration(store, 1, { worker: 'w4', fields: { timestamp: at('12:30') } });
    const clock = settableClock(`${at('12:31')}Z`);
    expect(await new TuningStatusMonitor({ store, clock }, 'S', null).snapshot()).toMatchObject({
      completedIterations: 4,
      runningAgain: false,
      earlierIterations: 0,
      jobs: { planned: 3, runs: 1 },
    });
  });

  test('sorts its workers and fields by code point, as Python does', async () => {
    const clock = settableClock(`${at('08:00')}Z`);
    const names = ['w\u{1F600}', 'w\uFF21', 'w10', 'w2', 'W'];
    const session = { session: 'sorted' };
    for (const worker of names) writeIteration(store, 1, { ...session, worker, fields: { [worker]: '1' } });
    const sorted = ['W', 'w10', 'w2', 'w\uFF21', 'w\u{1F600}'];
    expect(await new TuningStatusMonitor({ store, clock }, 'sorted', null).snapshot()).toMatchObject({
      workers: sorted,
      metricsKeys: sorted,
    });
  });

  test('has ended an iteration that failed', async () => {
    for (const [i, status] of ['completed', 'failed', null].entries())
      writeIteration(store, i, { session: 'failing', fields: { status } });
    const clock = settableClock(`${at('08:00')}Z`);
    expect(await new TuningStatusMonitor({ store, clock }, 'failing', 3).snapshot()).toMatchObject({
      completedIterations: 1,
      failedIterations: 2,
    });
  });
});
