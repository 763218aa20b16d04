import { runScenario } from '../helpers/scenario';
import { trader } from '../helpers/traders';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

test('A trader that returns with a heartbeat of another component causes no warning about the old one', () => {
  const returning = trader('paper:docker', [[-600, 10 * MINUTE]], {
    portfolio: {
      spans: [
        [-600, 10 * MINUTE],
        [20 * MINUTE, Infinity],
      ],
      every: 1,
    },
    others: { live_trader: { spans: [[20 * MINUTE, Infinity]] } },
  });
  const { lines } = runScenario({ traders: [returning], until: HOUR });
  expect(lines).toEqual([
    '11:45 open no_sign_of_life paper:docker',
    expect.stringContaining('recovered no_sign_of_life'),
    expect.stringContaining('recovered after'),
  ]);
});

test('A trader that was dead for a little less than stale_after has time to send its first heartbeat', () => {
  const returning = trader(
    'paper:docker',
    [
      [-600, 100],
      [215, Infinity],
    ],
    {
      portfolio: {
        spans: [
          [-600, 105],
          [180, Infinity],
        ],
        every: 5,
      },
    },
  );
  expect(runScenario({ traders: [returning], every: 5, until: HOUR }).lines).toEqual([]);
});

test('A trader that was paused without a heartbeat for half of that is warned of all the same', () => {
  const paused = trader('paper:docker', [[-600, 100]], {
    portfolio: {
      spans: [
        [-600, 105],
        [140, Infinity],
      ],
      every: 5,
    },
  });
  expect(runScenario({ traders: [paused], every: 5, until: 600 }).lines).toEqual([
    expect.stringContaining('open no_heartbeat paper:docker'),
  ]);
});

describe('After a short life in which one check observed only', () => {
  const every = 10 * MINUTE;
  const [died, back, gone] = [10 * MINUTE, 91 * MINUTE, 96 * MINUTE];
  const rules = Object.fromEntries(
    ['no_sign_of_life', 'no_heartbeat'].map((rule) => [rule, { stale_after: '40m' }]),
  );
  /** It is checked at 100 min: four minutes after all of it has ended. */
  const linesWith = (heartbeatTtl: number, portfolioTtl: number) =>
    runScenario({
      traders: [
        trader('paper:docker', [], {
          others: {
            trader: {
              spans: [
                [-600, died],
                [back, gone],
              ],
              ttl: heartbeatTtl,
            },
          },
          portfolio: {
            spans: [
              [-600, died],
              [back, gone],
            ],
            ttl: portfolioTtl,
          },
        }),
      ],
      every,
      until: 3 * HOUR,
      settings: {
        checkIntervalMs: every * 1000,
        outageAfterMs: HOUR * 1000,
        rules: { ...rules, stale_portfolio: { after: '60m' } },
      },
    }).lines.filter((line) => /open (?:no_heartbeat|stale_portfolio)/.test(line));

  test('the portfolio, no heartbeat is expected', () => {
    expect(linesWith(60, 300)).toEqual([]);
  });

  test('the heartbeat, no portfolio is expected', () => {
    expect(linesWith(600, 60)).toEqual([]);
  });
});
