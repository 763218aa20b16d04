import { ensureRedisServer } from '../../test/helpers/ensureRedisServer';
import { startRedis } from '../../test/helpers/redisServer';
import { type CheckTime, TimedChecks } from '../load/timedChecks';
import { heldDuring, heldTable } from './heldRedis';
import { quietState } from './quietState';
import { count, milliseconds } from './report';
import { tableText } from './table';

/** Checks of many targets, and how long their scripts hold Redis: `tsx tools/bench/storedTargets.ts 10000`. */
async function main(targets: number): Promise<void> {
  ensureRedisServer();
  const redis = await startRedis();
  const client = redis.client();
  const state = quietState(redis);
  try {
    const checks = new TimedChecks(client, state, targets);
    const times: Record<string, CheckTime[]> = {};
    const held: Record<string, Awaited<ReturnType<typeof heldDuring>>> = {};
    const phase = async (name: string, run: () => Promise<CheckTime[]>) => {
      const all = await heldDuring(redis.client(), async () => (times[name] = await run()), 100);
      held[name] = all.filter(({ command }) => command === 'EVAL');
    };
    await phase('first check', () => checks.beating(1));
    await phase('all are well', () => checks.beating(8));
    await phase('all fall silent', () => checks.silent(8));
    await phase('all stay down', () => checks.silent(3));
    await phase('all recover', () => checks.beating(3));
    process.stdout.write(`${count(targets)} targets\n\n${tableText(timeTable(times))}\n\n`);
    process.stdout.write(`${tableText(heldTable(held))}\n`);
  } finally {
    await state.close();
    await redis.stop();
  }
}

const PARTS = ['whole', 'read', 'observer', 'decide', 'commit'] as const;

/** The longest of each part, by phase. */
const timeTable = (times: Readonly<Record<string, readonly CheckTime[]>>) => ({
  head: ['check', ...PARTS.map((part) => `${part}, longest`)],
  rows: Object.entries(times).map(([name, all]) => [
    name,
    ...PARTS.map((part) => milliseconds(Math.max(...all.map((each) => each[part])))),
  ]),
});

void main(Number(process.argv[2] ?? 10_000));
