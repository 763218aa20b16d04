import { at } from '../helpers/notifications';
import { flags, reporting, violations } from '../helpers/reportedValues';
import { actionOn, runScenario } from '../helpers/scenario';
import { trader } from '../helpers/traders';

describe('Live trading', () => {
  test.each([
    ['that is enabled and armed at the first sight is no event', [[0, flags(true, true)]], []],
    [
      'that is enabled is told of loudly',
      [
        [0, flags(false, false)],
        [300, flags(true, false)],
      ],
      ['5:00 loud live_trading live:docker change=enabled enabled=true armed=false'],
    ],
    [
      'that is armed is told of loudly',
      [
        [0, flags(true, false)],
        [300, flags(true, true)],
      ],
      ['5:00 loud live_trading live:docker change=armed enabled=true armed=true'],
    ],
    [
      'that is disarmed is calm information',
      [
        [0, flags(true, true)],
        [300, flags(true, false)],
      ],
      ['5:00 normal live_trading live:docker change=disarmed enabled=true armed=false'],
    ],
    [
      'that is enabled and armed at once is one event',
      [
        [0, flags(false, false)],
        [300, flags(true, true)],
      ],
      ['5:00 loud live_trading live:docker change=enabled and armed enabled=true armed=true'],
    ],
    [
      'that is set for the first time is told of',
      [
        [0, flags(null, null)],
        [300, flags(true, null)],
      ],
      ['5:00 loud live_trading live:docker change=enabled enabled=true armed=null'],
    ],
    [
      'that is reported as off for the first time is no event',
      [
        [0, flags(null, null)],
        [300, flags(false, false)],
      ],
      [],
    ],
    [
      'that is not reported any more has not changed',
      [
        [0, flags(true, true)],
        [300, flags(null, null)],
        [600, flags(true, true)],
      ],
      [],
    ],
    [
      'that is back and armed was armed meanwhile',
      [
        [0, flags(true, false)],
        [300, flags(null, null)],
        [600, flags(true, true)],
      ],
      ['10:00 loud live_trading live:docker change=armed enabled=true armed=true'],
    ],
  ] as const)('%s', (_, steps, lines) => {
    expect(runScenario(reporting(...steps)).lines).toEqual(lines);
  });

  test('that is armed while the bot is down is reported after its return', () => {
    const plot = {
      ...reporting([0, flags(true, false)], [400, flags(true, true)]),
      botAway: [[300, 900]] as const,
    };
    expect(runScenario(plot).lines).toEqual([
      '15:00 recovered monitoring_outage',
      '15:00 loud live_trading live:docker change=armed enabled=true armed=true',
    ]);
  });

  test('that is armed twice causes two events with separate ids', () => {
    const { deliveries } = runScenario(
      reporting(
        [0, flags(true, false)],
        [300, flags(true, true)],
        [600, flags(true, false)],
        [900, flags(true, true)],
      ),
    );
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(3);
  });

  test('of a muted target is reported, unlike its safety violations', () => {
    const reports = (t: number) =>
      t < 900 ? { ...flags(true, false), ...violations(1) } : { ...flags(true, true), ...violations(2) };
    const traders = [trader('live:docker', [[-600, 100]], { reports })];
    const acts = [[600, actionOn({ kind: 'mute', userId: 'U1' })]] as const;
    const { lines } = runScenario({ traders, until: 1800, acts });
    expect(lines.slice(3)).toEqual([
      '15:00 loud live_trading live:docker change=armed enabled=true armed=true',
    ]);
  });
});

describe('A real order', () => {
  const ordersAt = (seconds: number) => new Map([['live:docker', at(seconds)]]);
  const afterOrder = (before: ReturnType<typeof flags>, after = before) => {
    const known = runScenario({ ...reporting([0, before]), until: 300 }).known;
    const plot = { ...reporting([0, after]), from: 315, until: 400, known, lastRealOrders: ordersAt(310) };
    return runScenario(plot).lines;
  };

  test.each([
    ['while the flags say that it is not armed', flags(true, false)],
    ['while nothing says whether it is armed', flags(null, null)],
  ])('%s is reported loudly, once: it was armed between two checks', (_, reports) => {
    expect(afterOrder(reports)).toEqual([
      expect.stringMatching(/^5:15 loud live_trading live:docker .*realMoney=true lastRealOrder=/),
    ]);
  });

  test.each([
    ['while it is armed', flags(true, true), flags(true, true)],
    ['sent just before it was disarmed', flags(true, true), flags(true, false)],
  ])('%s is no event of its own', (_, before, after) => {
    expect(afterOrder(before, after).filter((line) => line.includes('lastRealOrder'))).toEqual([]);
  });

  test('that was there at the first sight is none either', () => {
    const plot = { ...reporting([0, flags(false, false)]), until: 300, lastRealOrders: ordersAt(-60) };
    expect(runScenario(plot).lines).toEqual([]);
  });
});

test('Arming that is taken back between two checks, without an order, leaves nothing in Redis to be seen', () => {
  expect(
    runScenario(reporting([0, flags(true, false)], [16, flags(true, true)], [17.5, flags(true, false)]))
      .lines,
  ).toEqual([]);
});
