import { applyAction } from '../../src/alerting/actions';
import { describeLosses, updateLosses } from '../../src/alerting/dataLoss';
import type { Losses } from '../../src/alerting/state/losses';
import { actionOn, runScenario, SETTINGS } from '../helpers/scenario';
import { ALWAYS, second, trader } from '../helpers/traders';

const every = (seconds: number, from: number, until: number): number[] =>
  Array.from({ length: Math.floor((until - from) / seconds) + 1 }, (_, i) => from + i * seconds);

const dies = trader('paper:docker', [[-600, 100]]);
const lives = trader('paper:docker', [ALWAYS]);
const ofTrader = (lines: readonly string[]) => lines.filter((line) => line.includes('paper:docker'));
const ofRedis = (lines: readonly string[]) => lines.filter((line) => line.includes('Redis'));

test.each([15, 30, 55, 90, 240])(
  'A death is told though Redis loses its data every %d s, and no later than one grace after it is due',
  (seconds) => {
    const { lines } = runScenario({ traders: [dies], until: 270, losesAt: every(seconds, 5, 900) });
    expect(ofTrader(lines)).toEqual([expect.stringMatching(/^[34]:\d\d open /)]);
  },
);

test('A loss gives a grace again once there was none for five minutes', () => {
  const later = trader('paper:docker', [[-600, 500]]);
  expect(runScenario({ traders: [later], until: 645, losesAt: [10, 590] }).lines).toEqual([]);
});

test('The third loss within ten minutes is an alert of its own, which ends after ten minutes without one', () => {
  const { lines } = runScenario({ traders: [lives], until: 1500, losesAt: [100, 300, 500, 700] });
  expect(ofRedis(lines)).toEqual([
    '8:30 open dataLoss Redis',
    '11:45 open dataLoss Redis',
    '22:00 recovered dataLoss Redis (well)',
  ]);
});

/** The losses that were noticed at these seconds. */
const after = (seconds: readonly number[]): Losses | null =>
  seconds.reduce<Losses | null>((losses, at) => updateLosses(losses, true, second(at), 15_000), null);

test.each<[string, readonly number[], number, boolean]>([
  ['one loss', [0], 1, false],
  ['two losses', [0, 60], 2, false],
  ['three losses within ten minutes', [0, 300, 600], 3, true],
  ['three losses in more than that', [0, 301, 601], 3, false],
  ['losses that come every nine minutes', [0, 540, 1080, 1620], 4, false],
  ['losses that come every nine minutes after three close together', [0, 60, 120, 660, 1200], 5, true],
  ['losses with more than ten minutes between', [0, 60, 120, 721], 1, false],
  ['one loss that three instances notice, each at its next check', [0, 8, 15], 1, false],
  ['losses at every check', [0, 30, 60], 3, true],
])('%s: how often, and whether it is an outage', (_, seconds, times, isOutage) => {
  expect(after(seconds)).toMatchObject({ times, isOutage });
});

test('What is said of it on /readyz names how often and in how long, until it is over', () => {
  const losses = after([0, 60, 120, 360]);
  const words = [360, 960, 961].map((at) => describeLosses(losses, second(at)));
  expect(words).toEqual([
    'Redis keeps losing its data: 4 times in 6 min',
    'Redis keeps losing its data: 4 times in 16 min',
    null,
  ]);
});

test('The alert says what it means and what to look at, and can be snoozed, but not taken off watch', () => {
  const { known } = runScenario({ traders: [lives], until: 600, losesAt: [100, 300, 500] });
  const [incident] = known.incidents;
  expect(incident?.targets[0]?.details).toMatchObject({
    times: 3,
    firstLoss: expect.stringMatching(/^2026-/),
  });
  const muted = applyAction(known, actionOn({ kind: 'mute', userId: 'U1' })(known), second(601), SETTINGS);
  const until = second(4_000);
  const snoozed = applyAction(
    known,
    actionOn({ kind: 'snooze', userId: 'U1', until })(known),
    second(601),
    SETTINGS,
  );
  expect(['refused' in muted, 'refused' in snoozed]).toEqual([true, false]);
});
