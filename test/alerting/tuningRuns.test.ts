import { type At, iteration, job, runTuningScenario } from '../helpers/tuningScenario';

/** Two workers, one after the other, of three iterations each. */
const run = (start: number, gap = 60, statuses: readonly string[] = []): readonly At[] => [
  ...turn('worker-1', start, gap, statuses[0]),
  ...turn('worker-2', start + 4 * gap, gap, statuses[1]),
];

const turn = (worker: string, start: number, gap = 60, status = 'SUCCESS'): readonly At[] => [
  ...[1, 2, 3].map((n) => iteration(start + n * gap, worker, n)),
  job(start + 4 * gap - 1, worker, status, start),
];

const HOUR = 3600;

describe('A tuning session that is run again', () => {
  test('is reported as finished once per run if its total is known', () => {
    const lines = runTuningScenario([...run(600), ...run(HOUR), ...run(2 * HOUR)], 6, 4 * HOUR);
    expect(lines).toEqual([
      '17:00 what=finished completed=6 total=6 failedJobs=0',
      '1:07:00 what=finished completed=6 total=6 run=2 failedJobs=0',
      '2:07:00 what=finished completed=6 total=6 run=3 failedJobs=0',
    ]);
  });

  test('is reported as finished once per run if its total is not known', () => {
    const lines = runTuningScenario([...run(600), ...run(HOUR)], null, 4 * HOUR);
    expect(lines).toEqual([
      '28:00 what=finished completed=6 total=null failedJobs=0',
      '1:18:00 what=finished completed=6 total=null run=2 failedJobs=0',
    ]);
  });

  test.each([
    [6, ['16:00', '1:01:00']],
    [null, ['27:00', '1:12:00']],
  ])('is reported again if the whole run fell between two checks, with a total of %s', (total, times) => {
    const lines = runTuningScenario([...run(905, 5), ...run(HOUR + 5, 5)], total, 4 * HOUR);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(times);
  });

  test('is not finished between its two workers, however soon after the previous run', () => {
    const lines = runTuningScenario([...run(600), ...run(1200)], 6, 2 * HOUR);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['17:00', '27:00']);
  });

  test('is not finished between its two workers if iterations take long', () => {
    const lines = runTuningScenario([...run(0, 1200), ...run(3 * HOUR, 1200)], 6, 8 * HOUR);
    expect(lines).toEqual([
      '2:20:00 what=finished completed=6 total=6 failedJobs=0',
      '5:20:00 what=finished completed=6 total=6 run=2 failedJobs=0',
    ]);
  });

  test('is not stalled because of iterations of previous days', () => {
    const days = 2 * 24 * HOUR;
    const lines = runTuningScenario([...run(600), ...run(days, 1200)], 6, days + 4 * HOUR);
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['what=finished', 'what=finished']);
  });

  test('is stalled if it stops in the middle', () => {
    const lines = runTuningScenario([...run(600), ...run(HOUR).slice(0, 2)], 6, 2 * HOUR);
    expect(lines).toEqual([
      '17:00 what=finished completed=6 total=6 failedJobs=0',
      '1:13:00 what=stalled completed=2 total=6 run=2 failedJobs=0',
    ]);
  });

  test('is stalled if every job of the new run failed at once', () => {
    const failed = [job(HOUR + 1, 'worker-1', 'FAILED', HOUR), job(HOUR + 3, 'worker-2', 'FAILED', HOUR + 2)];
    expect(runTuningScenario([...run(600), ...failed], 6, 2 * HOUR)).toEqual([
      '17:00 what=finished completed=6 total=6 failedJobs=0',
      '1:12:00 what=stalled completed=0 total=6 run=2 failedJobs=2',
    ]);
  });

  test('after a failed run is finished without failed jobs', () => {
    const failed = [job(601, 'worker-1', 'FAILED', 600), job(603, 'worker-2', 'FAILED', 602)];
    expect(runTuningScenario([...failed, ...run(1200)], null, 2 * HOUR)).toEqual([
      '38:00 what=finished completed=6 total=null run=2 failedJobs=0',
    ]);
  });

  test('with fewer workers is finished without the others', () => {
    const lines = runTuningScenario([...run(600), ...turn('worker-1', 3 * HOUR)], null, 5 * HOUR);
    expect(lines.at(-1)).toBe('3:14:00 what=finished completed=3 total=null run=2 failedJobs=0');
  });
});

describe('A tuning session with failed iterations', () => {
  const failing = (n: number): At => {
    const [t, record] = iteration(600 + n * 60, 'worker-1', n);
    return [t, record.kind === 'iteration' ? { ...record, status: 'failed' } : record];
  };

  test('is finished, not stalled, when its total is written', () => {
    const records = [iteration(600, 'worker-1', 0), failing(1), failing(2)];
    expect(runTuningScenario(records, 3, 3 * HOUR)).toEqual([
      '12:00 what=finished completed=1 total=3 failed=2 failedJobs=null',
    ]);
  });

  test('is finished with its jobs even if all iterations failed', () => {
    const records = [failing(1), failing(2), job(800, 'worker-1', 'SUCCESS', 590)];
    expect(runTuningScenario(records, null, 3 * HOUR)).toEqual([
      '23:00 what=finished completed=0 total=null failed=2 failedJobs=0',
    ]);
  });
});
