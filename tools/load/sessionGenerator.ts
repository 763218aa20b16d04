import type { Redis } from 'ioredis';
import { isoformat } from '../../sandbox/demo/pythonText';
import { systemClock } from '../../src/lib/clock';
import { SESSION } from '../bench/keyspace';

const WRITE_EVERY_MS = 250;

/** Adds an iteration of each worker to the keyspace's session, four times a second; returns what ends that. */
export function growSession(client: Redis): () => void {
  const { sessionId, workers, iterationsPerWorker } = SESSION;
  let n = iterationsPerWorker;
  const writing = setInterval(() => {
    n += 1;
    for (let worker = 1; worker <= workers; worker++) {
      const key = `tuning:docker:paper:arbitrage:tuning_session:${sessionId}:worker:worker-${worker}:iteration:${n}`;
      const fields = {
        session_id: sessionId,
        worker_id: `worker-${worker}`,
        iteration: n,
        status: 'completed',
      };
      client.hset(key, { ...fields, timestamp: isoformat(systemClock.now()) }).catch(() => undefined);
    }
  }, WRITE_EVERY_MS);
  return () => clearInterval(writing);
}
