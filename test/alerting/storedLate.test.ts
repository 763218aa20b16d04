import { type AlertSettings, type AlertState, evaluate } from '../../src/alerting';
import { withNewestSignsOf } from '../../src/alerting/state/merge';
import { addMs } from '../../src/lib/time';
import { SETTINGS } from '../helpers/scenario';
import { second, snapshotOf, trader } from '../helpers/traders';

const observed = (diesAt: number, t: number) => ({
  kind: 'observed' as const,
  at: second(t),
  sessions: null,
  snapshots: [snapshotOf(trader('paper:docker', [[-600, diesAt]]), t)],
});

const MINUTE = 60;
const settings: AlertSettings = {
  ...SETTINGS,
  checkIntervalMs: MINUTE * 1000,
  outageAfterMs: 300_000,
  rules: { no_sign_of_life: { stale_after: '10m' } },
};

/** A check a minute, from one second to another. */
function checked(diesAt: number, from: number, to: number, before: AlertState | null): AlertState {
  let known = before;
  for (let t = from; t <= to; t += MINUTE) known = evaluate(known, observed(diesAt, t), settings).state;
  if (known === null) throw new Error('nothing was checked');
  return known;
}

/** When an instance reports the death that has loaded the record of one check, and when the last one was. */
function reportedAt(
  diesAt: number,
  recordAt: number,
  lastAt: number,
  observedItself: AlertState['targets'] = [],
): number | null {
  const targets = withNewestSignsOf(checked(diesAt, 0, recordAt, null).targets, observedItself);
  let known = { ...checked(diesAt, 0, lastAt, null), targets };
  for (let t = lastAt + 80; t <= lastAt + 1_000; t += 1) {
    known = evaluate(known, observed(diesAt, t), settings).state;
    if (known.incidents.some(({ rule }) => rule === 'no_sign_of_life')) return t;
  }
  return null;
}

describe('An instance that loads a record older than the last check', () => {
  test('counts the time without a sign of life from that check, in which it lived', () => {
    // The record has the beat at 60 s; the last one, which nobody knows of any more, was at 130 s.
    expect(reportedAt(130, MINUTE, 2 * MINUTE)).toBe(120 - 10 + 600 + 1);
  });

  test('counts from the last sign where it was quiet already, and all of its signs are known', () => {
    expect(reportedAt(40, MINUTE, 2 * MINUTE)).toBe(40 + 600 + 1);
  });

  test('counts from the last sign also where it read that a moment later itself than who stored the record', () => {
    const amongOwn = checked(120, 0, 2 * MINUTE, null).targets.map((each) => ({
      ...each,
      signs: {
        ...each.signs,
        records: Object.fromEntries(
          Object.entries(each.signs.records).map(([id, sign]) => [
            id,
            { ...sign, writtenAt: sign.writtenAt && addMs(sign.writtenAt, 1) },
          ]),
        ),
      },
    }));
    expect(reportedAt(120, 5 * MINUTE, 6 * MINUTE, amongOwn)).toBe(120 + 600 + 1);
  });
});
