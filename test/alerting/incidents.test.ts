import { backAt, dies, HOUR, OPEN, SELDOM } from './dying';
import { SETTINGS, told, upon } from './story';
import { second, trader } from './world';

describe('A storm', () => {
  test('of three targets of one env is one incident with a list', () => {
    const traders = [trader('live:docker', [[-600, 100]]), dies, trader('shadow:docker', [[-600, 100]])];
    expect(told({ traders, until: 600 }).lines).toEqual([
      '3:15 open no_sign_of_life live:docker, paper:docker, shadow:docker',
    ]);
  });

  test('takes in a target that goes stale one check later, and says so in the channel', () => {
    const traders = [dies, trader('live:docker', [[-600, 110]])];
    expect(told({ traders, until: 600 }).lines).toEqual([
      OPEN,
      '3:30 open no_sign_of_life paper:docker, live:docker',
      '3:30 channel: live:docker joined',
    ]);
  });

  test('does not take in a target that goes stale two checks later', () => {
    const traders = [dies, trader('live:docker', [[-600, 130]])];
    expect(told({ traders, until: 600 }).lines).toEqual([OPEN, '3:45 open no_sign_of_life live:docker']);
  });

  test('does not take in a target of the other env', () => {
    const traders = [dies, trader('live:local', [[-600, 100]])];
    expect(told({ traders, until: 600 }).lines).toEqual([OPEN, '3:15 open no_sign_of_life live:local']);
  });

  test('recovers target by target, and is over when all are well', () => {
    const traders = [
      backAt(400),
      trader('live:docker', [
        [-600, 100],
        [700, Infinity],
      ]),
    ];
    expect(told({ traders, until: 900 }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker, live:docker',
      '7:00 open no_sign_of_life paper:docker (well), live:docker',
      '7:00 thread: paper:docker recovered after 300 s',
      '12:00 recovered no_sign_of_life paper:docker (well), live:docker (well)',
      '12:00 channel: recovered after 600 s',
    ]);
  });

  test('in which a target dies again stays one incident, and counts the flap', () => {
    const traders = [
      trader('paper:docker', [
        [-600, 100],
        [400, 500],
      ]),
      trader('live:docker', [[-600, 100]]),
    ];
    expect(told({ traders, until: 900 }).lines.slice(-2)).toEqual([
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
        dies,
        trader('live:docker', [
          [-600, 100],
          [400, 2 * HOUR],
        ]),
      ];
      const { lines, known } = told({ traders, until: 3 * HOUR, acts: [[300, upon(action)]] });
      expect(lines.slice(-1)).toEqual(['2:01:45 open no_sign_of_life live:docker']);
      expect(known.incidents).toMatchObject([
        { state: { acknowledge: 'acknowledged', snooze: 'snoozed' }[action.kind] },
        { state: 'open' },
      ]);
    },
  );

  test('and a later death of one of its targets recover each by themselves', () => {
    const traders = [
      backAt(3 * HOUR),
      trader('live:docker', [
        [-600, 100],
        [400, 2 * HOUR],
        [2.5 * HOUR, Infinity],
      ]),
    ];
    const { lines } = told({ traders, until: 3.5 * HOUR });
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
    const { lines, known } = told({ traders: [flapping], until: 1800 });
    expect(lines).toEqual([
      OPEN,
      '5:15 recovered no_sign_of_life paper:docker (well)',
      '5:15 channel: recovered after 200 s',
      '8:15 open no_sign_of_life paper:docker flaps=1',
      '8:15 channel: paper:docker again time 2',
      '10:15 recovered no_sign_of_life paper:docker (well) flaps=1',
      '10:15 channel: recovered after 200 s',
      '13:15 open no_sign_of_life paper:docker flaps=2',
      '13:15 channel: paper:docker again time 3',
      '15:15 recovered no_sign_of_life paper:docker (well) flaps=2',
      '15:15 channel: recovered after 200 s',
    ]);
    expect(known.incidents).toHaveLength(1);
  });

  test('needs someone again, though it had been acknowledged', () => {
    const acts = [[250, upon({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { known } = told({ traders: [flapping], until: 540, acts });
    expect(known.incidents).toMatchObject([
      { state: 'open', acknowledgedBy: null, nextReminderAt: second(495 + HOUR) },
    ]);
  });

  test('stays snoozed while it is', () => {
    const acts = [[250, upon({ kind: 'snooze', userId: 'U1', until: second(HOUR) })]] as const;
    const { lines } = told({ traders: [flapping], until: 540, acts });
    expect(lines.slice(-2)).toEqual([
      '8:15 snoozed no_sign_of_life paper:docker flaps=1',
      '8:15 thread: paper:docker again time 2',
    ]);
  });

  test('is another incident when it dies later than ten minutes after its recovery', () => {
    const again = trader('paper:docker', [
      [-600, 100],
      [300, 900],
    ]);
    expect(told({ traders: [again], until: 1200 }).lines.slice(-1)).toEqual([
      '16:45 open no_sign_of_life paper:docker',
    ]);
    expect(told({ traders: [again], until: 1200 }).known.incidents).toHaveLength(2);
  });
});

describe('An incident that nobody acknowledges', () => {
  test('is reminded of after an hour, and then every four', () => {
    expect(told({ traders: [dies], until: 10 * HOUR }).lines).toEqual([
      OPEN,
      '1:03:15 thread: reminder after 3600 s',
      '5:03:15 thread: reminder after 18000 s',
      '9:03:15 thread: reminder after 32400 s',
    ]);
  });

  test('waits to be reminded of at most once, however long Slack is away', () => {
    const { decisions, deliveries } = told({ traders: [dies], until: 10 * HOUR, ...SELDOM });
    const reminders = deliveries.filter((each) => each.kind === 'note').map(({ id }) => id);
    expect(reminders).toHaveLength(3);
    expect(decisions.flatMap(({ cancelled }) => cancelled)).toEqual(reminders.slice(0, -1));
  });

  test('is reminded of once after a night in which the bot was down', () => {
    const { lines } = told({ traders: [dies], until: 12 * HOUR + 600, botAway: [[600, 12 * HOUR]] });
    expect(lines.filter((line) => line.includes('reminder'))).toEqual([
      '12:00:00 thread: reminder after 43005 s',
    ]);
  });

  test('is not reminded of while one new beat is there', () => {
    const { lines } = told({ traders: [backAt(3780)], until: 2 * HOUR });
    expect(lines).not.toContainEqual(expect.stringContaining('reminder'));
  });
});

describe('What is sent', () => {
  test('counts the revisions of a message up, one for each change', () => {
    const acts = [[300, upon({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { deliveries } = told({ traders: [backAt(400)], until: 900, acts });
    const revisions = deliveries.flatMap((delivery) =>
      delivery.kind === 'incident' ? [delivery.incident.revision] : [],
    );
    expect(revisions).toEqual([1, 2, 3]);
  });

  test('has an id of its own for each note, and the same for each revision of one message', () => {
    const flapping = trader('paper:docker', [
      [-600, 100],
      [300, 400],
      [600, 700],
      [900, Infinity],
    ]);
    const { deliveries } = told({ traders: [flapping], until: 1800 });
    const ids = (kind: string) => deliveries.filter((each) => each.kind === kind).map(({ id }) => id);
    expect(new Set(ids('incident')).size).toBe(1);
    expect(new Set(ids('note')).size).toBe(ids('note').length);
  });

  test('tells when it was detected, and goes to the channel that is set', () => {
    const { deliveries } = told({ traders: [dies], until: 300, settings: { channel: 'C0OTHER' } });
    expect(deliveries).toMatchObject([{ channel: 'C0OTHER', detectedAt: second(195) }]);
  });
});

describe('An incident that is over', () => {
  test('is forgotten after 7 days, and so is where its message is', () => {
    const week = 7 * 24 * HOUR;
    const before = told({ traders: [backAt(400)], until: 900 }).known;
    const story = told({ traders: [backAt(400)], known: before, from: 900 + week, until: 900 + week });
    expect(story.known.incidents.map(({ rule }) => rule)).toEqual(['monitoring_outage']);
    expect(story.decisions.flatMap(({ expiredIncidents }) => expiredIncidents)).toEqual(
      before.incidents.map(({ id }) => id),
    );
  });

  test('is one of at most 200', () => {
    const { known } = told({ traders: [backAt(400)], until: 900 });
    const incidents = known.incidents.flatMap((incident) =>
      Array.from({ length: 300 }, (_, i) => ({ ...incident, id: `${incident.id}:${i}` })),
    );
    const story = told({ traders: [backAt(400)], from: 915, until: 915, known: { ...known, incidents } });
    expect(story.known.incidents).toHaveLength(200);
  });
});

test('An incident whose rule is switched off is closed, and not called recovered', () => {
  const { known } = told({ traders: [dies], until: 300 });
  const rules = { no_sign_of_life: { enabled: false } };
  expect(
    told({ traders: [dies], known, from: 315, until: 400, settings: { ...SETTINGS, rules } }).lines,
  ).toEqual(['5:15 muted no_sign_of_life paper:docker', '5:15 thread: muted']);
});

test('An incident of which one trader recovered, and the other is not watched any more, is not called recovered', () => {
  const { known } = told({ traders: [dies], until: 300 });
  const incidents = known.incidents.map((incident) => ({
    ...incident,
    targets: [
      { ...incident.targets[0], target: 'paper:local', recoveredAt: second(250) },
      ...incident.targets,
    ],
  })) as typeof known.incidents;
  const rules = { no_sign_of_life: { enabled: false } };
  const settings = { ...SETTINGS, rules };
  const story = told({ traders: [dies], known: { ...known, incidents }, from: 315, until: 400, settings });
  expect(story.lines[0]).toMatch(/^5:15 muted/);
});

describe.each([
  ['March, when clocks go forward', '2026-03-29T00:00:00Z'],
  ['October, when clocks go back', '2026-10-25T00:00:00Z'],
])('In the night of %s', (_, start) => {
  test('nothing is early, late or twice', () => {
    const shift = new Date(start).getTime() - second(0).getTime();
    const from = shift / 1000;
    const traders = [
      trader('paper:docker', [
        [from - 600, from + 100],
        [from + 7300, Infinity],
      ]),
    ];
    const { lines } = told({ traders, from, until: from + 4 * HOUR });
    expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'open no_sign_of_life paper:docker',
      'thread: reminder after 3600 s',
      'recovered no_sign_of_life paper:docker (well)',
      'channel: recovered after 7200 s',
    ]);
  });
});
