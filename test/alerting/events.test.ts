import { reportedBy, reporting, trips, violations } from '../helpers/reportedValues';
import { runScenario } from '../helpers/scenario';

describe('The circuit breaker of a paper trader', () => {
  test.each([
    ['that tripped before the first sight is no event', [[0, trips(7, true)]], []],
    [
      'that trips is told of',
      [
        [0, trips(7)],
        [300, trips(8)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=1 total=8 active=null'],
    ],
    [
      'that trips twice between checks is told of once',
      [
        [0, trips(7)],
        [300, trips(9)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=2 total=9 active=null'],
    ],
    [
      'that becomes active is told of',
      [
        [0, trips(null, false)],
        [300, trips(null, true)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=1 total=null active=true'],
    ],
    [
      'whose counter and metric change together is told of once',
      [
        [0, trips(7, false)],
        [300, trips(8, true)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=1 total=8 active=true'],
    ],
    [
      'whose metric follows its counter is told of once',
      [
        [0, trips(7, false)],
        [300, trips(8, false)],
        [315, trips(8, true)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=1 total=8 active=false'],
    ],
    [
      'whose metric follows its counter only when it is reported again, as after a restart, is told of once',
      [
        [0, trips(7, false)],
        [300, trips(8)],
        [900, trips(8, true)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=1 total=8 active=null'],
    ],
    [
      'whose counter follows its metric is told of once',
      [
        [0, trips(7, false)],
        [300, trips(7, true)],
        [315, trips(8, true)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=1 total=7 active=true'],
    ],
    [
      'that trips again long after is told of again',
      [
        [0, trips(7, false)],
        [300, trips(8, true)],
        [600, trips(8, false)],
        [900, trips(9, true)],
      ],
      [
        '5:00 normal circuit_breaker paper:docker trips=1 total=8 active=true',
        '15:00 normal circuit_breaker paper:docker trips=1 total=9 active=true',
      ],
    ],
    [
      'that is not reported any more is no event',
      [
        [0, trips(7, true)],
        [300, trips(null)],
      ],
      [],
    ],
    [
      'that is reported again with the same count is no event',
      [
        [0, trips(7)],
        [300, trips(null)],
        [600, trips(7)],
      ],
      [],
    ],
    [
      'that is reported again with a higher count is told of',
      [
        [0, trips(7)],
        [300, trips(null)],
        [600, trips(8)],
      ],
      ['10:00 normal circuit_breaker paper:docker trips=1 total=8 active=null'],
    ],
    [
      'that trips for the first time ever is told of, without a guess how often',
      [
        [0, trips(null)],
        [300, trips(1)],
      ],
      ['5:00 normal circuit_breaker paper:docker trips=null total=1 active=null'],
    ],
    [
      'whose counter was reset is no event',
      [
        [0, trips(7)],
        [300, trips(0)],
      ],
      [],
    ],
    [
      'that trips after a reset is told of',
      [
        [0, trips(7)],
        [300, trips(0)],
        [600, trips(1)],
      ],
      ['10:00 normal circuit_breaker paper:docker trips=1 total=1 active=null'],
    ],
  ] as const)('%s', (_, steps, lines) => {
    expect(runScenario(reportedBy('paper:docker', steps)).lines).toEqual(lines);
  });
});

const OPEN = ['0:00 open circuit_breaker live:docker'];

describe('The circuit breaker of a live trader', () => {
  test.each([
    [
      'that was active before the first check is an incident, until it is not',
      [
        [0, trips(7, true)],
        [300, trips(7, false)],
      ],
      [
        '0:00 open circuit_breaker live:docker',
        '5:00 recovered circuit_breaker live:docker (well)',
        '5:00 channel: recovered after 300 s',
      ],
    ],
    [
      'that becomes active is an incident, and no event besides',
      [
        [0, trips(7, false)],
        [300, trips(8, true)],
      ],
      ['5:00 open circuit_breaker live:docker'],
    ],
    [
      'whose metric follows its counter is one incident, whose message is changed',
      [
        [0, trips(7, false)],
        [300, trips(8, false)],
        [315, trips(8, true)],
      ],
      ['5:00 open circuit_breaker live:docker', '5:15 open circuit_breaker live:docker'],
    ],
    [
      'that was counted, and is not active by the metric a minute later, is over',
      [
        [0, trips(7, false)],
        [300, trips(8, false)],
      ],
      [
        '5:00 open circuit_breaker live:docker',
        '6:30 recovered circuit_breaker live:docker (well)',
        '6:30 channel: recovered after 90 s',
      ],
    ],
    [
      'that is not reported any more stays an incident',
      [
        [0, trips(7, true)],
        [300, trips(null)],
      ],
      OPEN,
    ],
    [
      'that reports no metric is an event',
      [
        [0, trips(7)],
        [300, trips(8)],
      ],
      ['5:00 normal circuit_breaker live:docker trips=1 total=8 active=null realMoney=null'],
    ],
    ['that never tripped is no incident', [[0, trips(0, false)]], []],
  ] as const)('%s', (_, steps, lines) => {
    expect(runScenario(reporting(...steps)).lines).toEqual(lines);
  });
});

describe('Safety violations', () => {
  test.each([
    ['that were counted before the first sight are no event', [[0, violations(4)]], []],
    [
      'are told of at once, with how many came',
      [
        [0, violations(4)],
        [300, violations(7)],
      ],
      ['5:00 normal safety_violations live:docker added=3 now=7'],
    ],
    [
      'that follow within five minutes are told of together',
      [
        [0, violations(4)],
        [300, violations(5)],
        [330, violations(6)],
        [360, violations(7)],
        [400, violations(8)],
      ],
      [
        '5:00 normal safety_violations live:docker added=1 now=5',
        '10:00 normal safety_violations live:docker added=3 now=8',
      ],
    ],
    [
      'that are not reported any more are no event',
      [
        [0, violations(4)],
        [300, violations(null)],
      ],
      [],
    ],
    [
      'that are back with a higher count are told of',
      [
        [0, violations(4)],
        [300, violations(null)],
        [600, violations(5)],
      ],
      ['10:00 normal safety_violations live:docker added=1 now=5'],
    ],
    [
      'that are the first ever are told of',
      [
        [0, violations(null)],
        [300, violations(2)],
      ],
      ['5:00 normal safety_violations live:docker added=null now=2'],
    ],
    [
      'whose count appears as 0 are none',
      [
        [0, violations(null)],
        [300, violations(0)],
      ],
      [],
    ],
    [
      'are counted on from a reset',
      [
        [0, violations(7)],
        [300, violations(0)],
        [600, violations(2)],
      ],
      ['10:00 normal safety_violations live:docker added=2 now=2'],
    ],
  ] as const)('%s', (_, steps, lines) => {
    expect(runScenario(reporting(...steps)).lines).toEqual(lines);
  });
});
