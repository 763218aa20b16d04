import type { SignReading } from '../../src/monitors/live/signReading';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, second, trader } from '../helpers/traders';

const paper = 'paper:docker';

/** The trader beats every 10 s up to second 100, the last beat. */
const dies = trader(paper, [[-600, 100]]);

/** The heartbeat of a second, as it stands there at another. */
const older = (written: number, t: number): SignReading => ({
  kind: 'heartbeat',
  component: 'trader',
  text: second(written).toISOString(),
  at: second(written),
  ttlMs: 60_000 - (t - written) * 1000,
});

describe('A heartbeat', () => {
  test('that is fresh causes no alert', () => {
    expect(runScenario({ traders: [trader(paper, [ALWAYS])], until: 3600 }).lines).toEqual([]);
  });

  test('that was never observed is "silent"', () => {
    const story = runScenario({ traders: [trader(paper, [])], until: 3600 });
    expect(story.lines).toEqual([]);
    expect(story.known.targets[0]?.reasons.no_sign_of_life).toEqual({ code: 'never_signed' });
  });

  test('that stops is reported once, at the first check after staleAfter, though its key is gone 60 s after the last beat', () => {
    expect(runScenario({ traders: [dies], until: 3000 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
    ]);
  });

  test('that stops is firing since its last write', () => {
    const { known } = runScenario({ traders: [dies], until: 600 });
    expect(known.incidents).toMatchObject([
      {
        id: `no_sign_of_life:paper:docker:${second(100).getTime()}`,
        targets: [
          { startedAt: second(100), details: { lastSign: '2026-11-22T03:01:40Z', component: 'trader' } },
        ],
      },
    ]);
  });

  test('whose key Redis may just have lost gets a grace period of a minute', () => {
    expect(runScenario({ traders: [dies], until: 240, losesAt: 190 }).lines).toEqual([]);
    expect(runScenario({ traders: [dies], until: 255, losesAt: 190 }).lines).toEqual([
      '4:15 open no_sign_of_life paper:docker',
    ]);
  });

  test('whose key Redis may just have lost gets at most a staleAfter shorter than a minute', () => {
    const rules = { no_sign_of_life: { stale_after: '30s' } };
    expect(runScenario({ traders: [dies], until: 150, losesAt: 120, settings: { rules } }).lines).toEqual([
      '2:30 open no_sign_of_life paper:docker',
    ]);
  });

  test('exactly as old as staleAfter is not stale yet', () => {
    expect(runScenario({ traders: [dies], until: 190, every: 5 }).lines).toEqual([]);
    expect(runScenario({ traders: [dies], until: 195, every: 5 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
    ]);
  });

  test('that stops is reported though a check is missed every six minutes, even if staleAfter is longer than that', () => {
    const botAway = Array.from({ length: 10 }, (_, i) => [360 * (i + 1) - 20, 360 * (i + 1) + 10] as const);
    const settings = { rules: { no_sign_of_life: { stale_after: '15m' } } };
    expect(runScenario({ traders: [dies], until: 3000, botAway, settings }).lines).toEqual([
      '21:30 open no_sign_of_life paper:docker',
    ]);
  });

  test('is stale sooner if its target is configured so', () => {
    const rules = { no_sign_of_life: { targets: { [paper]: { stale_after: '30s' } } } };
    const other = trader('live:docker', [[-600, 100]]);
    expect(runScenario({ traders: [dies, other], until: 180, settings: { rules } }).lines).toEqual([
      '2:15 open no_sign_of_life paper:docker',
    ]);
  });

  test('is not watched if the rule is disabled', () => {
    const rules = { no_sign_of_life: { mode: 'off' } };
    expect(runScenario({ traders: [dies], until: 600, settings: { rules } }).lines).toEqual([]);
  });

  test('that resumes is ok after two writes in two checks, and was gone from the last to the first new one', () => {
    const back = trader(paper, [
      [-600, 100],
      [400, Infinity],
    ]);
    expect(runScenario({ traders: [back], until: 600 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
      '7:00 recovered no_sign_of_life paper:docker (well)',
      '7:00 channel: recovered after 300 s',
    ]);
  });

  test('that is written only once more is not ok', () => {
    const once = trader(paper, [
      [-600, 100],
      [400, 400],
    ]);
    const { lines, known } = runScenario({ traders: [once], until: 900 });
    // The message tells of the later beat, too; the beginning stays.
    expect(lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
      '8:15 open no_sign_of_life paper:docker',
    ]);
    const [target] = known.incidents[0]?.targets ?? [];
    expect(target?.startedAt).toEqual(second(100));
    expect(target?.details).toMatchObject({
      lastSign: '2026-11-22T03:01:40Z',
      signSince: '2026-11-22T03:06:40Z',
      component: 'trader',
    });
  });

  test('that is written more rarely than the checks is ok after the second write', () => {
    const slow = trader(
      paper,
      [
        [-600, 100],
        [400, Infinity],
      ],
      { beatEvery: 50 },
    );
    expect(runScenario({ traders: [slow], until: 600 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
      '7:30 recovered no_sign_of_life paper:docker (well)',
      '7:30 channel: recovered after 300 s',
    ]);
  });

  test('that is written every 50 s is never stale', () => {
    expect(runScenario({ traders: [trader(paper, [ALWAYS], { beatEvery: 50 })], until: 7200 }).lines).toEqual(
      [],
    );
  });

  test('is down even if a restart of Redis restores an older key', () => {
    const restored = trader(paper, [[-600, 100]], {
      reports: (t) => (t < 130 ? {} : { signs: [older(80, t)] }),
    });
    expect(runScenario({ traders: [restored], until: 300 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
    ]);
  });
});

describe.each([
  ['an hour ahead', 3600],
  ['an hour behind', -3600],
  ['a day behind', -86_400],
])("A trader's clock that is %s", (_, skew) => {
  describe.each([
    ['whose key expires', true],
    ['whose key never expires', false],
  ])('of a trader %s', (_name, hasTtl) => {
    test('causes no false alert', () => {
      expect(
        runScenario({ traders: [trader(paper, [ALWAYS], { skew, hasTtl })], until: 7200 }).lines,
      ).toEqual([]);
    });

    test('hides no death', () => {
      const { lines } = runScenario({ traders: [{ ...dies, skew, hasTtl }], until: 7200 });
      expect(lines[0]).toMatch(/^3:[13][05] open no_sign_of_life paper:docker$/);
    });

    test('does not prevent its recovery', () => {
      const back = trader(
        paper,
        [
          [-600, 100],
          [400, Infinity],
        ],
        { skew, hasTtl },
      );
      expect(runScenario({ traders: [back], until: 600 }).lines).toHaveLength(3);
    });
  });

  test('is reported with the alert', () => {
    const { known } = runScenario({ traders: [{ ...dies, skew }], until: 300 });
    expect(known.incidents[0]?.targets[0]?.details.clockSkewMs).toBe(skew * 1000);
  });
});

describe("A trader's clock", () => {
  test('that is set back by an hour in the night raises no alert', () => {
    const skew = (t: number): number => (t < 300 ? 0 : -3600);
    expect(runScenario({ traders: [trader(paper, [ALWAYS], { skew })], until: 7200 }).lines).toEqual([]);
    expect(
      runScenario({ traders: [trader(paper, [ALWAYS], { skew, hasTtl: false })], until: 7200 }).lines,
    ).toEqual([]);
  });

  test('that stands still raises no alert, since the key is written anew', () => {
    const stuck = trader(paper, [ALWAYS], { skew: (t) => -t });
    expect(runScenario({ traders: [stuck], until: 3600 }).lines).toEqual([]);
  });
});

describe('A key that never expires', () => {
  test('and does not change is no trader that lives or dies', () => {
    const old = trader(paper, [[-600, -600]], { hasTtl: false });
    expect(runScenario({ traders: [old], until: 3600 }).lines).toEqual([]);
  });
});

test('A beat that cannot be read is no beat, and the alert says that a key is there', () => {
  const garbled = trader(paper, [[-600, 100]], {
    reports: (t) =>
      t < 100
        ? {}
        : { signs: [{ kind: 'heartbeat', component: 'trader', text: null, at: null, ttlMs: null }] },
  });
  const { known } = runScenario({ traders: [garbled], until: 300 });
  expect(known.incidents[0]?.targets[0]?.details).toMatchObject({ unreadable: true });
});

test.each([
  ['Our own clock that is set back by an hour', {}],
  ['A loss of data that was noticed before our clock was set back', { losesAt: 100 }],
])('%s hides a death for no longer than the grace', (_, loss) => {
  const before = runScenario({ traders: [dies], until: 105, ...loss }).known;
  const anHourBack = runScenario({
    traders: [trader(paper, [[-4200, -3500]])],
    from: -3495,
    until: -3300,
    known: before,
  });
  expect(anHourBack.lines).toEqual([expect.stringContaining('open no_sign_of_life paper:docker')]);
});
