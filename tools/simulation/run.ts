import { checkInvariants } from '../invariants/checkInvariants';
import type { History, InvariantReport } from '../invariants/history';
import { scheduleFaults } from './faults';
import { historyOf } from './historyOf';
import { type Mutant, NO_MUTANT } from './mutant';
import { HOUR, MINUTE, type Plan, planOf } from './plan';
import { Prng } from './prng';
import type { ScenarioLog } from './scenarioLog';
import { scheduleSessions } from './sessions';
import { scheduleTraders } from './traderSchedule';
import { World } from './world';

/** A finished scenario, and what the checker found in it. */
export interface ScenarioResult {
  readonly plan: Plan;
  readonly history: History;
  readonly report: InvariantReport;
  readonly counted: World['counted'];
  readonly log: ScenarioLog['lines'];
}

/** How long pending notifications may take once nothing is wrong, in ms. */
const HEALTHY_MS = 10 * MINUTE;

/** An instance that polls so often in each of so many hours on end sends what it can never send, and would do so for days. */
const RUNAWAY_POLLS = 2_000;
const RUNAWAY_HOURS = 3;

/** Runs the world of a seed from its beginning to its end. */
export async function runScenario(
  seed: number,
  days: number,
  { isLogWanted = false, mutant = NO_MUTANT }: { isLogWanted?: boolean; mutant?: Mutant } = {},
): Promise<ScenarioResult> {
  const undo = mutant.plant();
  try {
    return await runToEnd(planOf(seed, days), isLogWanted, mutant);
  } finally {
    undo();
  }
}

function createWorld(plan: Plan, isLogWanted: boolean, mutant: Mutant): World {
  const world = new World(plan, new Prng(plan.seed, 'world'), { isLogWanted, mutant });
  scheduleTraders(world);
  scheduleSessions(world);
  scheduleFaults(world);
  world.start();
  return world;
}

async function runToEnd(plan: Plan, isLogWanted: boolean, mutant: Mutant): Promise<ScenarioResult> {
  const world = createWorld(plan, isLogWanted, mutant);
  if (!(await hasReached(world, plan.healthyFromMs + HEALTHY_MS))) return runaway(world);
  const late = await waitingSince(world, plan.healthyFromMs);
  await world.queue.runUntil(plan.endMs - MINUTE);
  const before = await waitingSince(world, plan.endMs);
  await world.queue.runUntil(plan.endMs);
  const atEnd = new Set(await waitingSince(world, plan.endMs));
  const waiting = [...new Set([...late, ...before.filter((id) => atEnd.has(id))])];
  const pending = new Set((await world.redis.alertStore.pending()).map(({ id }) => id));
  const history = historyOf(world, waiting, pending);
  const { log, counted, crashes } = world;
  const report = checkInvariants(history);
  const crashed = crashes.map((what) => ({ kind: 'wrong', what, at: plan.startMs }) as const);
  return {
    plan,
    history,
    report: { ...report, violations: [...report.violations, ...crashed] },
    counted,
    log: log.lines,
  };
}

/** Lets time pass; false when an instance of the bot retries endlessly, and the rest of the scenario would show nothing new. */
async function hasReached(world: World, untilMs: number): Promise<boolean> {
  const { queue, plan } = world;
  for (let runawayHours = 0; queue.nowMs < untilMs; ) {
    const before = world.polls;
    await queue.runUntil(Math.min(queue.nowMs + HOUR, untilMs));
    const isRunaway = world.polls - before > RUNAWAY_POLLS * plan.instances;
    runawayHours = isRunaway ? runawayHours + 1 : 0;
    if (runawayHours === RUNAWAY_HOURS) return false;
  }
  return true;
}

function runaway(world: World): ScenarioResult {
  const { plan, log, counted, queue } = world;
  const what = `an instance retries endlessly: for ${RUNAWAY_HOURS} hours it tried what it cannot send`;
  return {
    plan,
    history: historyOf(world, [], new Set()),
    report: {
      violations: [{ kind: 'waits', what, at: queue.nowMs }],
      atLeastOnce: 0,
      counted: { deaths: 0, incidents: 0, events: 0, notes: 0, digests: 0 },
    },
    counted,
    log: log.lines,
  };
}

/** Ids of what waits and was detected before `ms`, but for what Slack refuses for good: that may wait for longer. */
async function waitingSince({ redis, unknownCodes }: World, ms: number): Promise<readonly string[]> {
  const waiting = await redis.alertStore.pending();
  return waiting
    .filter(({ text }) => Date.parse((JSON.parse(text) as { detectedAt: string }).detectedAt) < ms)
    .filter(({ id }) => !unknownCodes.isRefusedForGood(id))
    .map(({ id }) => id);
}
