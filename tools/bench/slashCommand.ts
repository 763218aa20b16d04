import { join } from 'node:path';
import { loadRecording } from '../../test/helpers/recording';
import { type RedisServer, startRedis } from '../../test/helpers/redisServer';
import { builtBot } from '../chaos/builtBot';
import { sideBySide } from './measure';
import { type Section, timesAsLong, timingTable } from './report';
import { sentCommands } from './sentCommands';
import { type RunningApp, startApp } from './slackApps';

const ROUNDS = { warmUp: 40, counted: 60, goesPerRound: 20 };
const HELLO = join(__dirname, 'helloApp.ts');
const FIXED_ANSWER = join(__dirname, 'fixedAnswerApp.ts');

/** A slash command, from when the sandbox sends it until the ack with the answer in it is there. */
export async function slashCommand(): Promise<Section> {
  const redis = await startRedis();
  const apps: RunningApp[] = [];
  const start = async (...args: Parameters<typeof startApp>): Promise<RunningApp> => {
    const app = await startApp(...args);
    apps.push(app);
    return app;
  };
  try {
    await loadRecording(redis.client());
    const bot = await start(builtBot(join(redis.dir, 'built')), redis.dir, {
      REDIS_URL: redis.url,
      PORT: '0',
    });
    const hello = await start(HELLO, redis.dir);
    const fixed = await start(FIXED_ANSWER, redis.dir, await handWritten(redis, bot));
    return await measured(bot, hello, fixed);
  } finally {
    for (const app of apps) await app.stop();
    await redis.stop();
  }
}

async function measured(bot: RunningApp, hello: RunningApp, fixed: RunningApp): Promise<Section> {
  const { arbwatch, bare, sameTrip } = await sideBySide(
    {
      arbwatch: { name: 'arbwatch', go: () => ackMs(bot, '1,287') },
      bare: { name: 'bare Bolt, hello', go: () => ackMs(hello, 'hello') },
      sameTrip: {
        name: 'bare Bolt, same trip',
        go: () => ackMs(fixed, '1,287'),
      },
    },
    ROUNDS,
  );
  return {
    title: 'A slash command',
    about: [
      'From the sending of `/arb-status paper docker` to its ack, which has the whole answer in it. Each app is a ' +
        'process of its own, connected by Socket Mode to a sandbox of its own; arbwatch is as `npm run build` makes it. Slack ' +
        'and Redis are on loopback.',
      'Bare Bolt, hello is a handler that acks with `hello` and does nothing else. Bare Bolt, same trip is one that ' +
        "sends arbwatch's commands as a bare pipeline, and then acks with a fixed text: arbwatch's own answer.",
    ],
    tables: [timingTable([arbwatch, bare, sameTrip])],
    results: [
      timesAsLong(arbwatch, bare, { atMost: 1.5 }),
      timesAsLong(sameTrip, bare),
      timesAsLong(arbwatch, sameTrip),
    ],
  };
}

const ask = ({ slack }: RunningApp) =>
  slack.command('/arb-status', 'paper docker', { user: 'operator', channel: 'ops' });

/** The ms until the ack, as the sandbox measured them. Throws when the answer lacks what it should have. */
async function ackMs(app: RunningApp, expected: string): Promise<number> {
  const { ack, failure } = await ask(app);
  const said = JSON.stringify(ack?.body ?? failure);
  if (ack === null || !said.includes(expected)) throw new Error(`The answer lacks "${expected}": ${said}`);
  return ack.ms;
}

/** What a program needs to do the same as the bot, with nothing read from what it gets. */
async function handWritten(redis: RedisServer, bot: RunningApp): Promise<Record<string, string>> {
  const answers: unknown[] = [];
  const commands = await sentCommands(redis.client(), async () => answers.push((await ask(bot)).ack?.body));
  return {
    REDIS_URL: redis.url,
    BENCH_COMMANDS: JSON.stringify(commands),
    BENCH_ANSWER: JSON.stringify(answers[0]),
  };
}
