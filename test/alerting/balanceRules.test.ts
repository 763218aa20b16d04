import { incidentMessage } from '../../formatters';
import { messageText } from '../helpers/messageText';
import { type Reports, reportedBy } from '../helpers/reportedValues';
import { runScenario } from '../helpers/scenario';

type Steps = Parameters<typeof reportedBy>[1];
type Rules = Readonly<Record<string, unknown>>;

const statesOf = (steps: Steps, more: More = {}): string[] =>
  deliveriesOf(steps, more).map(({ incident }) => `${incident.rule} ${incident.state}`);

interface More {
  readonly rules?: Rules;
  readonly until?: number;
}

const deliveriesOf = (steps: Steps, { rules, ...more }: More = {}) =>
  runScenario({
    ...reportedBy('paper:docker', steps),
    ...more,
    ...(rules && { settings: { rules } }),
  }).deliveries.flatMap((each) => (each.kind === 'incident' ? [each] : []));

const balance = (totalBalance: number | null): Reports => ({ totalBalance });
const exposure = (utilizationRate: number | null): Reports => ({ utilizationRate });

describe('balance_drop', () => {
  test.each<[string, Steps, string[]]>([
    [
      'fires at exactly 5 % within 5 min',
      [
        [0, balance(1_000)],
        [300, balance(950)],
      ],
      ['balance_drop open'],
    ],
    [
      'says nothing of less',
      [
        [0, balance(1_000)],
        [300, balance(950.01)],
      ],
      [],
    ],
    [
      'says nothing of balances that no currency has',
      [
        [0, balance(1.7e308)],
        [300, balance(-1.7e308)],
      ],
      [],
    ],
    [
      'says nothing where a balance is reported for the first time',
      [
        [0, balance(null)],
        [300, balance(950)],
      ],
      [],
    ],
    [
      'adds up small losses within 5 min',
      [
        [0, balance(1_000)],
        [300, balance(980)],
        [390, balance(960)],
        [480, balance(945)],
      ],
      ['balance_drop open'],
    ],
    [
      'says nothing of the same losses over more than 5 min each',
      [
        [0, balance(1_000)],
        [300, balance(980)],
        [660, balance(960)],
        [1_020, balance(945)],
      ],
      [],
    ],
    [
      'stays open until half of the fall is made good',
      [
        [0, balance(1_000)],
        [300, balance(940)],
        [600, balance(974)],
        [900, balance(975)],
      ],
      ['balance_drop open', 'balance_drop recovered'],
    ],
    [
      'changes nothing while no balance is reported',
      [
        [0, balance(1_000)],
        [300, balance(940)],
        [600, balance(null)],
      ],
      ['balance_drop open'],
    ],
    [
      'says nothing of a balance of 0 that stays',
      [
        [0, balance(0)],
        [300, balance(0)],
      ],
      [],
    ],
  ])('%s', (_, steps, expected) => {
    expect(statesOf(steps)).toEqual(expected);
  });

  test('fires at 10 % below the last balance of the day before, however slowly it fell', () => {
    // Second 0 is 03:00 UTC; the next day begins at second 75,600.
    const steps: Steps = [
      [0, balance(1_000)],
      [76_000, balance(960)],
      [77_000, balance(930)],
      [78_000, balance(899)],
    ];
    const [first] = deliveriesOf(steps, { until: 79_000, rules: { balance_drop: { percent: 90 } } });
    expect(first?.incident.targets[0]?.details).toMatchObject({ by: 'day', from: 1_000, balance: 899 });
  });

  test.each<[Rules, string[]]>([
    [{ balance_drop: { percent: 20 } }, []],
    [{ balance_drop: { within: '30s' } }, ['balance_drop open']],
    [{ balance_drop: { mode: 'off' } }, []],
  ])('follows its settings %j', (rules, expected) => {
    expect(
      statesOf(
        [
          [0, balance(1_000)],
          [300, balance(900)],
        ],
        { rules },
      ),
    ).toEqual(expected);
  });

  test('says how much is lost, of what, and that a withdrawal looks the same', () => {
    const [delivery] = deliveriesOf(
      [
        [0, balance(10_000_000)],
        [300, balance(9_400_000)],
      ],
      {},
    );
    if (delivery === undefined) throw new Error('nothing was sent');
    const options = { demo: false, currency: null, zone: 'UTC' };
    const message = incidentMessage(
      delivery.incident,
      { now: delivery.detectedAt, deliveredLate: null },
      options,
    );
    const text = messageText(message);
    expect(text).toContain('Balance fell: paper docker');
    expect(text).toMatch(
      /has lost 6 % of its balance since .*: 9,400,000\.00 after 10,000,000\.00, its highest within 5 min/,
    );
    expect(text).toContain('A withdrawal looks the same');
  });
});

describe('high_exposure', () => {
  test.each<[string, Steps, string[]]>([
    [
      'fires above 80 % for 5 min',
      [
        [0, exposure(0.5)],
        [300, exposure(0.81)],
      ],
      ['high_exposure open'],
    ],
    [
      'says nothing of exactly 80 %',
      [
        [0, exposure(0.5)],
        [300, exposure(0.8)],
      ],
      [],
    ],
    [
      'says nothing of less than 5 min',
      [
        [0, exposure(0.5)],
        [300, exposure(0.9)],
        [585, exposure(0.5)],
      ],
      [],
    ],
    [
      'recovers at once',
      [
        [0, exposure(0.5)],
        [300, exposure(0.9)],
        [900, exposure(0.8)],
      ],
      ['high_exposure open', 'high_exposure recovered'],
    ],
    [
      'fires at the least more than 80 %',
      [
        [0, exposure(0.5)],
        [300, exposure(0.80004)],
      ],
      ['high_exposure open'],
    ],
    [
      'says nothing of a rate that is none',
      [
        [0, exposure(0.5)],
        [300, exposure(1e308)],
      ],
      [],
    ],
    [
      'changes nothing while no rate is reported',
      [
        [0, exposure(0.5)],
        [300, exposure(0.9)],
        [900, exposure(null)],
      ],
      ['high_exposure open'],
    ],
  ])('%s', (_, steps, expected) => {
    expect(statesOf(steps)).toEqual(expected);
  });
});
