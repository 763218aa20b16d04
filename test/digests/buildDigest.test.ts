import type { AlertState } from '../../src/alerting/state/alertState';
import { baselineOf } from '../../src/digests/baseline';
import { buildDigest } from '../../src/digests/buildDigest';
import { type Digest, type DigestTarget, SECTIONS, type Section } from '../../src/digests/digest';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { runScenario, type Scenario } from '../helpers/scenario';
import { sessionOf, worker } from '../helpers/snapshots';
import { ALWAYS, type Span, second, trader } from '../helpers/traders';

const TARGETS = ['live:docker', 'paper:docker'];
const MINUTE_MS = 60_000;

/** A digest of the second hour of a story: the last one was told at its end of the first. */
function digestOfHour(plot: Omit<Scenario, 'until'>, sections: readonly Section[] = SECTIONS): Digest {
  const before = runScenario({ ...plot, until: 3600 }).known;
  const { known } = runScenario({ ...plot, from: 3615, until: 7200, known: before });
  return buildDigest(known, baselineOf(before), { name: 'daily', targets: TARGETS, sections }, second(7200));
}

const reporting = (reports: (t: number) => Partial<LiveStatusSnapshot>, beats: Span = ALWAYS) => ({
  traders: [trader('paper:docker', [beats], { reports })],
});

/** What the digest tells of the paper trader. */
function ofPaper(plot: Omit<Scenario, 'until'>): DigestTarget {
  const found = digestOfHour(plot).targets.find(({ target }) => target === 'paper:docker');
  if (found === undefined) throw new Error('The digest tells nothing of the paper trader');
  return found;
}

const stepping =
  (...steps: readonly (readonly [until: number, value: number | null])[]) =>
  (t: number) =>
    steps.find(([until]) => t < until)?.[1] ?? null;

describe('A counter in a digest', () => {
  test.each([
    [
      'that rose',
      stepping([1800, 100], [5000, 120], [9999, 157]),
      { total: 157, increase: 37, resets: 0, isNew: false },
    ],
    ['that stood still', stepping([9999, 100]), { total: 100, increase: 0, resets: 0, isNew: false }],
    ['that nobody ever reported', () => null, { total: null, increase: 0, resets: 0, isNew: false }],
    ['that is gone', stepping([4000, 100]), { total: 100, increase: 0, resets: 0, isNew: false }],
    [
      'that was gone for a while',
      stepping([4000, 100], [5000, null], [9999, 130]),
      { total: 130, increase: 30, resets: 0, isNew: false },
    ],
    ['that appears', stepping([5000, null], [9999, 7]), { total: 7, increase: 0, resets: 0, isNew: true }],
    [
      'that was reset and is lower',
      stepping([4000, 100], [5000, 120], [9999, 5]),
      { total: 5, increase: 20, resets: 1, isNew: false },
    ],
    [
      'that was reset and is higher by now',
      stepping([4000, 100], [5000, 0], [9999, 150]),
      { total: 150, increase: 150, resets: 1, isNew: false },
    ],
  ] as const)('%s is told as it was seen, never as a negative number', (_, trades, expected) => {
    expect(ofPaper(reporting((t) => ({ tradesTotal: trades(t) }))).trades).toEqual(expected);
  });

  test('takes breaker trips from the live metric if the trader does not count them', () => {
    const active = (t: number) => (t > 4000 && t < 4500) || (t > 5000 && t < 5500);
    const reports = (t: number) => ({ breakerActive: active(t) });
    expect(ofPaper(reporting(reports)).trips).toMatchObject({ total: null, increase: 2 });
  });
});

test('A value that could not be understood at the last observation is named in a digest, and the trader is not silent', () => {
  const garbled = reporting(() => ({ totalBalance: null, unreadable: ['totalBalance'] }), [9e9, 9e9]);
  expect(ofPaper(garbled)).toMatchObject({ unreadable: ['totalBalance'], balance: { now: null } });
  expect(digestOfHour(garbled).silent).toEqual(['live:docker']);
});

describe('A balance in a digest', () => {
  test.each([
    ['that changed', stepping([5000, 100], [9999, 130]), { now: 130, before: 100 }],
    ['that is no longer reported', stepping([5000, 100]), { now: null, before: 100 }],
    ['that was not reported before', stepping([5000, null], [9999, 130]), { now: 130, before: null }],
    ['that nobody ever reported', () => null, { now: null, before: null }],
  ] as const)('%s comes with what it was', (_, balance, { now, before }) => {
    const told = ofPaper(reporting((t) => ({ totalBalance: balance(t) }))).balance;
    expect({ now: told.now, before: told.before?.value ?? null }).toEqual({ now, before });
  });

  test('keeps the time of its last report', () => {
    const { before } = ofPaper(
      reporting((t) => ({ totalBalance: t < 1800 ? 100 : t < 5000 ? null : 130 })),
    ).balance;
    expect(before).toEqual({ value: 100, at: second(1785) });
  });
});

describe('The time up in a digest', () => {
  const minutes = ({ upMs, watchedMs }: DigestTarget) => ({
    up: Math.round(upMs / MINUTE_MS),
    watched: Math.round(watchedMs / MINUTE_MS),
  });
  test.each([
    ['of a trader that beats all the time', [ALWAYS], {}, { up: 60, watched: 60 }],
    [
      'of one that was dead for 14 minutes',
      [
        [-600, 4000],
        [4840, 9999],
      ],
      {},
      { up: 46, watched: 60 },
    ],
    ['of one that died 20 minutes ago', [[-600, 6000]], {}, { up: 40, watched: 60 }],
    ['of one that was dead all the time', [[-600, 100]], {}, { up: 0, watched: 60 }],
    ['while Redis was away for 10 minutes', [ALWAYS], { redisAway: [[4000, 4600]] }, { up: 50, watched: 50 }],
    [
      'while the bot was down for half an hour',
      [ALWAYS],
      { botAway: [[4000, 5800]] },
      { up: 30, watched: 30 },
    ],
  ] as const)('%s is a share of what was watched', (_, beats, away, expected) => {
    expect(minutes(ofPaper({ traders: [trader('paper:docker', beats)], ...away }))).toEqual(expected);
  });
});

describe('The incidents in a digest', () => {
  test('are listed with how long they lasted', () => {
    const { incidents } = digestOfHour({
      traders: [
        trader('paper:docker', [
          [-600, 4000],
          [4840, 9999],
        ]),
      ],
    });
    expect(incidents).toEqual([
      expect.objectContaining({
        rule: 'no_sign_of_life',
        details: expect.objectContaining({ sign: 'heartbeat' }),
        state: 'recovered',
        beganAt: second(4000),
        endedAt: second(4840),
      }),
    ]);
  });

  test('are listed while they are open, and not if they ended before the period', () => {
    const traders = [
      trader('live:docker', [
        [-600, 1000],
        [1500, 9999],
      ]),
      trader('paper:docker', [[-600, 3000]]),
    ];
    const { incidents } = digestOfHour({ traders });
    expect(incidents).toEqual([expect.objectContaining({ targets: ['paper:docker'], endedAt: null })]);
  });

  test('include outages, which concern all traders', () => {
    const { incidents } = digestOfHour({
      traders: [trader('paper:docker', [ALWAYS])],
      redisAway: [[4000, 4600]],
    });
    expect(incidents).toEqual([
      expect.objectContaining({ rule: 'monitoring_outage', targets: [], state: 'recovered' }),
    ]);
  });

  test("are those of the digest's own targets", () => {
    const { incidents } = digestOfHour({ traders: [trader('shadow:docker', [[-600, 4000]])] });
    expect(incidents).toEqual([]);
  });

  test('of more than a week ago are reported as no longer known', () => {
    const { known } = runScenario({ traders: [trader('paper:docker', [ALWAYS])], until: 600 });
    const monthAgo = { ...baselineOf(known), at: new Date(known.observedAt.getTime() - 30 * 86_400_000) };
    const { incidentsSince } = buildDigest(
      known,
      monthAgo,
      { name: 'monthly', targets: TARGETS, sections: SECTIONS },
      null,
    );
    expect(incidentsSince).toEqual(new Date(known.observedAt.getTime() - 7 * 86_400_000));
  });
});

describe('The tuning sessions in a digest', () => {
  const session = (sessionId: string, completed: number, total: number | null): TuningStatusSnapshot =>
    sessionOf([worker('worker-1', completed, { lastUpdate: second(completed) })], total, {
      sessionId,
      lastUpdate: second(completed),
    });
  const paper = [trader('paper:docker', [ALWAYS])];

  test('are those that progressed or finished since', () => {
    const { sessions } = digestOfHour({
      traders: paper,
      sessions: (t) => [
        session('moves', Math.floor(t / 100), 500),
        session('stands', 3, 500),
        session('ends', t < 5000 ? 9 : 10, 10),
        ...(t < 6000 ? [] : [session('begins', 2, 500)]),
      ],
    });
    expect(
      sessions.map(({ session, completed, since, finished }) => [session, completed, since, finished]).sort(),
    ).toEqual([
      ['begins', 2, null, false],
      ['ends', 10, 1, true],
      ['moves', 72, 36, false],
    ]);
  });

  test('that were started again count all iterations of the new run', () => {
    const runs = (count: number) => ({
      succeeded: 1,
      failed: [],
      plannedAtLeast: 9,
      planned: 9,
      runs: count,
    });
    const { sessions } = digestOfHour({
      traders: paper,
      sessions: (t) => [
        t < 5000
          ? { ...session('again', 3, 500), jobs: runs(1) }
          : { ...session('again', 5, 500), jobs: runs(2), lastUpdate: second(5000) },
      ],
    });
    expect(sessions).toEqual([expect.objectContaining({ completed: 5, since: 5 })]);
  });

  test('whose iterations expired have no negative count', () => {
    const { sessions } = digestOfHour({
      traders: paper,
      sessions: (t) => [session('shrinks', t < 5000 ? 9 : 4, 500)],
    });
    expect(sessions).toEqual([expect.objectContaining({ completed: 4, since: null })]);
  });
});

describe('A digest', () => {
  const calm = reporting(() => ({ tradesTotal: 100, safetyViolationsTotal: 0 }));

  test('is unchanged when nothing happened', () => {
    expect(digestOfHour(calm).isUnchanged).toBe(true);
  });

  test.each<[string, Omit<Scenario, 'until'>]>([
    ['a trade was made', reporting((t) => ({ tradesTotal: t < 5000 ? 100 : 101 }))],
    ['a counter was reset', reporting((t) => ({ safetyViolationsTotal: t < 5000 ? 3 : 0 }))],
    ['the balance changed', reporting((t) => ({ totalBalance: t < 5000 ? 100 : 100.01 }))],
    ['live trading was armed and disarmed', reporting((t) => ({ liveArmed: t > 4000 && t < 5000 }))],
    [
      'a trader was away',
      {
        traders: [
          trader('paper:docker', [
            [-600, 4000],
            [4300, 9999],
          ]),
        ],
      },
    ],
    ['nobody could see', { ...calm, redisAway: [[4000, 4600]] }],
  ])('is not unchanged when %s', (_, plot) => {
    expect(digestOfHour(plot).isUnchanged).toBe(false);
  });

  test('is unchanged if the change is in none of its sections', () => {
    const plot = reporting((t) => ({ tradesTotal: t, totalBalance: t }));
    expect(digestOfHour(plot, ['safety', 'incidents']).isUnchanged).toBe(true);
  });

  test('names the traders that never reported anything', () => {
    expect(digestOfHour(calm).silent).toEqual(['live:docker']);
  });

  test('without an earlier one covers the time since the bot began to count', () => {
    const { known } = runScenario({ ...calm, until: 3600 });
    const digest = buildDigest(known, null, { name: 'daily', targets: TARGETS, sections: SECTIONS }, null);
    expect(digest).toMatchObject({ since: second(0), dueAt: null, targets: [{ watchedMs: 60 * MINUTE_MS }] });
  });

  test('after the totals were lost says since when it has been counting', () => {
    const before = runScenario({ ...calm, until: 3600 }).known;
    const lost: AlertState = { ...before, targets: [] };
    const { known } = runScenario({ ...calm, from: 3615, until: 7200, known: lost });
    const digest = buildDigest(
      known,
      baselineOf(before),
      { name: 'daily', targets: TARGETS, sections: SECTIONS },
      null,
    );
    expect(digest.targets).toMatchObject([
      { countingSince: second(3615), trades: { total: 100, increase: 0 } },
    ]);
  });
});
