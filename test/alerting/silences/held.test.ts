import { type BeginSilence, beginSilence, endSilences } from '../../../src/alerting/silences/silenceActions';
import { dyingTrader, OPEN, returnsAt } from '../../helpers/dyingTrader';
import { actionOn, runScenario, type Scenario } from '../../helpers/scenario';
import { realTrader, second, trader } from '../../helpers/traders';

/** Maintenance of these targets, in seconds of the story. */
const maintenance =
  (from: number, until: number | null, rest: Partial<BeginSilence> = {}) =>
  (...[known, now, settings]: Parameters<NonNullable<Scenario['silencing']>[number][1]>) =>
    beginSilence(
      known,
      {
        ...{ kind: 'maintenance', targets: ['paper:docker'], by: 'U0OPERATOR', reason: 'deploy' },
        ...{ includesCritical: false, from: second(from), until: until === null ? null : second(until) },
        ...rest,
      },
      now,
      settings,
    );

const HELD = 'summary of maintenance paper:docker:';

describe('During a maintenance', () => {
  test('a death is followed and not sent; if it recovered, the summary at the end says so, and nothing else', () => {
    const { lines, known } = runScenario({
      traders: [returnsAt(400)],
      silencing: [[60, maintenance(60, 900)]],
      until: 3000,
    });
    expect(lines).toEqual([`15:00 ${HELD} no_sign_of_life paper:docker recovered`]);
    expect(known.incidents).toMatchObject([{ state: 'recovered', unposted: true }]);
  });

  test('what still fires at its end alerts then, and is reminded of from then on', () => {
    const { lines, known } = runScenario({
      traders: [dyingTrader],
      silencing: [[60, maintenance(60, 900)]],
      until: 900 + 3600 + 30,
    });
    expect(lines).toEqual([
      '15:00 open no_sign_of_life paper:docker',
      `15:00 ${HELD} no_sign_of_life paper:docker open`,
      '1:15:00 thread: reminder after 4305 s',
    ]);
    expect(known.incidents).toMatchObject([{ announcedAt: second(900), openedAt: second(195) }]);
    expect(known.incidents[0]).not.toHaveProperty('hold');
  });

  test('an alert that was posted before is kept up to date in place, with nothing in the thread or the channel', () => {
    const { lines } = runScenario({
      traders: [returnsAt(600)],
      silencing: [[300, maintenance(300, 900)]],
      until: 1200,
    });
    expect(lines).toEqual([
      OPEN,
      '5:00 open no_sign_of_life paper:docker',
      '10:15 recovered no_sign_of_life paper:docker (well)',
      `15:00 ${HELD} no_sign_of_life paper:docker recovered`,
    ]);
  });

  test('an alert that was posted before says so from when it begins, and not from the next check', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      silencing: [[305, maintenance(305, 900)]],
      until: 600,
    });
    expect(lines).toEqual([OPEN, '5:05 open no_sign_of_life paper:docker']);
  });

  test('an alert that was posted before and still fires at the end is reminded of, unless it was acknowledged', () => {
    const story: Scenario = {
      traders: [dyingTrader],
      silencing: [[300, maintenance(300, 900)]],
      until: 1000,
    };
    expect(runScenario(story).lines).toEqual([
      OPEN,
      '5:00 open no_sign_of_life paper:docker',
      '15:00 open no_sign_of_life paper:docker',
      '15:00 channel: reminder after 705 s',
    ]);
    const acts: Scenario['acts'] = [[400, actionOn({ kind: 'acknowledge', userId: 'U0OTHER' })]];
    expect(runScenario({ ...story, acts }).lines.at(-1)).toBe(
      '15:00 acknowledged no_sign_of_life paper:docker',
    );
  });

  test('critical alerts are sent, unless they were included', () => {
    const traders = [trader('live:docker', [[-600, 100]])];
    const targets = ['*'];
    const opened = '3:15 open no_sign_of_life live:docker';
    const passing = runScenario({
      traders,
      silencing: [[15, maintenance(15, 900, { targets })]],
      until: 600,
    });
    expect(passing.lines).toEqual([opened]);
    const silencing: Scenario['silencing'] = [
      [15, maintenance(15, 900, { targets, includesCritical: true })],
    ];
    expect(runScenario({ traders, silencing, until: 600 }).lines).toEqual([]);
  });

  test('a rise to critical is posted at once', () => {
    const traders = [
      realTrader('live:docker', [[-600, 100]], {}, (t) => ({ liveEnabled: t > 400, liveArmed: t > 400 })),
    ];
    const { lines } = runScenario({
      traders,
      silencing: [[15, maintenance(15, 900, { targets: ['live:*'] })]],
      until: 600,
    });
    expect(lines).toContain('6:45 open no_sign_of_life live:docker');
    expect(lines.filter((each) => each.includes('no_sign_of_life'))).toHaveLength(1);
  });

  test('an outage of Redis is reported', () => {
    const { lines } = runScenario({
      traders: [trader('paper:docker', [[-600, 5000]])],
      silencing: [[15, maintenance(15, 900, { targets: ['*'], includesCritical: true })]],
      redisAway: [[120, 400]],
      until: 600,
    });
    expect(lines).toEqual(['6:45 recovered monitoring_outage']);
  });

  test('of one target, another one of the same env is posted by itself', () => {
    const traders = [dyingTrader, trader('shadow:docker', [[-600, 100]])];
    const { lines } = runScenario({ traders, silencing: [[15, maintenance(15, 900)]], until: 600 });
    expect(lines).toEqual(['3:15 open no_sign_of_life shadow:docker']);
  });

  test('somebody may acknowledge what is held back, and nothing is posted before its end', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      silencing: [[60, maintenance(60, 900)]],
      acts: [[300, actionOn({ kind: 'acknowledge', userId: 'U0OTHER' })]],
      until: 1000,
    });
    expect(lines[0]).toBe('15:00 acknowledged no_sign_of_life paper:docker');
  });

  test('a death that returns shortly after its end is posted', () => {
    const traders = [
      trader('paper:docker', [
        [-600, 100],
        [700, 860],
      ]),
    ];
    const { lines } = runScenario({ traders, silencing: [[60, maintenance(60, 900)]], until: 1000 });
    expect(lines).toEqual([
      `15:00 ${HELD} no_sign_of_life paper:docker recovered`,
      '16:00 open no_sign_of_life paper:docker flaps=1',
    ]);
  });

  test('events are counted in its summary, and loud ones are sent', () => {
    const trips = (t: number) => ({ breakerTrips: t > 300 ? 1 : 0, safetyViolationsTotal: t > 300 ? 2 : 0 });
    const traders = [trader('paper:docker', [[-600, 5000]], { reports: trips })];
    const { lines } = runScenario({ traders, silencing: [[60, maintenance(60, 900)]], until: 1000 });
    expect(lines).toEqual([`15:00 ${HELD} safety_violations paper:docker`]);
  });
});

describe('A silence', () => {
  test('that is ended early reports within a check, and says who ended it', () => {
    const { lines, deliveries } = runScenario({
      traders: [dyingTrader],
      silencing: [
        [60, maintenance(60, 9000)],
        [
          500,
          (known, now) =>
            endSilences(
              known,
              { kinds: ['maintenance'], target: 'paper:docker', unmutes: false, by: 'U0OTHER' },
              now,
            ),
        ],
      ],
      until: 1000,
    });
    expect(lines).toEqual([
      '8:30 open no_sign_of_life paper:docker',
      `8:30 ${HELD} no_sign_of_life paper:docker open`,
    ]);
    expect(deliveries.at(-1)).toMatchObject({
      report: { silence: { endedBy: 'U0OTHER', by: 'U0OPERATOR' } },
    });
  });

  test('in which nothing was held back ends without a word', () => {
    const traders = [trader('paper:docker', [[-600, 5000]])];
    expect(runScenario({ traders, silencing: [[60, maintenance(60, 900)]], until: 1000 }).lines).toEqual([]);
  });

  test('that begins later silences nothing until then', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      silencing: [[60, maintenance(600, 900)]],
      until: 500,
    });
    expect(lines).toEqual([OPEN]);
  });

  test('that is asked for again is extended instead of doubled', () => {
    const { known } = runScenario({
      traders: [dyingTrader],
      silencing: [
        [60, maintenance(60, 900)],
        [120, maintenance(120, 1800)],
      ],
      until: 1000,
    });
    expect(known.silences).toMatchObject([{ from: second(60), until: second(1800), closedAt: null }]);
  });

  test('that another one outlasts leaves what it held back to that one', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      silencing: [
        [60, maintenance(60, 900)],
        [60, maintenance(60, 1800, { kind: 'mute' })],
      ],
      until: 2000,
    });
    expect(lines).toEqual([
      '30:00 open no_sign_of_life paper:docker',
      '30:00 summary of mute paper:docker: no_sign_of_life paper:docker open',
    ]);
  });

  test('survives a restart in the middle, and its end is reported once', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      silencing: [[60, maintenance(60, 900)]],
      botAway: [[600, 1200]],
      until: 1500,
    });
    const summaries = lines.filter((each) => each.includes('summary'));
    expect(summaries).toEqual([`20:00 ${HELD} no_sign_of_life paper:docker open`]);
  });

  test.each([
    ['that would end in the past', maintenance(0, 30), 'in_the_past'],
    [
      'where there is nothing to end',
      (...[known, now]: Parameters<NonNullable<Scenario['silencing']>[number][1]>) =>
        endSilences(known, { kinds: ['mute'], target: 'paper:docker', unmutes: true, by: 'U0OPERATOR' }, now),
      'no_silence',
    ],
  ])('%s is refused', (_, decide, refusal) => {
    expect(runScenario({ traders: [dyingTrader], silencing: [[60, decide]], until: 90 }).refusals).toEqual([
      refusal,
    ]);
  });

  test('without an end is reminded of once a day at 09:00 of the zone, with what is muted, in one message', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      silencing: [[60, maintenance(60, null, { kind: 'mute', targets: ['shadow:*'] })]],
      acts: [[300, actionOn({ kind: 'mute', userId: 'U0OTHER' })]],
      settings: { zone: 'Asia/Seoul', checkIntervalMs: 60_000 },
      every: 60,
      until: 48 * 3600,
    });
    expect(lines.filter((each) => each.includes('still silenced'))).toEqual([
      '21:00:00 still silenced: shadow:*, paper:docker',
      '45:00:00 still silenced: shadow:*, paper:docker',
    ]);
  });

  test('of a target that was muted on an alert is over when somebody unmutes it, and what still fires alerts anew', () => {
    const { lines, known } = runScenario({
      traders: [dyingTrader],
      acts: [[300, actionOn({ kind: 'mute', userId: 'U0OTHER' })]],
      silencing: [
        [
          600,
          (known, now) =>
            endSilences(
              known,
              { kinds: ['mute'], target: 'paper:docker', unmutes: true, by: 'U0OTHER' },
              now,
            ),
        ],
      ],
      until: 700,
    });
    expect(lines.at(-1)).toBe('10:00 open no_sign_of_life paper:docker');
    expect(new Set(known.incidents.map(({ id }) => id)).size).toBe(2);
  });
});

describe('A rule', () => {
  const isSilent = { no_sign_of_life: { mode: 'silent' } };

  test('that is silent is followed, and nothing is sent', () => {
    const { lines, known } = runScenario({
      traders: [dyingTrader],
      settings: { rules: isSilent },
      until: 600,
    });
    expect(lines).toEqual([]);
    expect(known.incidents).toMatchObject([{ state: 'open', hold: { kind: 'silent_rule' } }]);
  });

  test('that is silent for one target alone is sent for the others', () => {
    const rules = { no_sign_of_life: { targets: { 'paper:docker': { mode: 'silent' } } } };
    const traders = [dyingTrader, trader('shadow:docker', [[-600, 100]])];
    const { lines } = runScenario({ traders, settings: { rules }, until: 600 });
    expect(lines).toEqual(['3:15 open no_sign_of_life shadow:docker']);
  });

  test('that is switched on again while it fires alerts then', () => {
    const { known } = runScenario({ traders: [dyingTrader], settings: { rules: isSilent }, until: 600 });
    const { lines } = runScenario({ traders: [dyingTrader], known, from: 615, until: 630 });
    expect(lines).toEqual(['10:15 open no_sign_of_life paper:docker']);
  });

  test('that is switched off while it fires closes its alert with these words, and not as muted or recovered', () => {
    const { known } = runScenario({ traders: [dyingTrader], until: 600 });
    const rules = { no_sign_of_life: { mode: 'off' } };
    const { lines } = runScenario({
      traders: [dyingTrader],
      known,
      settings: { rules },
      from: 615,
      until: 630,
    });
    expect(lines).toEqual(['10:15 closed no_sign_of_life paper:docker', '10:15 thread: rule_off']);
  });

  test('that one instance has off and another on, for two minutes, does not open and close its alert by turns', () => {
    let { known } = runScenario({ traders: [dyingTrader], until: 600 });
    const lines: string[] = [];
    for (let t = 615; t <= 720; t += 15) {
      const rules = t % 30 === 15 ? { no_sign_of_life: { mode: 'off' } } : {};
      const step = runScenario({ traders: [dyingTrader], known, settings: { rules }, from: t, until: t });
      lines.push(...step.lines);
      known = step.known;
    }
    expect(lines).toEqual(['10:15 closed no_sign_of_life paper:docker', '10:15 thread: rule_off']);
  });
});
