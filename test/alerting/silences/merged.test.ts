import { beginSilence, endSilences } from '../../../src/alerting/silences/silenceActions';
import type { AlertState } from '../../../src/alerting/state/alertState';
import { mergeStates } from '../../../src/alerting/state/merge';
import { dyingTrader } from '../../helpers/dyingTrader';
import { actionOn, runScenario, type Scenario } from '../../helpers/scenario';
import { second } from '../../helpers/traders';

type Silencing = NonNullable<Scenario['silencing']>[number][1];

const maintenance =
  (until: number): Silencing =>
  (known, now, settings) =>
    beginSilence(
      known,
      {
        ...{ kind: 'maintenance', targets: ['paper:docker'], by: 'U0OPERATOR', reason: null },
        ...{ includesCritical: false, from: now, until: second(until) },
      },
      now,
      settings,
    );
const end: Silencing = (known, now) =>
  endSilences(
    known,
    { kinds: ['maintenance', 'mute'], target: 'paper:docker', unmutes: true, by: 'U0OTHER' },
    now,
  );

const OPTIONS = { isLost: true, checkIntervalMs: 15_000 };
const play = (silencing: NonNullable<Scenario['silencing']>, until: number, rest: Partial<Scenario> = {}) =>
  runScenario({ traders: [dyingTrader], silencing, until, ...rest });

/** What the next checks send from a state. */
const sentFrom = (known: AlertState, from: number, until: number) =>
  runScenario({ traders: [dyingTrader], known, from, until }).lines;

describe('After Redis has lost data', () => {
  test('a maintenance that is remembered goes on, also where another instance has begun anew without it', () => {
    const remembered = play([[60, maintenance(900)]], 300).known;
    const anew = play([], 315, { from: 315 }).known;
    for (const stored of [null, anew])
      expect(sentFrom(mergeStates(remembered, stored, OPTIONS), 330, 600)).toEqual([]);
  });

  test('a maintenance that somebody ended stays so, whichever state is newer', () => {
    const before = play([[60, maintenance(9000)]], 300).known;
    const ended = play(
      [
        [60, maintenance(9000)],
        [310, end],
      ],
      330,
    ).known;
    for (const merged of [mergeStates(ended, before, OPTIONS), mergeStates(before, ended, OPTIONS)])
      expect(merged.silences).toMatchObject([{ endedBy: 'U0OTHER', closedAt: second(315) }]);
  });

  test('a maintenance that only one of the two states knows goes on, whichever that is', () => {
    const [begun, without] = [play([[60, maintenance(900)]], 300).known, play([], 300).known];
    for (const merged of [mergeStates(begun, without, OPTIONS), mergeStates(without, begun, OPTIONS)])
      expect(merged.silences).toMatchObject([{ by: 'U0OPERATOR', endedBy: null }]);
  });

  test('the summary that is sent again has the id of the one before', () => {
    const ids = (known: AlertState) =>
      runScenario({ traders: [dyingTrader], known, from: 900, until: 900 }).deliveries.flatMap(
        ({ id, kind, verifyBeforeSend }) => (kind === 'silence' ? [[id, verifyBeforeSend]] : []),
      );
    const { known } = play([[60, maintenance(900)]], 885);
    const [first] = ids(known);
    expect(first).toEqual([expect.stringMatching(/^silence:maintenance:/), true]);
    expect(ids(mergeStates(known, null, OPTIONS))).toEqual([first]);
  });

  test('a target that somebody unmuted stays unmuted', () => {
    const acts: Scenario['acts'] = [[240, actionOn({ kind: 'mute', userId: 'U0OTHER' })]];
    const muted = play([], 270, { acts }).known;
    const unmuted = play([[280, end]], 300, { acts }).known;
    expect(mergeStates(muted, unmuted, { ...OPTIONS, isLost: false }).targets).toMatchObject([
      { muted: false },
    ]);
    expect(mergeStates(muted, null, OPTIONS).targets).toMatchObject([{ muted: true }]);
  });
});

describe('While an alert is held back', () => {
  const paging = {
    escalation: { severities: ['warning' as const], steps: [{ afterMs: 120_000, notify: { dm: 'U01' } }] },
    onCall: null,
  };

  test('nobody is paged, and from its end on the steps count anew', () => {
    const pages = play([[60, maintenance(900)]], 1200, { settings: { paging } }).lines.filter((each) =>
      each.includes('page'),
    );
    expect(pages).toEqual(['17:00 thread: paged U01 after 120 s', '17:00 page 1 trigger: U01']);
  });

  test('who was about to be paged of one that was posted before is not', () => {
    const story: Partial<Scenario> = { settings: { paging } };
    expect(play([[240, maintenance(900)]], 600, story).lines.join()).not.toContain('page');
  });
});
