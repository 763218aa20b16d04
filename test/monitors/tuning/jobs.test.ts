import { findSessions } from '../../../src/monitors/tuning/sessionFinder';
import { DEFAULT_TUNING_SETTINGS } from '../../../src/monitors/tuning/settings';
import type { TuningStatusSnapshot } from '../../../src/monitors/tuning/tuningSnapshot';
import { TuningStatusMonitor } from '../../../src/monitors/tuning/tuningStatusMonitor';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { jobKey, writeIteration, writeJob } from '../../helpers/tuningState';

const clock = settableClock('2026-11-22T08:00:00Z');

describe("A session's ended jobs", () => {
  let store: MemoryStore;

  beforeEach(() => {
    store = new MemoryStore(clock);
  });

  const snapshot = (): Promise<TuningStatusSnapshot> =>
    new TuningStatusMonitor({ store, clock }, 'S', null).snapshot();
  const found = async (): Promise<TuningStatusSnapshot[]> =>
    (await findSessions(store, DEFAULT_TUNING_SETTINGS, { startsWith: '' })).map((session) =>
      session.snapshot(null, clock.now()),
    );

  test('are counted, and their planned iterations are a lower bound of the total, not the total', async () => {
    writeJob(store, 'j1', { fields: { iterations: '4', worker_id: 'w1' } });
    writeJob(store, 'j2', { fields: { iterations: '3', worker_id: 'w2' } });
    expect(await snapshot()).toMatchObject({
      totalIterations: null,
      jobs: { succeeded: 2, failed: [], plannedAtLeast: 7 },
    });
  });

  test('that failed are reported with their worker, return code and time', async () => {
    writeJob(store, 'j1', { fields: { status: 'FAILED', return_code: '1', worker_id: 'w9' } });
    expect((await snapshot()).jobs).toEqual({
      succeeded: 0,
      failed: [
        { worker: 'w9', status: 'FAILED', returnCode: 1, finishedAt: new Date('2026-11-22T07:01:00.100Z') },
      ],
      plannedAtLeast: 4,
      planned: 4,
      runs: 1,
    });
  });

  test.each([
    ['one worker', [['w1', 'SUCCESS']], false],
    [
      'each worker, one of which failed',
      [
        ['w1', 'SUCCESS'],
        ['w2', 'FAILED'],
      ],
      true,
    ],
    [
      'each worker, of one of which it is not known how it ended',
      [
        ['w1', 'SUCCESS'],
        ['w2', null],
      ],
      false,
    ],
    [
      'one worker twice',
      [
        ['w1', 'FAILED'],
        ['w1', 'SUCCESS'],
      ],
      false,
    ],
    [
      'one worker and another that wrote nothing',
      [
        ['w1', 'SUCCESS'],
        ['w3', 'FAILED'],
      ],
      false,
    ],
    [
      'one worker and one that is not told',
      [
        ['w1', 'SUCCESS'],
        [null, 'FAILED'],
      ],
      true,
    ],
  ])('that are of %s (%j) are all its jobs: %s', async (_, all, haveJobsEnded) => {
    for (const worker of ['w1', 'w2']) writeIteration(store, 1, { worker });
    for (const [i, [worker_id = null, status = null]] of all.entries())
      writeJob(store, `j${i}`, { fields: { worker_id, status } });
    expect(await snapshot()).toMatchObject({ haveKnownJobsEnded: haveJobsEnded, haveJobsEnded });
  });

  test.each([
    ['once no iteration came for ten minutes', '2026-11-22T07:10:01.251Z', null, true],
    ['but may be followed by another until then', '2026-11-22T07:10:01.250Z', null, false],
    ['and not where it is short of its total', '2026-11-22T08:00:00Z', 2, false],
    ['where it has its total', '2026-11-22T08:00:00Z', 1, true],
  ])('are its end %s', async (_, now, total, haveJobsEnded) => {
    writeIteration(store, 1);
    writeJob(store, 'j1');
    const monitor = new TuningStatusMonitor({ store, clock: settableClock(now) }, 'S', total);
    expect(await monitor.snapshot()).toMatchObject({ haveKnownJobsEnded: true, haveJobsEnded });
  });

  test('of a session without a worker do not end it', async () => {
    writeJob(store, 'j1');
    expect(await snapshot()).toMatchObject({ haveJobsEnded: false });
  });

  test('with a field missing are counted, and what is missing is a problem', async () => {
    writeJob(store, 'j1', { fields: { iterations: null, return_code: null } });
    expect(await snapshot()).toMatchObject({
      jobs: { succeeded: 1, plannedAtLeast: 0 },
      problems: [
        { key: jobKey('j1'), what: 'field "iterations" is missing' },
        { key: jobKey('j1'), what: 'field "return_code" is missing' },
      ],
    });
  });

  test("of another env or mode are not the session's", async () => {
    writeJob(store, 'j1', { env: 'local' });
    writeJob(store, 'j2', { fields: { mode: 'live' } });
    expect((await snapshot()).jobs).toBeNull();
  });

  test('without a mode are reported with the session, with their problems', async () => {
    writeIteration(store, 1);
    writeJob(store, 'j1', { fields: { mode: null, status: 'FAILED' } });
    const expected = {
      sessionId: 'S',
      jobs: { failed: [{ status: 'FAILED' }] },
      problems: [{ key: jobKey('j1'), what: 'field "mode" is missing' }],
    };
    expect(await snapshot()).toMatchObject(expected);
    expect(await found()).toMatchObject([expected]);
  });

  test.each([
    ['tells no mode', null],
    ['tells one that there is not', 'warp'],
  ])('make a session known, of a mode that is not reported, where the only one %s', async (_, mode) => {
    writeJob(store, 'j1', { fields: { mode } });
    expect(await found()).toMatchObject([
      { sessionId: 'S', env: 'docker', mode: null, jobs: { succeeded: 1 } },
    ]);
    expect(await snapshot()).toEqual((await found())[0]);
  });

  test('make a session known that has written no iteration yet', async () => {
    writeJob(store, 'j1', { fields: { status: 'FAILED' } });
    expect(await found()).toMatchObject([{ sessionId: 'S', completedIterations: 0, jobs: { succeeded: 0 } }]);
  });
});

describe('Sessions are found', () => {
  test('in all tuning namespaces, each its own though they share an id', async () => {
    const store = new MemoryStore(clock);
    writeIteration(store, 1, { namespace: 'tuning:docker:paper' });
    writeIteration(store, 1, { namespace: 'tuning:local:shadow' });
    writeIteration(store, 2, { namespace: 'tuning:local:shadow' });
    const sessions = await findSessions(store, DEFAULT_TUNING_SETTINGS, { startsWith: '' });
    const told = sessions.map((each) => each.snapshot(null, clock.now()));
    expect(told.map(({ env, mode, completedIterations }) => [env, mode, completedIterations])).toEqual([
      ['docker', 'paper', 1],
      ['local', 'shadow', 2],
    ]);
  });
});
