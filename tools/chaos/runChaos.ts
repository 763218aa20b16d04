import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/lib/clock';
import { builtBot } from './builtBot';
import type { LabOptions } from './options';
import { planOf } from './plan';
import { type RoundOutcome, runRound } from './round';
import { runInWorkers } from './workerPool';

export interface ChaosDeps {
  readonly clock: Clock;
  /** A round has come to something. */
  readonly onRound: (outcome: RoundOutcome) => void;
  readonly progress: (text: string) => void;
}

/** All rounds that are asked for, in the order of their numbers. Throws when one cannot be made at all. */
export async function runChaos(
  options: LabOptions,
  { clock, onRound, progress }: ChaosDeps,
): Promise<RoundOutcome[]> {
  const { rounds, seed, onlyRound, kinds, workers } = options;
  const numbers = onlyRound === null ? Array.from({ length: rounds }, (_, i) => i + 1) : [onlyRound];
  const plans = numbers.map((number) => planOf(seed, number)).filter(({ kind }) => kinds.includes(kind));
  progress('building the bot');
  const logs = await mkdtemp(join(tmpdir(), 'arbwatch-lab-'));
  const main = builtBot(logs);
  let done = 0;
  const outcomes = await runInWorkers(plans, workers, async (plan, redis) => {
    const reported = (text: string) =>
      progress(`${done} of ${plans.length} rounds made; round ${plan.number}: ${text}`);
    const outcome = await onSteadyMachine(() =>
      runRound(plan, { main, redis, logs, clock, progress: reported }),
    );
    done += 1;
    onRound(outcome);
    return outcome;
  });
  if (outcomes.every(({ violations }) => violations.length === 0)) await rm(logs, { recursive: true });
  return outcomes.sort((a, b) => a.plan.number - b.plan.number);
}

/** A process that did not get to run for longer cannot report what happened meanwhile, in ms. */
const STEADY_MS = 1_000;
const TRIES = 4;

/** A round that failed while the machine had no time for the lab proves nothing, and is made again. */
async function onSteadyMachine(make: () => Promise<RoundOutcome>): Promise<RoundOutcome> {
  for (let tried = 1; ; tried++) {
    const outcome = await make();
    const isSteady = outcome.stalledMs <= STEADY_MS;
    if (isSteady || outcome.violations.length === 0 || tried === TRIES)
      return { ...outcome, madeAgain: tried - 1 };
  }
}
