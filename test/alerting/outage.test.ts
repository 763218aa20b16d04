import { currentOutage, evaluate, initialState } from '../../src/alerting';
import { closeOutage } from '../../src/alerting/observation/endedOutage';
import { outageSince } from '../../src/alerting/observation/gap';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { ALWAYS, second, trader } from '../helpers/traders';

const paper = 'paper:docker';
const lives = trader(paper, [ALWAYS]);
const HOUR = 3600;
const SHORT = { rules: { no_sign_of_life: { stale_after: '60s' } } };

describe('While Redis cannot be read', () => {
  test('for 10 s, nothing is said', () => {
    expect(runScenario({ traders: [lives], until: 1200, redisAway: [[605, 615]] }).lines).toEqual([]);
  });

  test('for 45 s, nothing is said, and each target has its grace afterwards', () => {
    // Its last beat before was at 600; the first after, when it had found Redis again, at 710.
    const hindered = trader(paper, [
      [-600, 600],
      [710, Infinity],
    ]);
    expect(runScenario({ traders: [hindered], until: 1200, redisAway: [[601, 646]] }).lines).toEqual([]);
    expect(runScenario({ traders: [hindered], until: 1200 }).lines).not.toEqual([]);
  });

  test('for 45 s, and again a minute later, no trader that found Redis again is called dead', () => {
    const hindered = trader(paper, [
      [-600, 600],
      [650, 700],
      [780, Infinity],
    ]);
    const redisAway = [
      [601, 646],
      [705, 750],
    ] as const;
    expect(runScenario({ traders: [hindered], until: 1200, redisAway, settings: SHORT }).lines).toEqual([]);
    expect(runScenario({ traders: [hindered], until: 1200, settings: SHORT }).lines).not.toEqual([]);
  });

  test('for 10 min, that is reported once, when it is over, and no trader is called dead', () => {
    const hindered = trader(paper, [
      [-600, 600],
      [1250, Infinity],
    ]);
    expect(runScenario({ traders: [hindered], until: 1800, redisAway: [[605, 1205]] }).lines).toEqual([
      '20:15 recovered monitoring_outage',
    ]);
  });

  test('for 10 min and loses all data, no trader is called dead, and a counter that began anew reports what it counted', () => {
    const trips = (t: number) => ({
      circuitBreakerTriggersTotal: t < 605 ? 7 : t < 1230 ? null : 1,
      safetyViolationsTotal: t < 605 ? 3 : null,
    });
    const hindered = trader(
      paper,
      [
        [-600, 600],
        [1230, Infinity],
      ],
      { reports: trips },
    );
    const story = runScenario({ traders: [hindered], until: 2400, redisAway: [[605, 1205]] });
    expect(story.lines).toEqual([
      '20:15 recovered monitoring_outage',
      '20:30 normal circuit_breaker paper:docker trips=null total=1 active=null fellFrom=7',
    ]);
    expect(story.log).toContain('paper:docker: circuitBreakerTriggersTotal fell from 7 to 1: it was reset');
  });

  test('and the trader dies meanwhile, it is called dead one staleAfter after observation returned, and dead since its last beat', () => {
    const dies = trader(paper, [[-600, 700]]);
    const { lines, known } = runScenario({ traders: [dies], until: 1800, redisAway: [[605, 1205]] });
    expect(lines).toEqual(['20:15 recovered monitoring_outage', '22:00 open no_sign_of_life paper:docker']);
    expect(known.incidents.at(-1)?.targets[0]).toMatchObject({ startedAt: second(600) });
  });

  test('nothing is decided, whatever was known', () => {
    const story = runScenario({ traders: [lives], until: 1200, redisAway: [[0, 9999]] });
    expect(story.lines).toEqual([]);
  });

  test('the outage has the time of the last observation, in the open incident reported from memory as in the recovered one', () => {
    const story = runScenario({ traders: [lives], until: 1215, redisAway: [[605, 1205]] });
    const known = initialState(second(600));
    expect(currentOutage(known, second(660), SETTINGS)).toBeNull();
    expect(currentOutage(known, second(661), SETTINGS)).toMatchObject({
      state: 'open',
      openedAt: second(600),
      revision: 1,
    });
    expect(story.known.incidents).toMatchObject([
      {
        id: currentOutage(known, second(661), SETTINGS)?.id,
        state: 'recovered',
        openedAt: second(600),
        closedAt: second(1215),
        revision: 2,
      },
    ]);
  });

  test('an incident that was open stays open, and its message then says how long the bot did not watch', () => {
    const dies = trader(paper, [[-600, 100]]);
    const { lines, known } = runScenario({ traders: [dies], until: 1800, redisAway: [[605, 1205]] });
    expect(lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
      '20:15 recovered monitoring_outage',
      '20:15 open no_sign_of_life paper:docker',
    ]);
    expect(known.incidents.find(({ rule }) => rule === 'no_sign_of_life')?.targets[0]?.details).toMatchObject(
      {
        unwatchedFrom: '2026-11-22T03:10:00Z',
        unwatchedTo: '2026-11-22T03:20:15Z',
      },
    );
  });

  test('a death that it was last seen before says so, though who saw that is not who watches now', () => {
    const dies = trader(paper, [[-600, 400]]);
    const { known } = runScenario({ traders: [dies], until: 240 });
    const joined = { ...known, observedAt: second(885), continuousSince: second(600) };
    const { lines, deliveries } = runScenario({ traders: [dies], known: joined, from: 900, until: 915 });
    expect(lines).toEqual(['15:00 open no_sign_of_life paper:docker']);
    expect(deliveries[0]).toMatchObject({
      incident: {
        targets: [
          { details: { unwatchedFrom: '2026-11-22T03:04:00Z', unwatchedTo: '2026-11-22T03:10:00Z' } },
        ],
      },
    });
  });

  test('every other minute, a death is reported nevertheless', () => {
    const dies = trader(paper, [[-600, 100]]);
    const redisAway = Array.from({ length: 60 }, (_, i) => [i * 60 + 10, i * 60 + 40] as const);
    expect(runScenario({ traders: [dies], until: 1200, redisAway }).lines).toEqual([
      expect.stringContaining('open no_sign_of_life paper:docker'),
    ]);
  });
});

describe('An outage that one instance alone had', () => {
  const { known } = runScenario({ traders: [lives], until: 600 });
  const outage = outageSince(second(300));

  test('is closed also when its clock is behind that of the others', () => {
    const result = closeOutage(known, outage, second(599), SETTINGS);
    expect(result?.notifications).toMatchObject([
      { incident: { state: 'recovered', openedAt: second(300) } },
    ]);
    expect(result?.state).toEqual({ ...known, incidents: [expect.objectContaining({ state: 'recovered' })] });
  });

  test('is not closed again where the state has the same one', () => {
    const state = closeOutage(known, outage, second(599), SETTINGS)?.state ?? known;
    expect(closeOutage(state, outageSince(second(320)), second(610), SETTINGS)).toBeNull();
  });
});

test('An observation that is older than the last one changes nothing', () => {
  const { known } = runScenario({ traders: [lives], until: 600 });
  const seen = { kind: 'observed', at: second(599), snapshots: [], sessions: null } as const;
  expect(evaluate(known, seen, SETTINGS)).toMatchObject({ state: known, notifications: [] });
});

describe('After the bot was down for an hour', () => {
  const botAway = [[605, HOUR + 605]] as const;
  const until = HOUR + 1200;

  test('a trader that lived all the time is ok', () => {
    expect(runScenario({ traders: [lives], until, botAway }).lines).toEqual([
      '1:10:15 recovered monitoring_outage',
    ]);
  });

  test('a trader that died meanwhile has one staleAfter, and is dead since the last beat known, with the time not watched', () => {
    const dies = trader(paper, [[-600, 2000]]);
    const { lines, known } = runScenario({ traders: [dies], until, botAway });
    expect(lines).toEqual([
      '1:10:15 recovered monitoring_outage',
      '1:12:00 open no_sign_of_life paper:docker',
    ]);
    expect(known.incidents.at(-1)?.targets[0]).toMatchObject({
      startedAt: second(600),
      details: {
        lastSign: '2026-11-22T03:10:00Z',
        unwatchedFrom: '2026-11-22T03:10:00Z',
        unwatchedTo: '2026-11-22T04:10:15Z',
      },
    });
  });

  test('a trader that was dead before and recovered meanwhile is ok, in the same incident', () => {
    const back = trader(paper, [
      [-600, 100],
      [2000, Infinity],
    ]);
    expect(runScenario({ traders: [back], until, botAway }).lines).toEqual([
      '3:15 open no_sign_of_life paper:docker',
      '1:10:15 recovered monitoring_outage',
      '1:10:30 recovered no_sign_of_life paper:docker (well)',
      '1:10:30 channel: recovered after 4110 s',
    ]);
  });

  test('a trader that died and recovered meanwhile is ok, and nothing is said of it', () => {
    const both = trader(paper, [
      [-600, 1000],
      [2000, Infinity],
    ]);
    expect(runScenario({ traders: [both], until, botAway }).lines).toEqual([
      '1:10:15 recovered monitoring_outage',
    ]);
  });

  test('a trader that was dead before and still is gets no grace and no second alert', () => {
    const dead = trader(paper, [[-600, 100]]);
    const { known } = runScenario({ traders: [dead], until, botAway });
    expect(known.incidents.map(({ rule, state }) => `${rule} ${state}`)).toEqual([
      'no_sign_of_life open',
      'monitoring_outage recovered',
    ]);
  });
});

describe('After its own restart', () => {
  test('of 40 s, the bot says nothing', () => {
    expect(runScenario({ traders: [lives], until: 1200, botAway: [[605, 645]] }).lines).toEqual([]);
  });

  test('each target has one whole staleAfter', () => {
    const dies = trader(paper, [[-600, 600]]);
    // Not missed, it would be stale at 11:45 (705 s).
    expect(runScenario({ traders: [dies], until: 1200, botAway: [[605, 645]] }).lines).toEqual([
      '12:30 open no_sign_of_life paper:docker',
    ]);
  });

  test('with nothing known, a trader that is gone is not called dead', () => {
    const dies = trader(paper, [[-600, 100]]);
    expect(runScenario({ traders: [dies], from: 165, until: 1200 }).lines).toEqual([]);
  });

  test('with nothing known, a trader whose key is still there may have been stopped long ago', () => {
    const dies = trader(paper, [[-600, 100]]);
    expect(runScenario({ traders: [dies], from: 150, until: 1200 }).lines).toEqual([]);
  });

  test('with nothing known, a live trader whose key is still there, and its flags, is dead one staleAfter after the start', () => {
    const dies = trader('live:docker', [[-600, 100]], { reports: () => ({ liveEnabled: true }) });
    expect(runScenario({ traders: [dies], from: 150, until: 1200 }).lines).toEqual([
      '4:15 open no_sign_of_life live:docker',
    ]);
  });
});

test.each(['46s', '90s', '120s', '121s', '150s', '200s', '299s', '301s', '20m'])(
  'Checks that are always late hide no death that is reported after %s',
  (staleAfter) => {
    const dies = trader(paper, [[-600, 100]]);
    const settings = { rules: { no_sign_of_life: { stale_after: staleAfter } } };
    for (const every of [25, 40, 55])
      expect(runScenario({ traders: [dies], until: HOUR, every, settings }).lines).toEqual([
        expect.stringContaining('open no_sign_of_life paper:docker'),
      ]);
  },
);

describe('A check of the interval that failed', () => {
  const { known } = runScenario({ traders: [lives], until: 600 });
  const settings = { ...SETTINGS, ...SHORT };
  const lookedAfter = (seconds: number, failed: number | null) =>
    evaluate(
      known,
      {
        ...{ kind: 'observed', at: second(600 + seconds), snapshots: [], sessions: null },
        lastFailedByThisInstance: failed === null ? null : second(600 + failed),
      },
      settings,
    ).state.continuousSince;

  test('was missed, also where the gap around it is shorter than that between two late checks', () => {
    expect(lookedAfter(20, null)).toEqual(known.continuousSince);
    expect(lookedAfter(20, 15)).toEqual(second(620));
  });

  test('was not, where one in between failed and the next of the interval did not', () => {
    expect(lookedAfter(15.5, 3)).toEqual(known.continuousSince);
    expect(lookedAfter(20, -3)).toEqual(known.continuousSince);
  });
});
