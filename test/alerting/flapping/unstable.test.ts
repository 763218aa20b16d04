import { actionOn, runScenario, type Scenario } from '../../helpers/scenario';
import { ALWAYS, type Span, second, type Trader, trader } from '../../helpers/traders';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Up until 1:40, then down and up in turn, until the end. */
function comingAndGoing(upS: number, downS: number, untilS: number): Span[] {
  const spans: Span[] = [[-600, 100]];
  for (let at = 100 + downS; at < untilS; at += upS + downS) spans.push([at, at + upS]);
  return spans;
}

/** What stands in the channel: the first message, and each that a thread shows there, too. */
const inChannel = (lines: readonly string[]): string[] =>
  lines.filter((line, i) => i === 0 || line.includes(' channel: '));

const crashLoop = (upS: number, downS: number, untilS: number, rest: Partial<Scenario> = {}) =>
  runScenario({
    traders: [trader('paper:docker', comingAndGoing(upS, downS, untilS), { beatEvery: 1 })],
    until: untilS,
    ...rest,
  });

const UNSTABLE = [
  '3:15 open no_sign_of_life paper:docker',
  '5:00 channel: recovered after 185 s',
  '8:15 channel: paper:docker again time 2',
  '10:00 channel: recovered after 185 s',
  '13:15 channel: paper:docker unstable 3 times in 1200 s',
];

describe('A trader that crashes every five minutes', () => {
  test('all night is in the channel five times', () => {
    const { lines, known } = crashLoop(2 * MINUTE, 3 * MINUTE, 9 * HOUR);
    expect(inChannel(lines)).toEqual(UNSTABLE);
    expect(known.incidents).toMatchObject([{ closedAt: null, posting: 3 }]);
  });

  test('has reminders all the same', () => {
    const { lines } = crashLoop(2 * MINUTE, 3 * MINUTE, 9 * HOUR);
    expect(lines.filter((line) => line.includes('reminder'))).toEqual([
      '1:13:15 thread: reminder after 4200 s',
      '5:13:15 thread: reminder after 18600 s',
    ]);
  });

  test('stays acknowledged from when it is unstable', () => {
    const acts = [[15 * MINUTE, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { lines, known } = crashLoop(2 * MINUTE, 3 * MINUTE, 9 * HOUR, { acts });
    expect(inChannel(lines)).toEqual(UNSTABLE);
    expect(known.incidents).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'U1' }]);
  });

  test('and runs again for good is stable after 20 minutes', () => {
    const spans = [...comingAndGoing(2 * MINUTE, 3 * MINUTE, 30 * MINUTE), [31 * MINUTE, Infinity]] as const;
    const { lines } = runScenario({ traders: [trader('paper:docker', spans)], until: 3 * HOUR });
    expect(inChannel(lines).slice(UNSTABLE.length)).toEqual(['49:45 channel: recovered after 1680 s']);
  });

  test('and stays down is reported once more', () => {
    const spans = comingAndGoing(2 * MINUTE, 3 * MINUTE, 30 * MINUTE);
    const { lines } = runScenario({ traders: [trader('paper:docker', spans)], until: 3 * HOUR });
    expect(inChannel(lines).slice(UNSTABLE.length)).toEqual(['38:15 channel: paper:docker steady']);
  });

  test('and a little longer each time is not reported as staying down each time', () => {
    const { lines } = crashLoop(2 * MINUTE, 7 * MINUTE, 9 * HOUR);
    expect(inChannel(lines).length).toBeLessThanOrEqual(7);
  });

  test('and whose rule finds that late is not reported as staying down at once', () => {
    const spans = comingAndGoing(60, 700, 5 * HOUR);
    const { lines } = runScenario({
      traders: [trader('paper:docker', [ALWAYS], { portfolio: { spans, every: 1 } })],
      until: 5 * HOUR,
    });
    expect(lines.filter((line) => line.includes('steady'))).toEqual([]);
    expect(lines.filter((line) => line.includes('unstable'))).toHaveLength(1);
  });

  test('slowly, but again within ten minutes each time, is unstable the sixth time', () => {
    const { lines } = crashLoop(8 * MINUTE, 5 * MINUTE, 9 * HOUR);
    expect(inChannel(lines).slice(-1)).toEqual(['1:08:15 channel: paper:docker unstable 6 times in 3995 s']);
  });

  test('counts as stable only once it was observed for long enough', () => {
    const spans = [...comingAndGoing(2 * MINUTE, 3 * MINUTE, 30 * MINUTE), [31 * MINUTE, Infinity]] as const;
    const { lines } = runScenario({
      traders: [trader('paper:docker', spans)],
      botAway: [[35 * MINUTE, 60 * MINUTE]],
      until: 3 * HOUR,
    });
    expect(lines.filter((line) => line.includes('recovered after')).slice(-1)).toEqual([
      '1:20:00 channel: recovered after 1680 s',
    ]);
  });

  test('and is snoozed is heard of again when the snooze ends, and not before', () => {
    const until = second(2 * HOUR);
    const acts = [[200, actionOn({ kind: 'snooze', userId: 'U1', until })]] as const;
    const { lines } = crashLoop(2 * MINUTE, 3 * MINUTE, 3 * HOUR, { acts });
    expect(lines.filter((line) => /channel: |thread: /.test(line))).toEqual([
      '3:20 thread: U1 snooze until 2026-11-22T05:00:00.000Z',
      '2:00:00 channel: reminder after 7005 s',
    ]);
  });

  describe.each([
    ['up', 16 * MINUTE],
    ['down', 14 * MINUTE],
  ])('and is muted while it is %s', (_, mutedAt) => {
    const acts = [[mutedAt, actionOn({ kind: 'mute', userId: 'U1' })]] as const;

    test('is silent for as long as it comes and goes', () => {
      const { lines, known } = crashLoop(2 * MINUTE, 3 * MINUTE, 3 * HOUR, { acts });
      expect(lines.filter((line) => secondsOf(line) > mutedAt)).toEqual([]);
      expect(known.targets).toMatchObject([{ muted: true, mutedBy: 'U1' }]);
    });

    test('is watched again once it is stable, and reported when it fails then', () => {
      const spans = [
        ...comingAndGoing(2 * MINUTE, 3 * MINUTE, 30 * MINUTE),
        [31 * MINUTE, 60 * MINUTE],
      ] as const;
      const { lines } = runScenario({ traders: [trader('paper:docker', spans)], until: 2 * HOUR, acts });
      expect(lines.filter((line) => line.includes('open no_sign')).slice(-1)).toEqual([
        '1:01:45 open no_sign_of_life paper:docker',
      ]);
    });
  });

  test('changes its message once a minute at most', () => {
    const { lines } = crashLoop(5, 6, HOUR, FAST);
    const edits = lines.filter((line) => / open .*flaps=/.test(line));
    expect(edits.length).toBeLessThanOrEqual(61);
    expect(edits.length).toBeGreaterThanOrEqual(55);
  });
});

/** The shortest that the configuration takes. */
const FAST: Partial<Scenario> = {
  every: 1,
  settings: {
    checkIntervalMs: 1000,
    rules: { no_sign_of_life: { stale_after: '2s' }, no_heartbeat: { stale_after: '2s' } },
  },
};

const everyOtherCheck = (t: number): boolean => Math.floor(t / 15) % 2 === 0;
const portfolio = (spans: readonly Span[]) => ({ spans, every: 1 });

describe('In an hour at most six messages are in the channel, and none once it is snoozed, of', () => {
  const cases: readonly (readonly [what: string, trader: Trader, Partial<Scenario>])[] = [
    ['a trader up 5 s and down 6 s', trader('live:docker', comingAndGoing(5, 6, HOUR), { beatEvery: 1 }), {}],
    [
      'the same with the shortest check interval and STALE_AFTER',
      trader('live:docker', comingAndGoing(5, 6, HOUR), { beatEvery: 1 }),
      FAST,
    ],
    [
      'a breaker that toggles each check',
      trader('live:docker', [ALWAYS], { reports: (t) => ({ breakerActive: everyOtherCheck(t) }) }),
      {},
    ],
    [
      'a breaker whose counter is reset each time that it trips',
      trader('live:docker', [ALWAYS], {
        reports: (t) => ({
          breakerActive: everyOtherCheck(t),
          circuitBreakerTriggersTotal: everyOtherCheck(t) ? 3 : 0,
        }),
      }),
      {},
    ],
    [
      'a heartbeat that comes and goes',
      trader('live:docker', comingAndGoing(40, 160, HOUR), { portfolio: portfolio([ALWAYS]) }),
      {},
    ],
    [
      'a portfolio that comes and goes',
      trader('live:docker', [ALWAYS], { portfolio: portfolio(comingAndGoing(60, 120, HOUR)) }),
      { settings: { rules: { stale_portfolio: { after: '60s' } } } },
    ],
    [
      'all counters that fall again and again',
      trader('live:docker', [ALWAYS], {
        reports: (t) => ({ tradesTotal: everyOtherCheck(t) ? 100 : 1, safetyViolationsTotal: 0 }),
      }),
      {},
    ],
  ];

  test.each(cases)('%s', (_, one, rest) => {
    const story: Scenario = { traders: [one], until: HOUR, ...rest };
    const { lines } = runScenario(story);
    expect(inChannel(lines).length).toBeLessThanOrEqual(6);
    const [first] = lines;
    if (first === undefined) return;
    const openedAt = secondsOf(first);
    const snooze = actionOn({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) });
    const snoozed = runScenario({ ...story, acts: [[openedAt + 1, snooze]] });
    expect(inChannel(snoozed.lines)).toEqual([first]);
  });
});

const secondsOf = (line: string): number =>
  (line.split(' ')[0] ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
