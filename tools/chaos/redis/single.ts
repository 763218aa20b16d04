import { startRedis } from '../../../test/helpers/redisServer';
import { REDIS_PASSWORD } from '../settings';
import { CLIENT, type RedisUnderFault, retrySoon, SERVER_ARGS } from './fixture';
import {
  asked,
  emptiedForMs,
  fullForMs,
  hungForMs,
  killedForMs,
  pausedForMs,
  setBackForMs,
  sleptForMs,
} from './serverFaults';

/** Up to so long ago was the snapshot taken that Redis is set back to, in ms. */
const LONGEST_LAG_MS = 5_000;

/** One Redis, which keeps its data. */
export async function startSingle(): Promise<RedisUnderFault> {
  const server = await startRedis({ password: REDIS_PASSWORD, args: SERVER_ARGS });
  return {
    env: { REDIS_URL: server.url },
    probeKeys: ['lab:probe'],
    client: () => server.client({ ...CLIENT, retryStrategy: retrySoon }),
    faults: {
      'Redis killed, back with its data': (forMs) => killedForMs(server, forMs),
      'Redis killed, back without its data': (forMs) => emptiedForMs(server, forMs),
      'Redis killed, back with older data': (forMs, pick) =>
        setBackForMs(server, pick * LONGEST_LAG_MS, forMs),
      'Redis hangs': (forMs) => hungForMs(server, forMs),
      'CLIENT PAUSE ALL': (forMs) => pausedForMs(server, 'ALL', forMs),
      'CLIENT PAUSE WRITE': (forMs) => pausedForMs(server, 'WRITE', forMs),
      'DEBUG SLEEP': (forMs) => sleptForMs(server, forMs),
      'memory full': (forMs) => fullForMs(server, forMs),
    },
    wipe: () => asked(server, (client) => client.flushall().then(() => undefined)),
    stop: () => server.stop(),
  };
}
