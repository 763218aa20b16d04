import { incidentMessage } from '../../formatters';
import type { NotCompared } from '../../src/alerting/rules/reason';
import { messageText } from '../helpers/messageText';
import { runScenario, type Scenario } from '../helpers/scenario';
import { ALWAYS, realTrader, type Span } from '../helpers/traders';

type Balance = (t: number) => number | null;

interface SideOf {
  readonly balance: Balance;
  readonly spans?: readonly Span[];
}

const flat: Balance = () => 1_000;
/** Falls by 1 % at each of these seconds. */
const fallsAt =
  (...times: readonly number[]): Balance =>
  (t) =>
    1_000 * 0.99 ** times.filter((at) => at <= t).length;

const story = (live: SideOf, paper: SideOf | null, change: Partial<Scenario> = {}): Scenario => ({
  traders: [
    realTrader('live:docker', live.spans ?? [ALWAYS], {}, (t) => ({ totalBalance: live.balance(t) })),
    ...(paper === null
      ? []
      : [
          realTrader('paper:docker', paper.spans ?? [ALWAYS], {}, (t) => ({
            totalBalance: paper.balance(t),
          })),
        ]),
  ],
  until: 1_800,
  settings: { rules: { divergence: { mode: 'on' } } },
  ...change,
});

const linesOf = (plot: Scenario) =>
  runScenario(plot).lines.filter((line) => line.includes('divergence') && !line.includes('thread'));
const reasonOf = (plot: Scenario) =>
  runScenario(plot).known.targets.find(({ target }) => target === 'live:docker')?.reasons.divergence;

const OPEN = 'open divergence live:docker';
const WELL = 'recovered divergence live:docker (well)';
const PAPER: SideOf = { balance: flat };

describe('divergence', () => {
  test('is off unless it is switched on', () => {
    expect(linesOf(story({ balance: fallsAt(300, 310, 320) }, PAPER, { settings: {} }))).toEqual([]);
  });

  test('fires at 2 percentage points, of whatever balance, and recovers when half of them are left', () => {
    const live: Balance = (t) => (t < 300 ? 1_000 : t < 600 ? 980 : t < 900 ? 989 : 991);
    expect(linesOf(story({ balance: live }, { balance: () => 77 }))).toEqual([
      `5:00 ${OPEN}`,
      `15:00 ${WELL}`,
    ]);
  });

  test('says nothing of less, nor where both change alike', () => {
    expect(linesOf(story({ balance: fallsAt(300) }, PAPER))).toEqual([]);
    expect(linesOf(story({ balance: fallsAt(300, 600, 900) }, { balance: fallsAt(300, 600, 900) }))).toEqual(
      [],
    );
  });

  test('forgets what is older than the time that counts', () => {
    const settings = { rules: { divergence: { mode: 'on', within: '10m' } } };
    const live = { balance: fallsAt(300, 310, 320) };
    expect(linesOf(story(live, PAPER, { settings }))).toEqual([`5:30 ${OPEN}`, `15:30 ${WELL}`]);
    expect(linesOf(story({ balance: fallsAt(300, 1_000, 1_700) }, PAPER, { settings }))).toEqual([]);
  });

  test.each<[string, SideOf, SideOf]>([
    [
      'live',
      {
        balance: fallsAt(400, 410, 420),
        spans: [
          [-600, 300],
          [600, Infinity],
        ],
      },
      PAPER,
    ],
    [
      'paper',
      { balance: fallsAt(400, 410, 420) },
      {
        balance: flat,
        spans: [
          [-600, 300],
          [600, Infinity],
        ],
      },
    ],
  ])('does not count what changed while the %s trader was down', (_, live, paper) => {
    expect(linesOf(story(live, paper))).toEqual([]);
  });

  test('does not count what changed while nobody looked', () => {
    expect(linesOf(story({ balance: fallsAt(400, 410, 420) }, PAPER, { botAway: [[300, 600]] }))).toEqual([]);
  });

  test('changes nothing while one side reports nothing', () => {
    const paper: SideOf = {
      balance: flat,
      spans: [
        [-600, 400],
        [1_500, Infinity],
      ],
    };
    expect(linesOf(story({ balance: fallsAt(300, 310, 320) }, paper))).toEqual([`5:30 ${OPEN}`]);
  });

  test.each<[string, SideOf, SideOf | null, Partial<NotCompared>]>([
    ['no paper trader', PAPER, null, { side: 'paper', why: 'absent' }],
    [
      'a paper trader without a balance',
      PAPER,
      { balance: () => null },
      { side: 'paper', why: 'not_reported' },
    ],
    [
      'a live trader without a balance',
      { balance: () => null },
      PAPER,
      { side: 'live', why: 'not_reported' },
    ],
    [
      'a paper trader that is down',
      PAPER,
      { balance: flat, spans: [[-600, 1_560]] },
      { side: 'paper', why: 'old', ageMs: 240_000 },
    ],
  ])('says which side reports nothing: %s', (_, live, paper, missing) => {
    expect(linesOf(story(live, paper))).toEqual([]);
    expect(reasonOf(story(live, paper))).toMatchObject({ code: 'not_compared', missing: [missing] });
  });

  test('compares traders of one env alone', () => {
    const traders = [
      realTrader('live:docker', [ALWAYS], {}, (t) => ({ totalBalance: fallsAt(300, 310, 320)(t) })),
      realTrader('paper:local', [ALWAYS], {}, () => ({ totalBalance: 1_000 })),
      realTrader('shadow:docker', [ALWAYS], {}, () => ({ totalBalance: 1_000 })),
    ];
    expect(linesOf({ ...story(PAPER, null), traders })).toEqual([]);
  });

  test('reports once, and goes on from what is stored, whichever instance checks', () => {
    const plot = story({ balance: fallsAt(300, 310, 320) }, PAPER);
    const first = runScenario({ ...plot, until: 300 });
    const rest = runScenario({ ...plot, from: 315, known: first.known });
    expect([first, rest].map(({ lines }) => lines.length)).toEqual([0, 1]);
  });

  test('says both changes, how far apart they are, and for how long both ran', () => {
    const { deliveries, known } = runScenario(story({ balance: fallsAt(300, 310, 320) }, PAPER));
    const [sent] = deliveries.flatMap((each) => (each.kind === 'incident' ? [each] : []));
    if (sent === undefined) throw new Error('nothing was sent');
    const context = { now: sent.detectedAt, deliveredLate: null };
    const text = messageText(
      incidentMessage(sent.incident, context, { demo: false, currency: null, zone: 'UTC' }),
    );
    expect(text).toMatch(
      /has a balance change of −2.97 %, the paper trader of its env one of 0 %: 2.97 percentage points apart within 1 d/,
    );
    expect(text).toContain('A deposit or a withdrawal looks the same');
    expect(known.targets[0]?.reasons.divergence).toMatchObject({
      ...{ code: 'compared', comparedMs: 1_785_000, withinMs: 86_400_000, paperPercent: 0, points: 2 },
      livePercent: expect.closeTo(-2.97, 2),
    });
  });
});
