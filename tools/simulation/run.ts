import { verdictOn } from '../invariants/checkInvariants';
import type { History, Verdict } from '../invariants/history';
import { historyOf } from './historyOf';
import { type Mutant, NO_MUTANT } from './mutant';
import { HOUR, MINUTE, type Plan, planOf } from './plan';
import { Chance } from './prng';
import type { Story } from './scenario';
import { World } from './world';

/** A story that was told to its end, and what the referee says of it. */
export interface Told {
  readonly plan: Plan;
  readonly history: History;
  readonly verdict: Verdict;
  readonly counted: World['counted'];
  readonly story: Story['lines'];
}

/** How long what waits may take once all is well, in ms. */
const WELL_MS = 10 * MINUTE;

/** A copy that looks so often in each of so many hours on end sends what it can never send, and would do so for days. */
const RESTLESS_LOOKS = 2_000;
const RESTLESS_HOURS = 3;

/** Runs the world of a seed from its beginning to its end. */
export async function toldStory(
  seed: number,
  days: number,
  { isStoryWanted = false, mutant = NO_MUTANT }: { isStoryWanted?: boolean; mutant?: Mutant } = {},
): Promise<Told> {
  const undo = mutant.plant();
  try {
    return await told(seed, days, isStoryWanted, mutant);
  } finally {
    undo();
  }
}

async function told(seed: number, days: number, isStoryWanted: boolean, mutant: Mutant): Promise<Told> {
  const plan = planOf(seed, days);
  const world = new World(plan, new Chance(seed, 'world'), { isStoryWanted, mutant });
  if (!(await hasLivedUntil(world, plan.wellFromMs + WELL_MS))) return brokenOff(world);
  const late = await waitingSince(world, plan.wellFromMs);
  await world.timeline.runUntil(plan.endMs - MINUTE);
  const before = await waitingSince(world, plan.endMs);
  await world.timeline.runUntil(plan.endMs);
  const atEnd = new Set(await waitingSince(world, plan.endMs));
  const waiting = [...new Set([...late, ...before.filter((id) => atEnd.has(id))])];
  const history = historyOf(world, waiting);
  const { story, counted, crashes } = world;
  const verdict = verdictOn(history);
  const crashed = crashes.map((what) => ({ kind: 'wrong', what, at: plan.startMs }) as const);
  return {
    plan,
    history,
    verdict: { ...verdict, findings: [...verdict.findings, ...crashed] },
    counted,
    story: story.lines,
  };
}

/** Lets time pass; false when a copy of the bot found no rest, and the rest of the story would only tell the same. */
async function hasLivedUntil(world: World, untilMs: number): Promise<boolean> {
  const { timeline, plan } = world;
  for (let restlessHours = 0; timeline.nowMs < untilMs; ) {
    const before = world.looks;
    await timeline.runUntil(Math.min(timeline.nowMs + HOUR, untilMs));
    const isRestless = world.looks - before > RESTLESS_LOOKS * plan.copies;
    restlessHours = isRestless ? restlessHours + 1 : 0;
    if (restlessHours === RESTLESS_HOURS) return false;
  }
  return true;
}

function brokenOff(world: World): Told {
  const { plan, story, counted, timeline } = world;
  const what = `a copy finds no rest: ${RESTLESS_HOURS} hours long it tried what it cannot send`;
  return {
    plan,
    history: historyOf(world, []),
    verdict: {
      findings: [{ kind: 'waits', what, at: timeline.nowMs }],
      atLeastOnce: 0,
      counted: { deaths: 0, incidents: 0, events: 0, notes: 0, digests: 0 },
    },
    counted,
    story: story.lines,
  };
}

/** Ids of what waits and was detected before `ms`. */
async function waitingSince({ redis }: World, ms: number): Promise<readonly string[]> {
  const waiting = await redis.alertStore.pending();
  return waiting
    .filter(({ text }) => Date.parse((JSON.parse(text) as { detectedAt: string }).detectedAt) < ms)
    .map(({ id }) => id);
}
