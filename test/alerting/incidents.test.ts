import { dyingTrader, EVERY_MINUTE, HOUR, OPEN, returnsAt } from '../helpers/dyingTrader';
import { actionOn, runScenario, SETTINGS } from '../helpers/scenario';
import { second, trader } from '../helpers/traders';

describe('A group incident', () => {
  test('of three targets of one env lists all of them', () => {
    const traders = [
      trader('live:docker', [[-600, 100]]),
      dyingTrader,
      trader('shadow:docker', [[-600, 100]]),
    ];
    expect(runScenario({ traders, until: 600 }).lines).toEqual([
      '3:15 open no_sign_of_life live:docker, paper:docker, shadow:docker',
    ]);
  });

  test('adds a target that goes stale one check later, with a message in the channel', () => {
    const traders = [dyingTrader, trader('live:docker', [[-600, 110]])];
    expect(runScenario({ traders, until: 600 }).lines).toEqual([
      OPEN,
      '3:30 open no_sign_of_life paper:docker, live:docker',
      '3:30 channel: live:docker severity warning to critical',
    ]);
  });

  test('does not add a target that goes stale two checks later', () => {
    const traders = [dyingTrader, trader('live:docker', [[-600, 130]])];
    expect(runScenario({ traders, until: 600 }).lines).toEqual([
      OPEN,
      '3:45 open no_sign_of_life live:docker',
    ]);
  });

  test('does not add a target of another env', () => {
    const traders = [dyingTrader, trader('live:local', [[-600, 100]])];
    expect(runScenario({ traders, until: 600 }).lines).toEqual([
      OPEN,
      '3:15 open no_sign_of_life live:local',
    ]);
  });

  test('recovers target by target and closes when all are ok', () => {
    const traders = [
      returnsAt(400),
      trader('live:docker', [
        [-600, 100],
        [700, Infinity],
      ]),
    ];
    expect(runScenario({ traders, until: 900 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker, live:docker',
      '7:00 open no_sign_of_life paper:docker (well), live:docker',
      '7:00 thread: paper:docker recovered after 300 s',
      '12:00 recovered no_sign_of_life paper:docker (well), live:docker (well)',
      '12:00 channel: recovered after 600 s',
    ]);
  });

  test('in which a target dies again stays one incident and counts the flap', () => {
    const traders = [
      trader('paper:docker', [
        [-600, 100],
        [400, 500],
      ]),
      trader('live:docker', [[-600, 100]]),
    ];
    expect(runScenario({ traders, until: 900 }).lines.slice(-2)).toEqual([
      '10:00 open no_sign_of_life paper:docker flaps=1, live:docker',
      '10:00 thread: paper:docker again time 2',
    ]);
  });

  test.each([
    ['acknowledged', { kind: 'acknowledge', userId: 'U1' }],
    ['snoozed', { kind: 'snooze', userId: 'U1', until: second(9 * HOUR) }],
  ] as const)(
    'of which the rest is %s hides no death of one that was well for longer than a flap',
    (_, action) => {
      const traders = [
        dyingTrader,
        trader('live:docker', [
          [-600, 100],
          [400, 2 * HOUR],
        ]),
      ];
      const { lines, known } = runScenario({ traders, until: 3 * HOUR, acts: [[300, actionOn(action)]] });
      expect(lines.slice(-1)).toEqual(['2:01:45 open no_sign_of_life live:docker']);
      expect(known.incidents).toMatchObject([
        { state: { acknowledge: 'acknowledged', snooze: 'snoozed' }[action.kind] },
        { state: 'open' },
      ]);
    },
  );

  test('and a later death of one of its targets recover separately', () => {
    const traders = [
      returnsAt(3 * HOUR),
      trader('live:docker', [
        [-600, 100],
        [400, 2 * HOUR],
        [2.5 * HOUR, Infinity],
      ]),
    ];
    const { lines } = runScenario({ traders, until: 3.5 * HOUR });
    expect(lines.filter((line) => /\d recovered|channel: recovered/.test(line))).toEqual([
      '2:30:15 recovered no_sign_of_life live:docker (well)',
      '2:30:15 channel: recovered after 1800 s',
      '3:00:15 recovered no_sign_of_life paper:docker (well), live:docker (well)',
      '3:00:15 channel: recovered after 10700 s',
    ]);
  });
});

describe('A trader that flaps', () => {
  const flapping = trader('paper:docker', [
    [-600, 100],
    [300, 400],
    [600, 700],
    [900, Infinity],
  ]);

  test('is one incident that counts its flaps', () => {
    const { lines, known } = runScenario({ traders: [flapping], until: 1800 });
    expect(lines).toEqual([
      OPEN,
      '5:15 recovered no_sign_of_life paper:docker (well)',
      '5:15 channel: recovered after 200 s',
      '8:15 open no_sign_of_life paper:docker flaps=1',
      '8:15 channel: paper:docker again time 2',
      '10:15 recovered no_sign_of_life paper:docker (well) flaps=1',
      '10:15 channel: recovered after 200 s',
      '13:15 open no_sign_of_life paper:docker flaps=2',
      '13:15 channel: paper:docker unstable 3 times in 1200 s',
      '15:15 open no_sign_of_life paper:docker (well) flaps=2',
    ]);
    expect(known.incidents).toHaveLength(1);
  });

  test('is open again although it had been acknowledged', () => {
    const acts = [[250, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { known } = runScenario({ traders: [flapping], until: 540, acts });
    expect(known.incidents).toMatchObject([
      { state: 'open', acknowledgedBy: null, nextReminderAt: second(495 + HOUR) },
    ]);
  });

  test('stays snoozed', () => {
    const acts = [[250, actionOn({ kind: 'snooze', userId: 'U1', until: second(HOUR) })]] as const;
    const { lines } = runScenario({ traders: [flapping], until: 540, acts });
    expect(lines.slice(-2)).toEqual([
      '5:15 recovered no_sign_of_life paper:docker (well)',
      '8:15 snoozed no_sign_of_life paper:docker flaps=1',
    ]);
  });

  test('gets a new incident if it dies more than ten minutes after its recovery', () => {
    const again = trader('paper:docker', [
      [-600, 100],
      [300, 960],
    ]);
    expect(runScenario({ traders: [again], until: 1200 }).lines.slice(-1)).toEqual([
      '17:45 open no_sign_of_life paper:docker',
    ]);
    expect(runScenario({ traders: [again], until: 1200 }).known.incidents).toHaveLength(2);
  });
});

describe('An incident that nobody acknowledges', () => {
  test('has a reminder after an hour, then every four hours', () => {
    expect(runScenario({ traders: [dyingTrader], until: 10 * HOUR }).lines).toEqual([
      OPEN,
      '1:03:15 thread: reminder after 3600 s',
      '5:03:15 thread: reminder after 18000 s',
      '9:03:15 thread: reminder after 32400 s',
    ]);
  });

  test('has at most one pending reminder, however long Slack is unavailable', () => {
    const { decisions, deliveries } = runScenario({
      traders: [dyingTrader],
      until: 10 * HOUR,
      ...EVERY_MINUTE,
    });
    const reminders = deliveries.filter((each) => each.kind === 'note').map(({ id }) => id);
    expect(reminders).toHaveLength(3);
    expect(decisions.flatMap(({ cancelled }) => cancelled)).toEqual(reminders.slice(0, -1));
  });

  test('has one reminder after a night in which the bot was down', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      until: 12 * HOUR + 600,
      botAway: [[600, 12 * HOUR]],
    });
    expect(lines.filter((line) => line.includes('reminder'))).toEqual([
      '12:00:00 thread: reminder after 43005 s',
    ]);
  });

  test('has no reminder after one new heartbeat', () => {
    const { lines } = runScenario({ traders: [returnsAt(3780)], until: 2 * HOUR });
    expect(lines).not.toContainEqual(expect.stringContaining('reminder'));
  });
});

describe('A notification', () => {
  test('increments the revision of a message at each change', () => {
    const acts = [[300, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { deliveries } = runScenario({ traders: [returnsAt(400)], until: 900, acts });
    const revisions = deliveries.flatMap((delivery) =>
      delivery.kind === 'incident' ? [delivery.incident.revision] : [],
    );
    expect(revisions).toEqual([1, 2, 3]);
  });

  test('has a unique id per thread update, and the same id for each revision of a message', () => {
    const flapping = trader('paper:docker', [
      [-600, 100],
      [300, 400],
      [600, 700],
      [900, Infinity],
    ]);
    const { deliveries } = runScenario({ traders: [flapping], until: 1800 });
    const ids = (kind: string) => deliveries.filter((each) => each.kind === kind).map(({ id }) => id);
    expect(new Set(ids('incident')).size).toBe(1);
    expect(new Set(ids('note')).size).toBe(ids('note').length);
  });

  test('has its detection time and the configured channel', () => {
    const { deliveries } = runScenario({
      traders: [dyingTrader],
      until: 300,
      settings: { channel: 'C0OTHER' },
    });
    expect(deliveries).toMatchObject([{ channel: 'C0OTHER', detectedAt: second(195) }]);
  });
});

describe('A closed incident', () => {
  test('is forgotten with its message reference after 7 days', () => {
    const week = 7 * 24 * HOUR;
    const before = runScenario({ traders: [returnsAt(400)], until: 900 }).known;
    const story = runScenario({
      traders: [returnsAt(400)],
      known: before,
      from: 900 + week,
      until: 900 + week,
    });
    expect(story.known.incidents.map(({ rule }) => rule)).toEqual(['monitoring_outage']);
    expect(story.decisions.flatMap(({ expiredIncidents }) => expiredIncidents)).toEqual(
      before.incidents.map(({ id }) => id),
    );
  });

  test('is one of at most 200 closed incidents', () => {
    const { known } = runScenario({ traders: [returnsAt(400)], until: 900 });
    const incidents = known.incidents.flatMap((incident) =>
      Array.from({ length: 300 }, (_, i) => ({ ...incident, id: `${incident.id}:${i}` })),
    );
    const story = runScenario({
      traders: [returnsAt(400)],
      from: 915,
      until: 915,
      known: { ...known, incidents },
    });
    expect(story.known.incidents).toHaveLength(200);
  });
});

test('An incident whose rule is switched off is closed, not recovered', () => {
  const { known } = runScenario({ traders: [dyingTrader], until: 300 });
  const rules = { no_sign_of_life: { mode: 'off' } };
  expect(
    runScenario({ traders: [dyingTrader], known, from: 315, until: 400, settings: { ...SETTINGS, rules } })
      .lines,
  ).toEqual(['5:15 closed no_sign_of_life paper:docker', '5:15 thread: rule_off']);
});

test('An incident with one recovered and one unwatched trader is not called recovered', () => {
  const { known } = runScenario({ traders: [dyingTrader], until: 300 });
  const incidents = known.incidents.map((incident) => ({
    ...incident,
    targets: [
      { ...incident.targets[0], target: 'paper:local', recoveredAt: second(250) },
      ...incident.targets,
    ],
  })) as typeof known.incidents;
  const rules = { no_sign_of_life: { mode: 'off' } };
  const settings = { ...SETTINGS, rules };
  const story = runScenario({
    traders: [dyingTrader],
    known: { ...known, incidents },
    from: 315,
    until: 400,
    settings,
  });
  expect(story.lines[0]).toMatch(/^5:15 closed/);
});

describe.each([
  ['March, when clocks go forward', '2026-03-29T00:00:00Z'],
  ['October, when clocks go back', '2026-10-25T00:00:00Z'],
])('In the night of %s', (_, start) => {
  test('no reminder or digest is early, late or duplicate', () => {
    const shift = new Date(start).getTime() - second(0).getTime();
    const from = shift / 1000;
    const traders = [
      trader('paper:docker', [
        [from - 600, from + 100],
        [from + 7300, Infinity],
      ]),
    ];
    const { lines } = runScenario({ traders, from, until: from + 4 * HOUR });
    expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'open no_sign_of_life paper:docker',
      'thread: reminder after 3600 s',
      'recovered no_sign_of_life paper:docker (well)',
      'channel: recovered after 7200 s',
    ]);
  });
});
