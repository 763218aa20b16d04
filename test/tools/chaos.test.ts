import { systemClock } from '../../src/lib/clock';
import { labOptions } from '../../tools/chaos/options';
import type { RoundOutcome } from '../../tools/chaos/round';
import { labRun } from '../../tools/chaos/runChaos';

/** One whose two rounds, with a single Redis and with Sentinel, are short. */
const SEED = 155764;

test('two rounds of faults with real processes: everything that happened was told, and nothing else', async () => {
  const told: string[] = [];
  const outcomes = await labRun(labOptions(['--rounds', '2', '--seed', `${SEED}`, '--lanes', '2']), {
    clock: systemClock,
    onRound: ({ plan }) => void told.push(`round ${plan.number}`),
    progress: () => undefined,
  });
  expect(told.sort()).toEqual(['round 1', 'round 2']);
  expect(outcomes.map(found)).toEqual([[], []]);
  for (const { messages, asked, deaths } of outcomes) {
    expect(messages).toBeGreaterThan(0);
    expect(asked.answered).toBeGreaterThan(0);
    expect(deaths.length).toBeGreaterThan(0);
  }
}, 120_000);

/** With the story, so that a failure explains itself. */
const found = ({ findings, story }: RoundOutcome) =>
  findings.map(({ kind, what }) => `${kind}: ${what}\n${story}`);
