import { tuningStatusMessage } from '../../formatters';
import type { JobSummary, TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { messageText, tableText } from '../helpers/messageText';
import { ago, running, sessionOf, worker } from '../helpers/snapshots';

const messageOf = (snapshot: TuningStatusSnapshot) =>
  tuningStatusMessage(snapshot, { demo: false, currency: null });
const textOf = (snapshot: TuningStatusSnapshot) => messageText(messageOf(snapshot));
const firstLineOf = (snapshot: TuningStatusSnapshot) => textOf(snapshot).split('\n')[0];
const rowsOf = (snapshot: TuningStatusSnapshot) => tableText(messageOf(snapshot));

const jobs: JobSummary = { succeeded: 2, failed: [], plannedAtLeast: 7, planned: 7, runs: 1 };
const failedJob = { worker: 'worker-3', status: 'FAILED', returnCode: 1, finishedAt: ago(60_000) };

describe('progress', () => {
  test('is a bar that is also words and numbers', () => {
    expect(textOf(running)).toContain('████████░░ 80 % · 8 of 10 iterations');
  });

  test('is one whole sentence for notifications', () => {
    expect(messageOf(running).text).toBe(
      'Tuning session `d28-demo-session` (paper docker) is 80 % done: 8 of 10 iterations by 3 workers, last iteration 25 s ago.',
    );
  });

  test('is finished at the last iteration', () => {
    expect(firstLineOf(sessionOf([worker('main', 10)], 10))).toBe('✅ Tuning: finished');
  });

  test('is not finished before, and its bar is not full, however near', () => {
    const almost = sessionOf([worker('main', 99_999)], 100_000);
    expect(firstLineOf(almost)).toBe('🔵 Tuning: 99.999 % done');
    expect(textOf(almost)).toContain('█████████░');
  });

  test('beyond the total asks whether the total was right', () => {
    const text = textOf(sessionOf([worker('main', 12)], 10));
    expect(text).toContain('120 % · 12 of 10 iterations');
    expect(text).toContain('was the right total given?');
  });
});

describe('a total that nobody gave', () => {
  const unknown = sessionOf([worker('main', 8)], null);

  test('is not guessed', () => {
    expect(firstLineOf(unknown)).toBe('🔵 Tuning: 8 iterations, total not known');
    expect(textOf(unknown).match(/8 iterations/g)).toHaveLength(1);
    expect(textOf(unknown)).not.toContain('%');
  });

  test('is at least what the ended jobs had planned', () => {
    expect(textOf({ ...unknown, jobs })).toContain('At least 7 iterations planned');
  });
});

describe('time', () => {
  test('since the last iteration is told', () => {
    expect(textOf(running)).toContain('paper docker · last iteration 25 s ago');
  });

  test('without an iteration for long is pointed out', () => {
    const quiet = { ...running, lastUpdate: ago(25 * 60_000) };
    expect(firstLineOf(quiet)).toBe('🟠 Tuning: 80 % done · no iteration for 25 min');
    expect(textOf(quiet).match(/no iteration for/gi)).toHaveLength(1);
    expect(messageOf(quiet).text).toContain('No iteration for 25 min.');
  });

  test('after the end is no silence', () => {
    const done = sessionOf([worker('main', 10)], 10, { lastUpdate: ago(3 * 86_400_000) });
    expect(textOf(done)).not.toContain('No iteration for');
  });

  test('that nobody could read is not reported', () => {
    expect(textOf({ ...running, firstUpdate: null, lastUpdate: null })).toContain(
      'time of the last iteration: not reported',
    );
  });

  test('in the future points at the zone setting, once', () => {
    const { text, blocks } = messageOf({ ...running, lastUpdate: ago(-9 * 3_600_000) });
    for (const said of [text, messageText({ blocks })]) {
      expect(said).toContain('The last iteration is dated 9 h in the future: check TUNING_TIMEZONE.');
      expect(said).not.toContain('last iteration 9 h');
    }
  });
});

describe('a session whose jobs have all ended', () => {
  const longAgo = { lastUpdate: ago(26 * 3_600_000), haveJobsEnded: true };
  const two = [worker('worker-1', 4), worker('worker-2', 4)];
  const ended = sessionOf(two, null, { ...longAgo, jobs });

  test('has ended, which is no alarm the next day, on the screen or spoken', () => {
    expect(firstLineOf(ended)).toBe('✅ Tuning: ended · 8 iterations, total not known');
    expect(messageOf(ended).text).toBe(
      'Tuning session `d28-demo-session` (paper docker) has ended, with 8 iterations by 2 workers, last iteration 1 d 2 h ago.',
    );
    expect(textOf(ended)).not.toContain('No iteration for');
  });

  test('says which failed', () => {
    const failing = { ...ended, jobs: { ...jobs, failed: [failedJob] } };
    expect(firstLineOf(failing)).toBe('🔴 Tuning: ended · 8 iterations, total not known · 1 job FAILED');
    expect(messageOf(failing).text).toContain('1 job FAILED.');
  });

  test('before its total was reached is without an iteration for long, as one that has stalled', () => {
    const short = sessionOf(two, 10, { ...longAgo, haveKnownJobsEnded: true, haveJobsEnded: false, jobs });
    expect(firstLineOf(short)).toBe('🟠 Tuning: 80 % done · no iteration for 1 d 2 h');
    expect(messageOf(short).text).toContain('is 80 % done: 8 of 10 iterations by 2 workers');
  });

  test('so far, of which another may follow, neither has ended nor is quiet', () => {
    const between = sessionOf(two, null, { haveKnownJobsEnded: true, lastUpdate: ago(9 * 60_000), jobs });
    expect(firstLineOf(between)).toBe('🔵 Tuning: 8 iterations, total not known');
    expect(messageOf(between).text).toContain('has 8 iterations by 2 workers, last iteration 9 min ago.');
  });

  test('and that has its total is reported to have finished', () => {
    expect(firstLineOf(sessionOf(two, 8, { ...longAgo, jobs }))).toBe('✅ Tuning: finished');
  });
});

describe('workers', () => {
  test('are listed by name, as a person counts', () => {
    const snapshot = sessionOf([worker('worker-10', 1), worker('worker-2', 3)], 10);
    expect(rowsOf(snapshot)).toEqual([
      'Worker | Done | Per hour | Last',
      'worker-2 | 3 | not known | 25 s ago',
      'worker-10 | 1 | not known | 25 s ago',
    ]);
  });

  test('that are many are told by the slowest, and counted', () => {
    const many = Array.from({ length: 500 }, (_, i) => worker(`worker-${i}`, 500 - i));
    const snapshot = sessionOf(many, 200_000);
    expect(textOf(snapshot)).toContain('The 10 slowest of 500 workers (1 to 500 iterations each)');
    expect(textOf(snapshot)).toContain('and 490 more workers');
    expect(rowsOf(snapshot)[1]).toBe('worker-499 | 1 | not known | 25 s ago');
    expect(rowsOf(snapshot)).toHaveLength(11);
  });

  test('with iterations missing are named with them', () => {
    const missing = [
      { from: 3, to: 3 },
      { from: 5, to: 7 },
    ];
    expect(textOf(sessionOf([worker('worker-2', 4, { missing })], 10))).toContain('worker-2 lacks 3, 5–7');
  });

  /** So many iterations an hour, steadily. */
  const pace = (perHour: number) => {
    const gapMs = 3_600_000 / perHour;
    return { gapMs, newestGapMs: gapMs, spreadMs: 0, longestGapMs: gapMs, gaps: 9 };
  };

  test('have their rate to two digits, the slowest and the idle ones are named', () => {
    const snapshot = sessionOf(
      [
        worker('w1', 9, { pace: pace(29.44) }),
        worker('w2', 5, { pace: pace(7.46) }),
        worker('w3', 2, { pace: pace(10), activity: 'idle' }),
      ],
      40,
    );
    expect(rowsOf(snapshot).slice(1)).toEqual([
      'w1 | 9 | 29 | 25 s ago',
      'w2 | 5 | 7.5 | 25 s ago',
      'w3 | 2 | idle | 25 s ago',
    ]);
    expect(textOf(snapshot)).toContain('Slowest: w2, about 7.5 an hour\nIdle: w3');
  });

  test('of one pace have no slowest', () => {
    const two = [worker('w1', 9, { pace: pace(10) }), worker('w2', 9, { pace: pace(10.5) })];
    expect(textOf(sessionOf(two, 40))).not.toContain('Slowest');
  });

  test('whose last iteration has no time have none', () => {
    expect(rowsOf(sessionOf([worker('main', 4, { lastUpdate: null })], 10))).toContain(
      'main | 4 | not known | not reported',
    );
  });
});

describe('the estimated end', () => {
  const inMinutes = (from: number, to: number) =>
    sessionOf([worker('main', 4)], 10, {
      eta: { kind: 'range', from: ago(-from * 60_000), to: ago(-to * 60_000) },
    });

  test('is a range in the zone of the reader, rounded outwards', () => {
    const { blocks, text } = messageOf(inMinutes(41, 77));
    const dates = JSON.stringify(blocks).match(/"type":"date","timestamp":\d+,"format":"[^"]*"/g) ?? [];
    const at = (time: string) => Date.parse(`2026-11-22T${time}:00Z`) / 1000;
    expect(dates).toEqual([
      `"type":"date","timestamp":${at('08:20')},"format":"{time}"`,
      `"type":"date","timestamp":${at('09:00')},"format":"{time}"`,
    ]);
    expect(text).toContain('About 40 min to 1 h 20 min left.');
  });

  test('that is far away has its day', () => {
    const { blocks } = messageOf(inMinutes(900, 1_500));
    expect(JSON.stringify(blocks)).toContain('"format":"{date_short_pretty} {time}"');
  });

  test.each([
    [
      { kind: 'too_early', worker: 'w2', ended: 2, needed: 5 } as const,
      'End not estimated yet: worker w2 has done 2 of the 5 iterations that takes.',
    ],
    [
      { kind: 'quiet', sinceMs: 180_000 } as const,
      'End not estimated: no worker has ended an iteration for 3 min.',
    ],
    [
      { kind: 'stalled', sinceMs: 1_500_000 } as const,
      'Stalled: no worker is active, so no end can be estimated.',
    ],
  ])('is no guess: %j', (eta, said) => {
    const snapshot = sessionOf([worker('main', 4)], 10, { eta });
    expect(textOf(snapshot)).toContain(said);
    expect(messageOf(snapshot).text).toContain(said.replace('w2', '`w2`'));
  });
});

describe('trouble', () => {
  test('a failed job is in the first line, and named', () => {
    const snapshot = { ...running, jobs: { ...jobs, failed: [failedJob] } };
    expect(firstLineOf(snapshot)).toBe('🔴 Tuning: 80 % done · 1 job FAILED');
    expect(textOf(snapshot)).toContain('worker-3: FAILED, return code 1');
  });

  test.each([
    [['CANCELLED'], '1 job CANCELLED'],
    [['FAILED', 'CANCELLED', 'FAILED'], '3 jobs CANCELLED or FAILED'],
    [['A', 'B', 'C', 'D'], '4 jobs not successful'],
    [['<!channel> :skull:'], '1 job not successful'],
    [[''], '1 job not successful'],
  ])('jobs that ended %j are counted in their own words, if those are words', (statuses, words) => {
    const failed = statuses.map((status) => ({ ...failedJob, status }));
    expect(firstLineOf({ ...running, jobs: { ...jobs, failed } })).toBe(`🔴 Tuning: 80 % done · ${words}`);
  });

  test('a failed job is in the notification', () => {
    expect(messageOf({ ...running, jobs: { ...jobs, failed: [failedJob] } }).text).toContain('1 job FAILED.');
  });

  test('iterations that are not completed are counted by status', () => {
    const byStatus = [
      { status: 'completed', count: 8 },
      { status: 'failed', count: 2 },
      { status: null, count: 1 },
    ];
    expect(textOf({ ...running, failedIterations: 3, byStatus })).toContain(
      'Not completed: 2 failed, 1 without a status.',
    );
  });

  test('problems that were left out of the snapshot are counted too', () => {
    const problems = [{ key: 'tuning:docker:paper:x', what: 'is not a hash' }];
    const text = textOf({ ...running, problems, problemsOmitted: 9_999 });
    expect(text).toContain('10,000 values could not be understood');
    expect(text).toContain('and 9,999 more');
  });
});

test('more iterations than the total says are no success', () => {
  const snapshot = { ...running, completedIterations: 45, totalIterations: 10, progressPct: 450 };
  expect(firstLineOf(snapshot)).toBe('🟠 Tuning: 450 %, more than the total');
});

test('further fields of the iterations are named', () => {
  expect(textOf({ ...running, metricsKeys: ['pnl', 'sharpe'] })).toContain(
    'Further fields of the iterations: pnl, sharpe.',
  );
});

test('The status of an unknown session is one line', () => {
  expect(messageOf(sessionOf([], null, { firstUpdate: null, lastUpdate: null })).text).toBe(
    'Session `d28-demo-session` reports nothing: Redis holds no iteration and no job of it in paper docker.',
  );
});

describe('a session that was run again', () => {
  const again = {
    jobs: { ...jobs, planned: 6, plannedAtLeast: 3, runs: 3 },
    runningAgain: true,
    earlierIterations: 4,
    earlierWorkers: ['worker-2', '<!channel>'],
  };

  test('says so while it does, and what is not counted', () => {
    const snapshot = sessionOf([worker('worker-1', 2)], 6, again);
    expect(firstLineOf(snapshot)).toBe('🔵 Tuning: running again · 33.33 % done');
    expect(textOf(snapshot)).toContain(
      'This is run 3.\nNot counted: 4 iterations of earlier runs, among them all of worker-2, <!channel>.',
    );
    expect(messageOf(snapshot).text).toContain(
      'is running again, 33.33 % done: 2 of 6 iterations by 1 worker',
    );
  });

  test('has what the run before had planned, while nobody told the total', () => {
    const snapshot = sessionOf([worker('worker-1', 2)], null, again);
    expect(firstLineOf(snapshot)).toBe('🔵 Tuning: running again · 2 iterations, total not known');
    expect(textOf(snapshot)).toContain("The workers' last jobs planned 6 iterations.");
    expect(messageOf(snapshot).text).toContain('is running again, with 2 iterations by 1 worker');
  });

  test('says how often, once it has ended', () => {
    const ended = { ...again, runningAgain: false, haveJobsEnded: true, earlierIterations: 0 };
    const snapshot = sessionOf([worker('worker-1', 6)], null, { ...ended, earlierWorkers: [] });
    expect(firstLineOf(snapshot)).toBe('✅ Tuning: finished');
    expect(textOf(snapshot)).toContain('Run 3 times; this is the newest run.');
  });
});

describe('workers by name', () => {
  test('keep their order by code point, but for numbers', () => {
    const names = ['B', 'a10', 'a2', 'b', '\uFF21', '\u{1F600}'];
    expect(
      rowsOf(
        sessionOf(
          names.map((name) => worker(name, 1)),
          10,
        ),
      ).map((row) => row.split(' |')[0]),
    ).toEqual(['Worker', 'B', 'a2', 'a10', 'b', '\uFF21', '\u{1F600}']);
  });
});
