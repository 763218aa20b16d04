import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../../sandbox';
import { systemClock } from '../../src/lib/clock';
import { MANIFEST, slackEnv } from '../../test/helpers/botUnderTest';
import { startRedis } from '../../test/helpers/redisServer';
import { fillKeyspace } from '../bench/keyspace';
import { MB } from '../bench/report';
import { TARGETS } from '../invariants/targets';
import { summarize, type Tally } from './answers';
import { fastClock } from './fastClock';
import { metricIn } from './metricIn';
import type { SoakPlan } from './plan';
import type { SoakMemory, SoakProcessOptions } from './soakProcess';
import { Traders } from './traders';
import { Traffic } from './traffic';

/** What happens in an hour of the bot's time: a check and a command each second. */
export const AN_HOUR = { seconds: 3_600, commands: 3_600, deaths: 12 } as const;
export const STALE_AFTER_S = 90;
const DEAD_FOR_S = 240;
const BEAT_EVERY_S = 10;
const KEYS = 20_000;

export interface SoakSample {
  /** Of the bot's time, since it started. */
  readonly hours: number;
  /** Without compiled code. */
  readonly dataKb: number;
  readonly codeKb: number;
  readonly rssMb: number;
}

export interface SoakOutcome {
  readonly samples: readonly SoakSample[];
  readonly tally: Tally;
  /** Checks that were whole. */
  readonly checks: number;
  /** Alerts that reached Slack, each once. */
  readonly alerts: number;
}

/** Hours of traffic in minutes: the clock and the waits of the bot run faster, and so do traders and commands. */
export async function soak(plan: SoakPlan, progress: (text: string) => void): Promise<SoakOutcome> {
  const time = { fromMs: systemClock.now().getTime(), compression: plan.compression };
  const realMs = (seconds: number): number => (seconds * 1000) / plan.compression;
  const redis = await startRedis();
  const slack = await startSandbox({ manifest: MANIFEST });
  const life = { clock: fastClock(time), beatEveryMs: realMs(BEAT_EVERY_S), keysExpire: false };
  await fillKeyspace(redis.client(), () => undefined, KEYS);
  const traders = new Traders(redis.client(), TARGETS, life);
  const bot = startBot({
    time,
    env: {
      ...slackEnv(slack, 'socket'),
      REDIS_URL: redis.url,
      PORT: '0',
      ALERT_CHANNEL: 'C0ALERTS',
      CHECK_INTERVAL: '1',
      STALE_AFTER: `${STALE_AFTER_S}`,
    },
  });
  try {
    const { port } = await saidBy(bot);
    const seconds = plan.simulatedHours * AN_HOUR.seconds;
    const over = new AbortController();
    const dying = killInTurn(traders, realMs, over.signal);
    const traffic = new Traffic(slack).run({
      perSecond: (AN_HOUR.commands / AN_HOUR.seconds) * plan.compression,
      seconds: realMs(seconds) / 1000,
    });
    const samples = await sampled(bot, plan, realMs(seconds), progress);
    over.abort();
    const [outcomes] = await Promise.all([traffic, dying]);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return {
      samples,
      tally: summarize(outcomes),
      checks: metricIn(metrics, 'arbwatch_checks_total{outcome="committed"}'),
      alerts: slack.journal.calls('chat.postMessage').filter(({ carriedOut }) => carriedOut).length,
    };
  } finally {
    traders.stop();
    bot.disconnect();
    await slack.stop();
    await redis.stop();
  }
}

function startBot(options: SoakProcessOptions): ChildProcess {
  return fork(join(__dirname, 'soakProcess.ts'), [JSON.stringify(options)], {
    execArgv: [...process.execArgv, '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** What it says next. Throws when it ends instead. */
async function saidBy(bot: ChildProcess): Promise<SoakMemory> {
  const over = new AbortController();
  const { signal } = over;
  const gone = once(bot, 'exit', { signal }).then(([code]) => {
    throw new Error(`The bot of the soak ended with ${code}`);
  });
  try {
    const [said] = await Promise.race([once(bot, 'message', { signal }), gone]);
    return said as SoakMemory;
  } finally {
    over.abort();
    gone.catch(() => undefined);
  }
}

/** Each sample is the least of so many looks: what is being answered at the moment is not what stays. */
const LOOKS_A_SAMPLE = 3;

/** The bot's memory, as often as planned until `forMs` have passed. */
async function sampled(
  bot: ChildProcess,
  { samples, compression }: SoakPlan,
  forMs: number,
  progress: (text: string) => void,
): Promise<SoakSample[]> {
  const begunMs = performance.now();
  const looks: SoakSample[] = [];
  const taken: SoakSample[] = [];
  while (taken.length < samples) {
    await sleep(begunMs + (forMs * (looks.length + 1)) / (samples * LOOKS_A_SAMPLE) - performance.now());
    bot.send('how much memory?');
    const { heapUsed, code, rss } = await saidBy(bot);
    const hours = ((performance.now() - begunMs) * compression) / 3_600_000;
    looks.push({ hours, dataKb: (heapUsed - code) / 1024, codeKb: code / 1024, rssMb: rss / MB });
    if (looks.length % LOOKS_A_SAMPLE !== 0) continue;
    const [least] = looks.slice(-LOOKS_A_SAMPLE).sort((a, b) => a.dataKb - b.dataKb);
    if (least !== undefined) taken.push(least);
    progress(`soak: ${hours.toFixed(2)} hours of the bot's time, heap ${(heapUsed / MB).toFixed(1)} MB`);
  }
  return taken;
}

/** One trader after the other dies for some minutes, until the signal comes. */
async function killInTurn(
  traders: Traders,
  realMs: (seconds: number) => number,
  signal: AbortSignal,
): Promise<void> {
  const pause = (seconds: number) => sleep(realMs(seconds), null, { signal }).catch(() => null);
  for (let n = 0; !signal.aborted; n++) {
    const target = TARGETS[n % TARGETS.length];
    if (target === undefined) return;
    traders.die(target);
    await pause(DEAD_FOR_S);
    traders.revive(target);
    await pause(AN_HOUR.seconds / AN_HOUR.deaths - DEAD_FOR_S);
  }
}
