import fc from 'fast-check';
import type { Action, AlertState } from '../../src/alerting';
import { actionOn, type Scenario } from '../helpers/scenario';
import { type Sent, sentIn } from '../helpers/sentIn';
import { realTrader, second } from '../helpers/traders';
import { always } from './always';

/** What may happen to traders that stop within 3 minutes, each in an env of its own, and nobody writes anything after. */
const plots = fc.record({
  stops: fc.array(fc.tuple(fc.double({ min: 0, max: 180, noNaN: true }), fc.boolean()), {
    minLength: 1,
    maxLength: 2,
  }),
  staleS: fc.integer({ min: 16, max: 200 }),
  losesAt: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 1 }),
  acts: fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 500 }),
      fc.oneof(
        fc.constant({ kind: 'acknowledge', userId: 'U1' } as const),
        fc
          .integer({ min: 550, max: 650 })
          .map((t) => ({ kind: 'snooze', userId: 'U1', until: second(t) }) as const),
        fc.constant({ kind: 'mute', userId: 'U1' } as const),
      ),
    ),
    { maxLength: 2 },
  ),
  remindS: fc.integer({ min: 60, max: 300 }),
});

/** Without how long it took, and sorted: what comes a moment apart may come together to who checks less often. */
const whatOf = (sent: readonly Sent[]): readonly string[] =>
  sent.map(([, line]) => line.replace(/after [\d.]+ s/, 'after a time')).sort();

test('Checked at its deadlines, a world in which nobody writes any more sends what it sends if checked every second, and no later', () =>
  always(
    fc.property(plots, ({ stops, staleS, losesAt, acts, remindS }) => {
      const plot: Scenario = {
        traders: stops.map(([at, isLive], i) =>
          realTrader(`${isLive ? 'live' : 'paper'}:env${i}`, [[at - 1200, at]]),
        ),
        until: 800,
        losesAt,
        acts: acts.map(([t, act]) => [t, (known: AlertState): Action => actionOn(act)(known)]),
        settings: {
          remindAfterMs: [remindS * 1000, 2 * remindS * 1000],
          rules: { no_sign_of_life: { stale_after: `${staleS}s` } },
        },
      };
      const [often, prompt] = [sentIn({ ...plot, every: 1 }), sentIn({ ...plot, atDeadlines: true })];
      expect(whatOf(prompt)).toEqual(whatOf(often));
      for (const [i, [at]] of prompt.entries()) expect(at).toBeLessThanOrEqual((often[i]?.[0] ?? 0) + 0.002);
    }),
    2,
  ));
