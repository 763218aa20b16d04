import { runScenario } from '../helpers/scenario';
import { second } from '../helpers/traders';
import { type At, iteration, job, observedSessions, runTuningScenario } from '../helpers/tuningScenario';

const dated = (at: Date, [t, record]: At): At => [
  t,
  record.kind === 'iteration' ? { ...record, at } : record,
];

/** The recorded system, a second for each of its milliseconds: it runs its jobs one after another. */
const RECORDED: readonly At[] = [
  ...[337, 344, 351, 358].map((t, i) => iteration(t, 'worker-1', i + 1)),
  job(444, 'worker-1'),
  ...[730, 738, 745].map((t, i) => iteration(t, 'worker-2', i + 1)),
  job(827, 'worker-2'),
  ...[1112, 1120, 1129].map((t, i) => iteration(t, 'worker-3', i + 1)),
  job(1210, 'worker-3'),
];

describe('Tuning jobs that run one after another', () => {
  test('are reported as finished once, ten minutes after the last iteration', () => {
    expect(runTuningScenario(RECORDED)).toEqual(['30:00 what=finished completed=10 total=null failedJobs=0']);
  });

  test('are finished with the last iteration if that completes the total', () => {
    expect(runTuningScenario(RECORDED, 10)).toEqual([
      '19:00 what=finished completed=10 total=10 failedJobs=0',
    ]);
  });

  test('that end short of their total are stalled', () => {
    expect(runTuningScenario(RECORDED, 12)).toEqual([
      '30:00 what=stalled completed=10 total=12 failedJobs=0',
    ]);
  });

  test('that end short are reported with the failed ones', () => {
    expect(runTuningScenario([...RECORDED.slice(0, -1), job(1210, 'worker-3', 'FAILED')], 12)).toEqual([
      '30:00 what=stalled completed=10 total=12 failedJobs=1',
    ]);
  });

  test('are finished even if the total is given after the last iteration', () => {
    const sessions = (t: number) => observedSessions(RECORDED, t < 1500 ? null : 10)(t);
    const { lines } = runScenario({ sessions, until: 7200 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('25:00 normal tuning');
  });

  test('that finished before the first check are not reported', () => {
    for (const from of [1260, 1500, 7200])
      expect(runScenario({ sessions: observedSessions(RECORDED), from, until: from + 7200 }).lines).toEqual(
        [],
      );
  });

  test('are reported as finished once, though the bot was away or Redis was', () => {
    const redisAway = [[2400, 3000]] as const;
    const { lines } = runScenario({
      sessions: observedSessions(RECORDED),
      until: 7200,
      redisAway,
      botAway: [[3600, 4800]],
    });
    expect(lines.filter((line) => line.includes('finished'))).toHaveLength(1);
  });
});

describe('Tuning workers', () => {
  const inStep = (gap: number, n: number) =>
    Array.from({ length: n }, (_, i) => [
      iteration(600 + i * gap, 'worker-1', i + 1),
      iteration(610 + i * gap, 'worker-2', i + 1),
    ]).flat();

  test('with long iterations are not stalled between them', () => {
    expect(runTuningScenario(inStep(1800, 4), null, 7800)).toEqual([]);
  });

  test('of which one is slow are stalled only after five of its gaps', () => {
    const slow = [0, 1800].map((t, i) => iteration(600 + t, 'slow', i + 1));
    const fast = Array.from({ length: 90 }, (_, i) => iteration(600 + i * 20, 'fast', i + 1));
    expect(runTuningScenario([...fast, ...slow], null, 14_400)).toEqual([
      '3:11:00 what=stalled completed=92 total=null failedJobs=null',
    ]);
  });
});

describe('A tuning session with fewer than two iterations', () => {
  test('whose jobs all failed before the first is stalled after ten minutes', () => {
    expect(runTuningScenario([job(600, 'worker-1', 'FAILED'), job(660, 'worker-2', 'FAILED')], null)).toEqual(
      ['21:00 what=stalled completed=0 total=null failedJobs=2'],
    );
  });

  test('whose job failed after the first is stalled after ten minutes, short of its total', () => {
    expect(runTuningScenario([iteration(600, 'worker-1', 1), job(660, 'worker-1', 'FAILED')], 10)).toEqual([
      '21:00 what=stalled completed=1 total=10 failedJobs=1',
    ]);
  });

  test('is finished if its job has ended and nobody gave a total', () => {
    expect(runTuningScenario([iteration(600, 'worker-1', 1), job(660, 'worker-1', 'FAILED')])).toEqual([
      '21:00 what=finished completed=1 total=null failedJobs=1',
    ]);
  });

  test('of a worker that may still run is stalled after six hours', () => {
    expect(
      runTuningScenario([job(600, 'worker-1', 'FAILED'), iteration(660, 'worker-2', 1)], 10, 30_000),
    ).toEqual(['6:12:00 what=stalled completed=1 total=10 failedJobs=1']);
  });

  test('and no ended job is not reported, since it may have just begun', () => {
    expect(runTuningScenario([iteration(600, 'worker-1', 1)], 10)).toEqual([]);
  });
});

describe('Tuning iterations with impossible times', () => {
  const SIX_HOURS = 6 * 3600;
  const minutely = Array.from({ length: 5 }, (_, i) => iteration(600 + i * 60, 'w', i + 2));

  test.each([
    ['one of 1970', [...minutely, dated(new Date(0), iteration(600, 'w', 1))]],
    ["last week's of the same session id", [...minutely, dated(second(-7 * 86_400), iteration(600, 'w', 9))]],
  ])('are stalled after six hours: %s', (_, records) => {
    expect(runTuningScenario(records, null, 840 + SIX_HOURS + 600)).toEqual([
      '6:15:00 what=stalled completed=6 total=null failedJobs=null',
    ]);
  });

  test('are stalled no sooner than configured', () => {
    const settings = { rules: { tuning: { stalled_at_least: '7h' } } };
    const records = [...minutely, dated(new Date(0), iteration(600, 'w', 1))];
    const { lines } = runScenario({
      sessions: observedSessions(records),
      until: 840 + 7 * 3600 + 600,
      settings,
    });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['7:15:00']);
  });

  test('of workers with one each are stalled after six hours', () => {
    const records = [iteration(600, 'w1', 1), iteration(660, 'w2', 1)];
    expect(runTuningScenario(records, null, SIX_HOURS + 1200)).toEqual([
      '6:12:00 what=stalled completed=2 total=null failedJobs=null',
    ]);
  });
});

describe('Tuning jobs in parallel', () => {
  const slow = [0, 900, 1800, 2700].map((t, i) => iteration(600 + t, 'worker-1', i + 1));

  test('are not finished if one failed before it wrote anything and another still runs', () => {
    expect(runTuningScenario([job(300, 'worker-2', 'FAILED'), ...slow], null, 3600)).toEqual([]);
  });

  test('are not finished if one worker had two of them and another still runs', () => {
    const two = [iteration(300, 'worker-2', 1), job(420, 'worker-2', 'FAILED'), job(480, 'worker-2')];
    expect(runTuningScenario([...two, ...slow], null, 3600)).toEqual([]);
  });

  test('without a worker count like any other', () => {
    const lines = runTuningScenario([
      ...slow,
      iteration(3300, 'worker-2', 1),
      job(3360, null),
      job(3420, 'worker-2'),
    ]);
    expect(lines).toEqual(['1:06:00 what=finished completed=5 total=null failedJobs=0']);
  });
});
