import { mergeStates } from '../../src/alerting/state/merge';
import type { ControlMode, ControlState } from '../../src/state/controlState';
import { runScenario } from '../helpers/scenario';
import { second } from '../helpers/traders';

const RUN = 'v2:production:run-1';
const TTL_S = 3600;

/** A run whose control state was set at these seconds, and expires an hour after the last of them. */
const run =
  (...set: readonly (readonly [t: number, mode: ControlMode])[]) =>
  (t: number): readonly ControlState[] => {
    const last = set.filter(([at]) => at <= t).at(-1);
    if (last === undefined || t >= last[0] + TTL_S) return [];
    const [at, mode] = last;
    return [
      {
        ...{ env: 'production', runId: 'run-1', mode, symbolBlacklist: ['BTC/KRW'] },
        ...{ updatedAt: second(at), updatedBy: 'risk', reason: 'loss limit' },
        expiresInMs: (at + TTL_S - t) * 1000,
      },
    ];
  };

const lines = (plot: Parameters<typeof runScenario>[0]): string[] =>
  runScenario(plot).lines.map((line) => line.replace(/ env=.* mode=(\S+) .*/, ' $1'));

describe('A run', () => {
  test('that comes into PANIC is reported once, loudly, with who did it and why', () => {
    const story = runScenario({ controls: run([0, 'RUNNING'], [600, 'PANIC']), until: 1800 });
    expect(story.deliveries).toMatchObject([
      {
        kind: 'event',
        detectedAt: second(600),
        event: {
          ...{ rule: 'control', target: RUN, level: 'loud' },
          details: {
            ...{ what: 'entered', mode: 'PANIC', was: 'RUNNING', updatedAt: '2026-11-22T03:10:00Z' },
            ...{ updatedBy: 'risk', reason: 'loss limit', symbolBlacklist: 'BTC/KRW', symbols: 1 },
          },
        },
      },
    ]);
  });

  test('that is in PANIC already when it is first seen is reported once', () => {
    expect(lines({ controls: run([-600, 'PANIC']), until: 1800 })).toEqual([
      `0:00 loud control ${RUN} what=is PANIC`,
    ]);
  });

  test('that goes from PANIC to EMERGENCY_CLOSE is reported again', () => {
    expect(lines({ controls: run([0, 'PANIC'], [60, 'EMERGENCY_CLOSE']), until: 1800 })).toEqual([
      `0:00 loud control ${RUN} what=is PANIC`,
      `1:00 loud control ${RUN} what=entered EMERGENCY_CLOSE`,
    ]);
  });

  test('that leaves PANIC is reported calmly, and loudly when it comes back into it', () => {
    const controls = run([0, 'RUNNING'], [60, 'PANIC'], [120, 'PAUSED'], [180, 'PANIC']);
    expect(lines({ controls, until: 1800 })).toEqual([
      `1:00 loud control ${RUN} what=entered PANIC`,
      `2:00 normal control ${RUN} what=left PAUSED`,
      `3:00 loud control ${RUN} what=entered PANIC`,
    ]);
  });

  test('that pauses, stops and runs is not reported', () => {
    const controls = run([0, 'RUNNING'], [60, 'PAUSED'], [120, 'STOPPING'], [180, 'RUNNING']);
    expect(lines({ controls, until: 2 * TTL_S })).toEqual([]);
  });

  test('whose PANIC is written again, for another reason or for its TTL, is not reported again', () => {
    expect(lines({ controls: run([0, 'PANIC'], [60, 'PANIC'], [120, 'PANIC']), until: 1800 })).toHaveLength(
      1,
    );
  });

  test('whose PANIC expires is reported to have no control state any more, once, a minute after that', () => {
    expect(runScenario({ controls: run([0, 'PANIC']), until: 2 * TTL_S }).lines.slice(1)).toEqual([
      `1:01:15 normal control ${RUN} what=expired env=production runId=run-1 mode=PANIC updatedAt=2026-11-22T03:00:00Z`,
    ]);
  });

  test('whose PANIC is back after that is reported only where it is another one, by its time', () => {
    const backFrom = (set: number) => (t: number) =>
      t < 7200
        ? run([0, 'PANIC'])(t)
        : run([set, 'PANIC'])(set).map((each) => ({ ...each, expiresInMs: null }));
    const [same, other] = [backFrom(0), backFrom(7200)] as const;
    expect(lines({ controls: same, until: 9000 })).toHaveLength(2);
    expect(lines({ controls: other, until: 9000 }).slice(2)).toEqual([
      `2:00:00 loud control ${RUN} what=entered PANIC`,
    ]);
  });

  test('that is not seen for a while, or cannot be read, is as it was', () => {
    const inPanic = run([0, 'PANIC']);
    const unseen = (t: number) => (t > 300 && t < 900 ? [] : inPanic(t));
    const unread = (t: number) => (t > 300 && t < 900 ? undefined : inPanic(t));
    expect(lines({ controls: unseen, until: 1800 })).toHaveLength(1);
    expect(lines({ controls: unread, until: 1800 })).toHaveLength(1);
  });

  test('is reported after the bot was away, if it came into PANIC meanwhile', () => {
    const controls = run([0, 'RUNNING'], [600, 'PANIC']);
    expect(lines({ controls, until: 1800, botAway: [[300, 1200]] }).at(-1)).toBe(
      `20:00 loud control ${RUN} what=entered PANIC`,
    );
  });

  test('is not reported where that is switched off', () => {
    const settings = { rules: { control: { mode: 'off' } } };
    expect(lines({ controls: run([0, 'PANIC']), until: 600, settings })).toEqual([]);
  });
});

test('Two runs of one env are reported each for itself', () => {
  const [first, second] = [run([0, 'PANIC']), run([60, 'PANIC'])];
  const controls = (t: number) => [...first(t), ...second(t).map((each) => ({ ...each, runId: 'run-2' }))];
  expect(lines({ controls, until: 600 })).toEqual([
    `0:00 loud control ${RUN} what=is PANIC`,
    '1:00 loud control v2:production:run-2 what=is PANIC',
  ]);
});

test('A PANIC with an end in the far future, or with none, is remembered as well', () => {
  for (const expiresInMs of [null, 9_000_000_000_000_000]) {
    const controls = (t: number) =>
      run([0, 'PANIC'])(Math.min(t, 60)).map((each) => ({ ...each, expiresInMs }));
    expect(lines({ controls, until: 600 })).toHaveLength(1);
  }
});

test('No more than 200 runs are remembered', () => {
  const many = Array.from({ length: 300 }, (_, n) => n);
  const controls = (t: number) =>
    many.flatMap((n) => run([0, 'RUNNING'])(t).map((each) => ({ ...each, runId: `${n}` })));
  expect(runScenario({ controls, until: 60 }).known.controls).toHaveLength(200);
});

test('Where Redis has lost what is known, each run is known again as it was seen last', () => {
  const stories = [run([0, 'RUNNING']), run([0, 'RUNNING'], [60, 'PANIC'])].map(
    (controls, i) => runScenario({ controls, until: 60 * i }).known,
  );
  const [older, newer] = stories;
  if (older === undefined || newer === undefined) throw new Error('not reached');
  for (const isLost of [true, false]) {
    const again = mergeStates(older, newer, { isLost, checkIntervalMs: 15_000 });
    expect(again.controls.map(({ mode }) => mode)).toEqual(['PANIC']);
    expect(mergeStates(newer, older, { isLost, checkIntervalMs: 15_000 }).controls).toEqual(newer.controls);
  }
});
