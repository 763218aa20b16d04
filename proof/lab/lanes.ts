import type { RedisKind } from './faultNames';
import type { RoundPlan } from './plan';
import { startClusterOfThree } from './redis/cluster';
import type { RedisUnderFault } from './redis/fixture';
import { startSentinel } from './redis/sentinel';
import { startSingle } from './redis/single';

const STARTS: Readonly<Record<RedisKind, () => Promise<RedisUnderFault>>> = {
  single: startSingle,
  sentinel: startSentinel,
  cluster: startClusterOfThree,
};

/** Makes the rounds, `lanes` of them at a time: each lane with a Redis of one kind, set up once. */
export async function inLanes<T>(
  plans: readonly RoundPlan[],
  lanes: number,
  make: (plan: RoundPlan, redis: RedisUnderFault) => Promise<T>,
): Promise<T[]> {
  const outcomes: T[] = [];
  const lane = async (kind: RedisKind, queue: RoundPlan[]): Promise<void> => {
    const redis = await STARTS[kind]();
    try {
      for (let plan = queue.shift(); plan !== undefined; plan = queue.shift())
        outcomes.push(await make(plan, redis));
    } finally {
      await redis.stop();
    }
  };
  const kinds = [...new Set(plans.map(({ kind }) => kind))];
  await Promise.all(
    kinds.flatMap((kind) => {
      const queue = plans.filter((plan) => plan.kind === kind);
      const share = Math.max(1, Math.round((lanes * queue.length) / plans.length));
      return Array.from({ length: Math.min(share, queue.length) }, () => lane(kind, queue));
    }),
  );
  return outcomes;
}
