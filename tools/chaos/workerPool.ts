import type { RedisKind } from './faultNames';
import { lengthOf, type RoundPlan } from './plan';
import { startClusterOfThree } from './redis/cluster';
import type { RedisUnderFault } from './redis/fixture';
import { startSentinel } from './redis/sentinel';
import { startSingle } from './redis/single';

const STARTS: Readonly<Record<RedisKind, () => Promise<RedisUnderFault>>> = {
  single: startSingle,
  sentinel: startSentinel,
  cluster: startClusterOfThree,
};

/** A round takes so long beside what is planned, and what it is watched on for, in ms: both instances start, and end. */
const AROUND_MS = 15_000;

/** Makes the rounds, `workers` of them at a time: each worker with a Redis of one kind, set up once. */
export async function runInWorkers<T>(
  plans: readonly RoundPlan[],
  workers: number,
  make: (plan: RoundPlan, redis: RedisUnderFault) => Promise<T>,
): Promise<T[]> {
  const outcomes: T[] = [];
  const worker = async (kind: RedisKind, queue: RoundPlan[]): Promise<void> => {
    const redis = await STARTS[kind]();
    try {
      for (let plan = queue.shift(); plan !== undefined; plan = queue.shift())
        outcomes.push(await make(plan, redis));
    } finally {
      await redis.stop();
    }
  };
  await Promise.all(
    workersFor(plans, workers).flatMap((share) => {
      const queue = plans.filter((plan) => plan.kind === share.kind);
      return Array.from({ length: share.workers }, () => worker(share.kind, queue));
    }),
  );
  return outcomes;
}

/** How many of the workers each kind of Redis gets: by the time that its rounds take, so that all are done at about the same time. */
export function workersFor(
  plans: readonly RoundPlan[],
  workers: number,
): readonly { readonly kind: RedisKind; readonly workers: number }[] {
  const timeOf = (some: readonly RoundPlan[]): number =>
    some.reduce((sum, plan) => sum + lengthOf(plan) + plan.staleAfterMs + AROUND_MS, 0);
  return [...new Set(plans.map(({ kind }) => kind))].map((kind) => {
    const own = plans.filter((plan) => plan.kind === kind);
    const share = Math.round((workers * timeOf(own)) / timeOf(plans));
    return { kind, workers: Math.min(Math.max(1, share), own.length) };
  });
}
