import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { TuningStatusMonitor } from '../../src/monitors/tuning/tuningStatusMonitor';
import { type RedisServer, startRedis } from '../../test/helpers/redisServer';
import { heldDuring, heldTable } from './heldRedis';
import { ALL_KEYS, fillKeyspace, ITERATIONS, SESSION } from './keyspace';
import { sideBySide, timed } from './measure';
import { quietState } from './quietState';
import { count, MB, result, type Section, timesAsFast, timesAsLong, timingTable } from './report';
import { type SentCommand, sentCommands } from './sentCommands';
import { memoryOfTuningSnapshot, memoryTable } from './tuningMemory';

const ROUNDS = { warmUp: 1, counted: 15, goesPerRound: 1 };

/** A tuning snapshot of one session in a large keyspace. */
export async function tuningSnapshot(onProgress: (text: string) => void): Promise<Section> {
  const redis = await startRedis();
  const state = quietState(redis);
  try {
    await fillKeyspace(redis.client(), (written) =>
      onProgress(`${count(written)} of ${count(ALL_KEYS)} keys written`),
    );
    onProgress('taking tuning snapshots');
    const deps = { store: state.store, clock: systemClock };
    return await measured(redis, new TuningStatusMonitor(deps, SESSION.sessionId, ITERATIONS));
  } finally {
    await state.close();
    await redis.stop();
  }
}

async function measured(redis: RedisServer, monitor: TuningStatusMonitor): Promise<Section> {
  const client = redis.client();
  const sent = await sentCommands(client, () => wholeSnapshot(monitor));
  const scan = bareScan(client, sent);
  const { arbwatch, reference, bare } = await sideBySide(
    {
      arbwatch: { name: 'arbwatch', go: timed(() => wholeSnapshot(monitor)) },
      reference: { name: 'KEYS, HGETALLs in turn', go: timed(() => referenceWay(client)) },
      bare: { name: 'bare SCAN', go: timed(scan) },
    },
    ROUNDS,
  );
  const held = {
    [arbwatch.name]: await heldDuring(redis.client(), () => wholeSnapshot(monitor)),
    [reference.name]: await heldDuring(redis.client(), () => referenceWay(client)),
    [bare.name]: await heldDuring(redis.client(), scan),
  };
  const memory = await memoryOfTuningSnapshot(redis);
  const growthMb = (memory.peak.rss - memory.before.rss) / MB;
  const longestMs = Math.max(...(held[arbwatch.name] ?? []).map((command) => command.longestMs));
  return {
    title: 'A tuning snapshot',
    about: [
      `Of ${count(ITERATIONS)} iterations by ${SESSION.workers} workers, among ${count(ALL_KEYS)} keys in all. Redis is ` +
        "on loopback. KEYS with HGETALLs in turn is what the Python system's monitor sends. The bare SCAN goes through " +
        'all keys with the MATCH and COUNT of arbwatch, and reads none.',
      'How long commands held Redis is what its SLOWLOG says of one more go of each. Memory is that of a fresh process ' +
        'that takes one snapshot.',
    ],
    tables: [timingTable([arbwatch, reference, bare]), heldTable(held), memoryTable(memory)],
    results: [
      timesAsLong(arbwatch, bare, { atMost: 1.3 }),
      timesAsFast(arbwatch, reference),
      result('arbwatch: the longest that one command held Redis', longestMs, 'ms', { atMost: 5 }),
      result('arbwatch: growth of the process at its peak', growthMb, 'MB', { atMost: 64 }),
    ],
  };
}

async function wholeSnapshot(monitor: TuningStatusMonitor): Promise<void> {
  const { completedIterations, workers } = await monitor.snapshot();
  if (completedIterations === ITERATIONS && workers.length === SESSION.workers) return;
  throw new Error(`The snapshot has ${completedIterations} iterations of ${workers.length} workers`);
}

/** The reads of the Python system's TuningStatusMonitor. Source: the trading system itself. */
export async function referenceWay(client: Redis): Promise<void> {
  const keys = await client.keys(`*tuning_session:${SESSION.sessionId}:*`);
  for (const key of keys) await client.hgetall(key);
}

/** A scan of all keys that begins with the same SCAN as those commands. Throws when there is none among them. */
function bareScan(client: Redis, sent: readonly SentCommand[]): () => Promise<void> {
  const [, , , pattern, , size] = sent.find(([name]) => name === 'scan') ?? [];
  if (pattern === undefined || size === undefined) throw new Error('The snapshot sent no SCAN');
  return async () => {
    let cursor = '0';
    do [cursor] = await client.scan(cursor, 'MATCH', pattern, 'COUNT', size);
    while (cursor !== '0');
  };
}
