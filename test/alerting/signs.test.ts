import { actionOn, runScenario } from '../helpers/scenario';
import { ALWAYS, realTrader, second, trader, type Writes } from '../helpers/traders';

const live = 'live:production';
const OPEN = `3:15 open no_sign_of_life ${live}`;
const HOUR = 3600;

/** It writes its portfolio every second up to second 100. */
const dies = (writes: Partial<Writes> = {}) => realTrader(live, [[-600, 100]], writes);

describe('A trader that writes only its portfolio', () => {
  test('is alive', () => {
    const { lines, known } = runScenario({ traders: [realTrader(live, [ALWAYS])], until: 2 * HOUR });
    expect(lines).toEqual([]);
    expect(known.targets[0]?.status).toBe('ok');
  });

  test('is down staleAfter after its last write although its key stays for 300 s', () => {
    const { lines, known } = runScenario({ traders: [dies()], until: 2 * HOUR });
    expect(lines).toEqual([OPEN, `1:03:15 thread: reminder after 3600 s`]);
    expect(known.incidents[0]?.targets[0]).toMatchObject({
      startedAt: second(100),
      details: { sign: 'portfolio', sendsHeartbeat: false, realMoney: null },
    });
  });

  test('recovers with its second new write', () => {
    const back = realTrader(live, [
      [-600, 100],
      [400, Infinity],
    ]);
    expect(runScenario({ traders: [back], until: 600 }).lines).toEqual([
      OPEN,
      `7:00 recovered no_sign_of_life ${live} (well)`,
      expect.stringMatching(/^7:00 channel: recovered after \d+ s$/),
    ]);
  });
});

describe.each<[string, Partial<Writes>]>([
  ['EX 120', { ttl: 120 }],
  ['EX 600', { ttl: 600 }],
  ['no TTL', { ttl: null }],
  ['a TTL that is taken off by hand', { ttl: (t) => (t < 50 ? 300 : null) }],
  ['a TTL that is set to an hour by hand before it dies', { ttl: (t) => (t < 50 || t > 60 ? 300 : 3600) }],
  ["its writer's clock an hour fast", { skew: 3600 }],
  ["its writer's clock an hour slow", { skew: -3600 }],
  ["its writer's clock set back by nine hours at second 50", { skew: (t) => (t < 50 ? 0 : -9 * HOUR) }],
])('A portfolio with %s', (_, writes) => {
  test('causes no alert while it is written', () => {
    expect(runScenario({ traders: [realTrader(live, [ALWAYS], writes)], until: 2 * HOUR }).lines).toEqual([]);
  });

  test('causes an alert within one check when it stops', () => {
    const { lines } = runScenario({ traders: [dies(writes)], until: HOUR });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^3:(15|30) open no_sign_of_life ${live}$`));
  });
});

test.each([
  [3600, '3:15'],
  [250, '3:15'],
])('Setting the TTL of a dead portfolio to %s s is no sign of life', (ttl, opened) => {
  const touched = dies({ ttl: (t) => (t < 150 ? 300 : ttl) });
  const { lines } = runScenario({ traders: [touched], until: HOUR });
  expect(lines[0]?.startsWith(opened) || lines[0]?.startsWith('5:')).toBe(true);
  expect(lines.filter((line) => line.includes('recovered'))).toEqual([]);
});

describe('A leftover heartbeat of another component', () => {
  const leftover = (writes: Partial<Writes>) =>
    trader('paper:docker', [[-600, 100]], { others: { live_trader: { spans: [[-600, -600]], ...writes } } });

  test.each<[string, Partial<Writes>]>([
    ['has no TTL', { ttl: null }],
    ['has no TTL, and a time nine hours ahead', { ttl: null, skew: 9 * HOUR }],
    ['has a TTL of a day, and a time nine hours ahead', { ttl: 86_400, skew: 9 * HOUR }],
  ])('that %s neither hides nor causes a death', (_, writes) => {
    const alive = { ...leftover(writes), beats: [ALWAYS] };
    expect(runScenario({ traders: [alive], until: 2 * HOUR }).lines).toEqual([]);
    expect(runScenario({ traders: [leftover(writes)], until: HOUR }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
    ]);
  });
});

describe('A trader that is dead when the bot starts', () => {
  const at = (minutes: number) => [`1:45 open no_sign_of_life live:docker`].slice(0, minutes);
  const dead = (reports: NonNullable<Parameters<typeof realTrader>[3]>, target = 'live:docker' as const) =>
    realTrader(target, [[-900, -800]], {}, reports);

  test.each([
    ['with a flag that is set', () => ({ liveEnabled: true, liveArmed: false }), at(1)],
    ['with no evidence that it should run', () => ({}), []],
    ['with counters alone', () => ({ tradesTotal: 9 }), []],
    ['with flags that are 0', () => ({ liveEnabled: false, liveArmed: false }), []],
  ])('%s', (_, reports, lines) => {
    expect(runScenario({ traders: [dead(reports)], until: HOUR }).lines).toEqual(lines);
  });

  test('with a real order of the last day is reported once', () => {
    const settings = { lastRealOrders: new Map([['live:docker', second(-3600)]]) };
    expect(runScenario({ traders: [dead(() => ({}))], until: 3000, ...settings }).lines).toEqual(at(1));
  });

  test('and listed in the configuration is reported once', () => {
    const settings = { targets: new Map([['live:docker', { signs: null }]]) };
    expect(runScenario({ traders: [dead(() => ({}))], until: 3000, settings }).lines).toEqual(at(1));
  });

  test('is reported with the time it was waited for and with what is at stake', () => {
    const reports = () => ({ liveEnabled: true, liveArmed: true });
    const { known } = runScenario({ traders: [dead(reports)], until: 300 });
    expect(known.incidents[0]?.targets[0]?.details).toMatchObject({
      lastSign: null,
      waitedSince: '2026-11-22T03:00:00Z',
      realMoney: true,
      realMoneyBy: 'flags',
    });
  });

  test('and ran in the last 7 days is reported from the stored state', () => {
    const before = runScenario({ traders: [realTrader(live, [[-600, 60]])], until: 60 }).known;
    const later = 3 * 86_400;
    const { lines } = runScenario({ traders: [], from: later, until: later, known: before });
    expect(lines).toContain('72:00:00 recovered monitoring_outage');
    const gone = realTrader(live, [[-600, 60]]);
    expect(
      runScenario({ traders: [gone], from: later, until: later + 600, known: before }).lines,
    ).toContainEqual(expect.stringContaining(`open no_sign_of_life ${live}`));
  });

  test('and stopped more than 7 days ago is not reported', () => {
    const before = runScenario({ traders: [realTrader(live, [[-600, 60]])], until: 60 }).known;
    const later = 8 * 86_400;
    const gone = realTrader(live, [[-600, 60]]);
    const { lines } = runScenario({ traders: [gone], from: later, until: later + 600, known: before });
    expect(lines.filter((line) => line.includes('no_sign_of_life'))).toEqual([]);
  });
});

describe('A trader whose heartbeats stop while its portfolio continues', () => {
  const both = trader('paper:docker', [[-600, 100]], { portfolio: { spans: [ALWAYS], every: 1 } });

  test('causes a warning and is not called dead', () => {
    const { lines, known } = runScenario({ traders: [both], until: 600 });
    expect(lines).toEqual(['3:15 open no_heartbeat paper:docker']);
    expect(known.targets[0]?.status).toBe('no_heartbeat');
  });

  test('recovers with the next heartbeat', () => {
    const back = { ...both, beats: [both.beats[0] ?? ALWAYS, [400, Infinity] as const] };
    expect(runScenario({ traders: [back], until: 600 }).lines).toEqual([
      '3:15 open no_heartbeat paper:docker',
      '6:45 recovered no_heartbeat paper:docker (well)',
      expect.stringContaining('channel: recovered'),
    ]);
  });

  test('is judged by its portfolio alone after 24 hours', () => {
    const { lines, known } = runScenario({ traders: [both], until: 25 * HOUR, every: 60, settings: SELDOM });
    expect(lines.at(-1)).toBe('24:02:00 thread: muted');
    expect(known.incidents[0]).toMatchObject({ rule: 'no_heartbeat', state: 'muted' });
    expect(known.targets[0]?.status).toBe('ok');
  });

  test('is judged by its portfolio alone after an action, until the next heartbeat', () => {
    const story = runScenario({
      traders: [both],
      until: 900,
      acts: [[300, actionOn({ kind: 'release_heartbeat', userId: 'U1' })]],
    });
    expect(story.lines).toEqual([
      '3:15 open no_heartbeat paper:docker',
      '5:00 muted no_heartbeat paper:docker',
      '5:00 thread: U1 release_heartbeat',
    ]);
    expect(story.known.targets[0]?.status).toBe('ok');
  });

  test('is down when it dies, without a prior warning', () => {
    const dying = trader('paper:docker', [[-600, 100]], { portfolio: { spans: [[-600, 108]], every: 1 } });
    expect(runScenario({ traders: [dying], until: 900 }).lines).toEqual([
      '3:30 open no_sign_of_life paper:docker',
    ]);
  });
});

describe('A target with configured signs', () => {
  const both = trader('paper:docker', [[-600, 100]], { portfolio: { spans: [ALWAYS], every: 1 } });
  const named = (...signs: ('portfolio' | 'heartbeat')[]) => ({
    targets: new Map([['paper:docker', { signs }]]),
  });

  test('is down without its heartbeat if only that counts', () => {
    expect(runScenario({ traders: [both], until: 600, settings: named('heartbeat') }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
    ]);
  });

  test('is ok without its heartbeat if only the portfolio counts', () => {
    expect(runScenario({ traders: [both], until: 600, settings: named('portfolio') }).lines).toEqual([]);
  });
});

const SELDOM = { checkIntervalMs: 60_000 };
