import type { Redis } from 'ioredis';
import { arbTuning } from '../../commands/arbTuning';
import { systemClock } from '../../src/lib/clock';
import { SessionCache } from '../../src/monitors/tuning/cache/sessionCache';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { TUNING_PREFIXES } from '../../src/state/tuning/keys';
import type { Stores } from '../../src/storage/connect';
import { everyone } from '../../test/helpers/everyone';
import { keptLog } from '../../test/helpers/log';
import { type RedisServer, startRedis } from '../../test/helpers/redisServer';
import { statesOver } from '../../test/helpers/states';
import { heldDuring, heldTable } from './heldRedis';
import { ALL_KEYS, fillKeyspace, ITERATIONS, SESSION } from './keyspace';
import { sideBySide, timed } from './measure';
import { quietState } from './quietState';
import { count, result, type Section, timesAsFast, timesAsLong, timingTable } from './report';
import { referenceWay } from './tuningSnapshot';

const ROUNDS = { warmUp: 1, counted: 15, goesPerRound: 1 };
const WARM_GOES = { warmUp: 1, counted: 15, goesPerRound: 20 };
const WRITE_ROUNDS = { warmUp: 2, counted: 20, goesPerRound: 2 };
const WRITES = 1_000;

/** A `/arb-tuning` answer by a bot that has looked at the keyspace before. */
export async function warmTuning(onProgress: (text: string) => void): Promise<Section> {
  const redis = await startRedis();
  const state = quietState(redis);
  try {
    await fillKeyspace(redis.client(), (written) =>
      onProgress(`${count(written)} of ${count(ALL_KEYS)} keys written`),
    );
    onProgress('answering about tuning');
    return await measured(redis, state);
  } finally {
    await state.close();
    await redis.stop();
  }
}

async function measured(redis: RedisServer, state: Stores): Promise<Section> {
  const client = redis.client();
  const worker = new Worker(client);
  const sessions = () =>
    new SessionCache({ ...state, clock: systemClock, log: keptLog().log }, DEFAULT_TUNING_SETTINGS);
  const known = sessions();
  const ask = (of: SessionCache) => () => answered(state, of, worker.written);
  await ask(known)();
  // By itself: beside what takes a thousand times as long, the processor would wake up for it each time.
  const { warm } = await sideBySide(
    { warm: { name: 'arbwatch, warm', go: worker.beforeEach(timed(ask(known))) } },
    WARM_GOES,
  );
  const { cold, reference } = await sideBySide(
    {
      cold: { name: 'arbwatch, cold', go: worker.beforeEach(() => timed(ask(sessions()))()) },
      reference: { name: 'KEYS, HGETALLs in turn', go: worker.beforeEach(timed(() => referenceWay(client))) },
    },
    ROUNDS,
  );
  const held = { [warm.name]: await heldDuring(redis.client(), worker.beforeEach(timed(ask(known)))) };
  const { followed, alone } = await writes(state, client);
  return {
    title: 'A warm tuning answer',
    about: [
      `A whole answer to \`/arb-tuning <session>\`, message and all, about ${count(ITERATIONS)} iterations and more by ` +
        `${SESSION.workers} workers and more, among ${count(ALL_KEYS)} keys. Before each, a worker writes an iteration, ` +
        'and every tenth time it is a new worker; an answer that lacks one of them ends the bench. Warm is a bot ' +
        'that has answered before, cold one that has not. KEYS with HGETALLs in turn is what the Python system sends.',
      `What Redis was made to do is by its SLOWLOG of one more warm answer. The writes are ${count(WRITES)} HSETs of a ` +
        "trader's orders in one pipeline, with a bot that follows the changes of tuning keys, and without one.",
    ],
    tables: [timingTable([warm, cold, reference]), heldTable(held), timingTable([followed, alone])],
    results: [
      result('arbwatch, warm: median', warm.medianMs, 'ms', { atMost: 10 }),
      timesAsFast(warm, reference, { atLeast: 100 }),
      timesAsFast(warm, cold),
      timesAsLong(followed, alone),
    ],
  };
}

/** Writes iterations between the answers, as a tuning system does that is at work. */
class Worker {
  private added = 0;

  constructor(private readonly client: Redis) {}

  get written(): number {
    return ITERATIONS + this.added;
  }

  beforeEach(go: () => Promise<number>): () => Promise<number> {
    return async () => {
      await this.write();
      return go();
    };
  }

  private async write(): Promise<void> {
    this.added += 1;
    const isNew = this.added % 10 === 0;
    const worker = isNew ? `late-${this.added}` : 'worker-1';
    const n = isNew ? 1 : SESSION.iterationsPerWorker + this.added;
    const { sessionId } = SESSION;
    await this.client.hset(
      `tuning:docker:paper:arbitrage:tuning_session:${sessionId}:worker:${worker}:iteration:${n}`,
      {
        session_id: sessionId,
        worker_id: worker,
        iteration: n,
        status: 'completed',
        timestamp: '2026-11-22T23:59:59',
      },
    );
  }
}

/** Throws when the answer lacks any of the iterations. */
async function answered(state: Stores, sessions: SessionCache, iterations: number): Promise<void> {
  const { message } = await arbTuning.execute(SESSION.sessionId, {
    ...state,
    ...everyone,
    clock: systemClock,
    log: keptLog().log,
    states: statesOver(state.store, systemClock),
    sessions,
    format: { demo: false, currency: null },
  });
  if (!message.text.includes(`${count(iterations)} iterations`))
    throw new Error(`There are ${count(iterations)} iterations, and the answer is: ${message.text}`);
}

/** How long a trader's writes take, with the bot following and without. */
async function writes({ tracking }: Stores, client: Redis) {
  const write = timed(() => {
    const pipeline = client.pipeline();
    for (let i = 0; i < WRITES; i += 1)
      pipeline.hset(`live:docker:arbitrage:orders:${i}`, 'symbol', 'BTC_KRW', 'side', 'buy');
    return pipeline.exec();
  });
  return sideBySide(
    {
      followed: {
        name: `${count(WRITES)} writes, followed`,
        go: async () => {
          const following = await tracking.track(TUNING_PREFIXES, () => undefined);
          try {
            return await write();
          } finally {
            following.stop();
          }
        },
      },
      alone: { name: `${count(WRITES)} writes, not followed`, go: write },
    },
    WRITE_ROUNDS,
  );
}
