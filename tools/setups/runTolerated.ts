import type { ToleratedSetUp } from './cases/tolerated';
import { prepare } from './prepared';
import type { CaseResult, Runners } from './runCase';
import type { World } from './world';

/** Runs doctor with an unusual set-up, in which it must find nothing wrong. */
export async function runTolerated(
  world: World,
  { name, right }: ToleratedSetUp,
  doctor: Runners['doctor'],
): Promise<CaseResult> {
  await world.heal();
  const run = await doctor(prepare(await right(world), world));
  const wrong = run.code === 0 ? null : `doctor exits with ${run.code}:\n${run.text}`;
  return { name, line: null, expected: '', fix: null, run, bot: null, wrong };
}
