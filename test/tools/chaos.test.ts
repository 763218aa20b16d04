import { systemClock } from '../../src/lib/clock';
import { labOptions } from '../../tools/chaos/options';
import type { RoundOutcome } from '../../tools/chaos/round';
import { runChaos } from '../../tools/chaos/runChaos';

/** One whose two rounds, with a single Redis and with Sentinel, are short. */
const SEED = 155764;

test('In two rounds of faults with real processes, everything that happened was reported, and nothing else', async () => {
  const reported: string[] = [];
  const outcomes = await runChaos(labOptions(['--rounds', '2', '--seed', `${SEED}`, '--workers', '2']), {
    clock: systemClock,
    onRound: ({ plan }) => void reported.push(`round ${plan.number}`),
    progress: () => undefined,
  });
  expect(reported.sort()).toEqual(['round 1', 'round 2']);
  expect(outcomes.map(found)).toEqual([[], []]);
  for (const { messages, asked, deaths } of outcomes) {
    expect(messages).toBeGreaterThan(0);
    expect(asked.answered).toBeGreaterThan(0);
    expect(deaths.length).toBeGreaterThan(0);
  }
}, 300_000);

/** With the roundLog, so that a failure explains itself. */
const found = ({ violations, roundLog }: RoundOutcome) =>
  violations.map(({ kind, what }) => `${kind}: ${what}\n${roundLog}`);
