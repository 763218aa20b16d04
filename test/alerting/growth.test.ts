import { type AlertState, evaluate } from '../../src/alerting';
import type { Env } from '../../src/state/keys';
import { SETTINGS } from '../helpers/scenario';
import { second, snapshotOf, trader } from '../helpers/traders';

const MODES = ['live', 'paper', 'shadow'] as const;
const DIES_AT = 60;

/** What all traders, each env with three, look like at a second. */
const seen = (targets: number, t: number) => ({
  kind: 'observed' as const,
  at: second(t),
  sessions: null,
  snapshots: Array.from({ length: targets }, (_, i) => ({
    ...snapshotOf(trader('live:docker', [[-600, DIES_AT]]), t),
    mode: MODES[i % 3] ?? 'live',
    env: `e${Math.floor(i / 3)}` as Env,
  })),
});

/** The value, with `onRead` told of each part of it that is read. */
function watched<T>(value: T, onRead: () => void): T {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return new Proxy(value, {
    get(target, name) {
      onRead();
      return watched(Reflect.get(target, name), onRead);
    },
  });
}

/** How many parts of what is known are read by the check in which all die, and by the one after it. */
function reads(targets: number): readonly number[] {
  let known: AlertState | null = null;
  for (let t = 0; t <= DIES_AT + 90; t += 15) known = evaluate(known, seen(targets, t), SETTINGS).state;
  return [DIES_AT + 105, DIES_AT + 120].map((t) => {
    let count = 0;
    const counting = watched(known, () => {
      count += 1;
    });
    evaluate(counting, seen(targets, t), SETTINGS);
    known = evaluate(known, seen(targets, t), SETTINGS).state;
    return count;
  });
}

test('Twice as many targets take about twice the work, not four times', () => {
  const [few, many] = [reads(90), reads(180)];
  const growth = many.map((count, i) => count / (few[i] ?? 0));
  expect(Math.max(...growth)).toBeLessThan(2.2);
});
