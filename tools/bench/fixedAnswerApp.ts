import { Redis } from 'ioredis';
import { runBoltApp } from './boltApp';

/** Sends the commands of the environment as one pipeline, and whatever comes back, answers with the same message. */
const { REDIS_URL = '', BENCH_COMMANDS = '[]', BENCH_ANSWER = '""' } = process.env;
const redis = new Redis(REDIS_URL);
const commands = JSON.parse(BENCH_COMMANDS);
const answer = JSON.parse(BENCH_ANSWER);

void runBoltApp('/arb-status', async ({ ack }) => {
  await redis.pipeline(commands).exec();
  await ack(answer);
});
