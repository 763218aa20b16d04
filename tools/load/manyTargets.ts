import { startRedis } from '../../test/helpers/redisServer';
import { quietState } from '../bench/quietState';
import { milliseconds, type Result, result, type Section } from '../bench/report';
import type { Table } from '../bench/table';
import { timesOf } from './answers';
import type { Plan } from './plan';
import { CHECK_EVERY_MS, type CheckTime, STALE_AFTER_MS, TimedChecks } from './timedChecks';

type World = 'all beat' | 'all die' | 'all dead';

/** Checks of so many targets, by what goes on meanwhile. */
interface TargetTimes {
  readonly targets: number;
  readonly of: Readonly<Record<World, readonly CheckTime[]>>;
}

const WARM_UP = 5;
/** Two different heartbeats in two checks are a recovery. */
const BEATS_TO_RECOVER = 2;
/** Ten times as many targets may take so many times as long: a little more than linear is noise. */
const GROWTH_LIMIT = 12;

/** How long a check of many targets takes, and how that grows. */
export async function manyTargetsSection(plan: Plan, progress: (text: string) => void): Promise<Section> {
  const times: TargetTimes[] = [];
  for (const targets of plan.targets) {
    progress(`checks of ${targets} targets`);
    times.push(await timesFor(targets, plan.checks));
  }
  return {
    title: 'Many targets in one check',
    about: [
      'A whole check against a real Redis on loopback: what is known is read, all traders are read, what follows is ' +
        'decided and committed. Each number of targets has a Redis of its own, and three targets an env. Medians.',
      '`all die` is the one check in which all of them go stale, and `all dead` those after it, with an open incident an ' +
        'env. Nothing is delivered meanwhile, so that all messages wait in the store.',
    ],
    tables: [timesTable(times)],
    results: growth(times),
  };
}

async function timesFor(targets: number, checks: number): Promise<TargetTimes> {
  const redis = await startRedis();
  const state = quietState(redis);
  try {
    const world = new TimedChecks(redis.client(), state, targets);
    await world.beating(WARM_UP);
    const beat = await world.beating(checks);
    const die: CheckTime[] = [];
    for (let round = 0; round < Math.max(1, checks / 5); round++) {
      await world.beating(BEATS_TO_RECOVER);
      await world.silent(STALE_AFTER_MS / CHECK_EVERY_MS - 1);
      const before = world.dead;
      die.push(...(await world.silent(1)));
      if (before !== 0 || world.dead !== targets)
        throw new Error(
          `Of ${targets} traders ${before} were dead before they died, and ${world.dead} after`,
        );
    }
    return { targets, of: { 'all beat': beat, 'all die': die, 'all dead': await world.silent(checks) } };
  } finally {
    await state.close();
    await redis.stop();
  }
}

const WORLDS: readonly World[] = ['all beat', 'all die', 'all dead'];
const PARTS = ['whole', 'read', 'observer', 'decide', 'commit'] as const;

const median = (times: readonly CheckTime[], part: (typeof PARTS)[number]): number =>
  timesOf(times.map((time) => time[part])).p50;

const timesTable = (times: readonly TargetTimes[]): Table => ({
  head: ['targets', 'while', 'checks', 'whole', 'read known', 'read traders', 'decide', 'commit'],
  rows: times.flatMap(({ targets, of }) =>
    WORLDS.map((world) => [
      `${targets}`,
      world,
      `${of[world].length}`,
      ...PARTS.map((part) => milliseconds(median(of[world], part))),
    ]),
  ),
});

const growth = (times: readonly TargetTimes[]): Result[] =>
  times.flatMap((many, i) => {
    const few = times[i - 1];
    if (few === undefined) return [];
    const isAim = i === times.length - 1;
    return WORLDS.map((world) =>
      result(
        `from ${few.targets} to ${many.targets} targets, ${world}: times as long`,
        median(many.of[world], 'whole') / median(few.of[world], 'whole'),
        '',
        isAim ? { atMost: GROWTH_LIMIT } : null,
      ),
    );
  });
