import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { runScenario } from '../helpers/scenario';
import { sessionOf, worker } from '../helpers/snapshots';
import { second } from '../helpers/traders';

const NAME = 'tuning:docker:paper:d28-demo-session';

/** A session that completes an iteration every `gap` seconds from 0 on, until it has `stopsAt`; looked at every minute. */
const session =
  (gap: number, stopsAt: number, total: number | null, changes: Partial<TuningStatusSnapshot> = {}) =>
  (t: number): readonly TuningStatusSnapshot[] | null => {
    if (t % 60 !== 0) return null;
    const completed = Math.min(stopsAt, Math.floor(t / gap) + 1);
    const times = {
      firstUpdate: second(0),
      lastUpdate: second((completed - 1) * gap),
      usualGapMs: completed < 2 ? null : gap * 1000,
      timestamp: second(t),
    };
    return [sessionOf([worker('worker-1', completed)], total, { ...times, ...changes })];
  };

const stories = (lines: readonly string[]) => lines.map((line) => line.split(' sessionId')[0]);

describe('A tuning session', () => {
  test('that completes its total is reported as finished once', () => {
    const { lines, deliveries } = runScenario({ sessions: session(60, 10, 10), until: 7200 });
    expect(stories(lines)).toEqual([`9:00 normal tuning ${NAME} what=finished`]);
    expect(deliveries).toMatchObject([{ event: { details: { completed: 10, total: 10 } } }]);
  });

  test('that finished before the first check is not reported', () => {
    expect(runScenario({ sessions: session(60, 10, 10), from: 1200, until: 7200 }).lines).toEqual([]);
  });

  test('that ended long before somebody gave its total is not reported as finished then', () => {
    const sessions = (t: number) => session(60, 10, t < 1500 ? null : 10)(t);
    expect(runScenario({ sessions, until: 3600 }).lines.filter((line) => line.includes('finished'))).toEqual(
      [],
    );
  });

  test('whose total was given while it ran is finished with its last iteration', () => {
    const sessions = (t: number) => session(60, 10, t < 300 ? null : 10)(t);
    expect(stories(runScenario({ sessions, until: 3600 }).lines)).toEqual([
      `9:00 normal tuning ${NAME} what=finished`,
    ]);
  });

  test('whose jobs have all ended is finished ten minutes after its last iteration, with its failed jobs', () => {
    const failed = [{ worker: 'worker-2', status: 'FAILED', returnCode: 1, finishedAt: null }];
    const running = session(60, 10, null);
    const sessions = (t: number) =>
      running(t)?.map((each) => ({
        ...each,
        jobs:
          t < 600
            ? { succeeded: 1, failed: [], plannedAtLeast: 5, planned: 5, runs: 1 }
            : { succeeded: 1, failed, plannedAtLeast: 10, planned: 10, runs: 1 },
        haveKnownJobsEnded: t >= 600,
      })) ?? null;
    const { lines, deliveries } = runScenario({ sessions, until: 7200 });
    expect(stories(lines)).toEqual([`20:00 normal tuning ${NAME} what=finished`]);
    expect(deliveries).toMatchObject([
      { event: { details: { failedJobs: 1, failedStatuses: 'FAILED', total: null } } },
    ]);
  });

  test('without an iteration for five times its usual gap is reported as stalled once', () => {
    // A gap of 300 s, so 1500 s after the last, which was seen at 1200.
    const { lines } = runScenario({ sessions: session(300, 5, 10), until: 14_400 });
    expect(stories(lines)).toEqual([`46:00 normal tuning ${NAME} what=stalled`]);
  });

  test('with short gaps is stalled after ten minutes, not sooner', () => {
    const { lines } = runScenario({ sessions: session(10, 7, 100), until: 7200 });
    expect(stories(lines)).toEqual([`12:00 normal tuning ${NAME} what=stalled`]);
  });

  test('that moves again and stalls again is reported again', () => {
    const first = session(10, 7, 100);
    const second = session(10, 200, 300);
    const sessions = (t: number) => (t < 1800 ? first(t) : second(Math.min(t, 1860)));
    const moved = runScenario({ sessions: (t) => (t % 60 === 0 ? sessions(t) : null), until: 7200 });
    expect(moved.lines).toHaveLength(2);
  });

  test('that was never observed to progress is not reported, however old it is', () => {
    expect(runScenario({ sessions: session(60, 5, 10), from: 86_400, until: 90_000 }).lines).toEqual([]);
  });

  test('is not considered stalled while the bot was down', () => {
    const { lines } = runScenario({ sessions: session(60, 5, 10), until: 4500, botAway: [[300, 3600]] });
    expect(stories(lines)).toEqual([
      '1:00:00 recovered monitoring_outage',
      `1:11:00 normal tuning ${NAME} what=stalled`,
    ]);
  });

  test('with times in another zone than configured does not stall sooner', () => {
    const skewed = session(60, 5, 10);
    const nineHours = 9 * 3_600_000;
    const sessions = (t: number) =>
      skewed(t)?.map((each) => ({
        ...each,
        firstUpdate: new Date(second(0).getTime() - nineHours),
        lastUpdate: each.lastUpdate && new Date(each.lastUpdate.getTime() - nineHours),
      })) ?? null;
    expect(stories(runScenario({ sessions, until: 7200 }).lines)).toEqual([
      `15:00 normal tuning ${NAME} what=stalled`,
    ]);
  });

  test('that is short is reported as finished even if there are more sessions than are remembered', () => {
    const old = Array.from({ length: 501 }, (_, i) =>
      sessionOf([worker('w', 10)], 10, { sessionId: `old-${i}`, lastUpdate: second(-86_400 - i) }),
    );
    const short = session(10, 10, 10);
    const sessions = (t: number) => {
      if (t % 60 !== 0) return null;
      return t < 600 ? old : [...old.slice(t >= 900 ? 1 : 0), ...(short(t) ?? [])];
    };
    const newer = (t: number) =>
      sessions(t)?.map((each) =>
        each.sessionId.startsWith('old') ? each : { ...each, lastUpdate: second(600) },
      ) ?? null;
    expect(stories(runScenario({ sessions: newer, until: 1800 }).lines)).toEqual([
      `10:00 normal tuning ${NAME} what=finished`,
    ]);
  });

  test('is not watched if disabled', () => {
    const settings = { rules: { tuning: { mode: 'off' } } };
    expect(runScenario({ sessions: session(60, 10, 10), until: 7200, settings }).lines).toEqual([]);
  });
});
