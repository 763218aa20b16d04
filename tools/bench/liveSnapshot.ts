import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { LiveStatusMonitor } from '../../src/monitors/live/liveStatusMonitor';
import { loadRecording } from '../../test/helpers/recording';
import { type RedisServer, startRedis } from '../../test/helpers/redisServer';
import { type Rounds, sideBySide, timed } from './measure';
import { quietState } from './quietState';
import { type Section, timesAsFast, timesAsLong, timingTable } from './report';
import { type SentCommand, sentCommands } from './sentCommands';
import { EACH_WAY_MS, startSlowNetwork } from './slowNetwork';

const WHAT_IS_WHAT =
  "Nine commands in turn is what the Python system's monitor sends, each when the last is answered. The bare pipeline " +
  'has the very commands of arbwatch, as MONITOR saw them, and does nothing with the replies.';

/** A live snapshot, with the bot and Redis on one machine. */
export async function liveSnapshot(): Promise<Section> {
  const redis = await startRedis();
  try {
    const rounds = { warmUp: 100, counted: 200, goesPerRound: 50 };
    return {
      title: 'A live snapshot, over loopback',
      about: [
        'Of the recorded trader `paper:docker`. Redis is on loopback, where a round trip costs so little that there is ' +
          'least to gain from making one of nine.',
        WHAT_IS_WHAT,
      ],
      ...(await compared(redis, redis, rounds)),
    };
  } finally {
    await redis.stop();
  }
}

/** The same through a proxy that holds everything back, as a network does. */
export async function liveSnapshotOverNetwork(): Promise<Section> {
  const redis = await startRedis();
  const network = await startSlowNetwork(redis);
  try {
    const rounds = { warmUp: 20, counted: 50, goesPerRound: 20 };
    return {
      title: 'A live snapshot, over a simulated network',
      about: [
        `The same with a delay made by the bench: a TCP proxy holds back whatever passes for ${EACH_WAY_MS} ms each ` +
          'way. What a round trip takes with the proxy in it is what one PING takes.',
      ],
      ...(await compared(redis, network, rounds)),
    };
  } finally {
    await network.stop();
    await redis.stop();
  }
}

/** `way` is where the contenders find Redis. */
async function compared(
  redis: RedisServer,
  { host, port }: { readonly host: string; readonly port: number },
  rounds: Rounds,
): Promise<Pick<Section, 'tables' | 'results'>> {
  await loadRecording(redis.client());
  const client = redis.client({ host, port });
  const state = quietState({ host, port });
  try {
    const monitor = new LiveStatusMonitor({ store: state.store, clock: systemClock });
    await state.store.ping();
    const commands = await sentCommands(redis.client(), () => monitor.snapshot());
    const { arbwatch, reference, bare, ping } = await sideBySide(
      {
        arbwatch: { name: 'arbwatch', go: timed(() => monitor.snapshot()) },
        reference: { name: 'nine commands in turn', go: timed(() => referenceWay(client)) },
        bare: { name: 'bare pipeline', go: timed(() => barePipeline(client, commands)) },
        ping: { name: 'one PING', go: timed(() => client.ping()) },
      },
      rounds,
    );
    await checkWhatIsRead(monitor);
    return {
      tables: [timingTable([arbwatch, reference, bare, ping])],
      results: [
        timesAsFast(arbwatch, reference, { atLeast: 5 }),
        timesAsFast(bare, reference),
        timesAsLong(arbwatch, bare, { atMost: 1.3 }),
      ],
    };
  } finally {
    await state.close();
  }
}

const NAMESPACE = 'paper:docker:arbitrage';
const STATS = [
  'live_enabled',
  'live_armed',
  'trades_total',
  'trades_today',
  'safety_violations_total',
  'circuit_breaker_triggers_total',
];

/** The reads of the Python system's LiveStatusMonitor. Source: the trading system itself. */
async function referenceWay(client: Redis): Promise<void> {
  for (const stat of STATS) await client.get(`${NAMESPACE}:stats:${stat}`);
  await client.hgetall(`${NAMESPACE}:portfolio:state`);
  await client.get(`${NAMESPACE}:heartbeat:trader`);
  await client.hgetall(`${NAMESPACE}:metrics:live`);
}

const barePipeline = (client: Redis, commands: readonly SentCommand[]): Promise<unknown> =>
  client.pipeline(commands.map((command) => [...command])).exec();

/** The heartbeat expires 60 s after it was loaded, and what is not there is read faster. */
async function checkWhatIsRead(monitor: LiveStatusMonitor): Promise<void> {
  const { lastHeartbeat, tradesTotal, totalBalance, problems } = await monitor.snapshot();
  if (
    lastHeartbeat !== null &&
    tradesTotal === 1287 &&
    totalBalance === 10_012_345.67 &&
    problems.length === 0
  )
    return;
  throw new Error('What was measured is not the whole recorded trader: did it run for longer than 60 s?');
}
