import { spawnSync } from 'node:child_process';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Sandbox } from '../../sandbox';
import { systemClock } from '../../src/lib/clock';
import { eventually } from '../../test/helpers/eventually';
import { startRedis } from '../../test/helpers/redisServer';
import { type Held, heldDuring } from '../bench/heldRedis';
import { fillKeyspace } from '../bench/keyspace';
import { count } from '../bench/report';
import { startApp } from '../bench/slackApps';
import { TARGETS } from '../invariants/targets';
import { AlertTimes, type ToldDeath } from './alertTimes';
import { type Tally, tallied } from './answers';
import { freePort } from './freePort';
import { LONG_DEAD, type Phase, type Plan } from './plan';
import { ProcessFigures, type ProcessSample } from './processFigures';
import { growSession } from './sessionGenerator';
import { Traders } from './traders';
import { Traffic } from './traffic';

const BOT = require.resolve('../../src/main.ts');

/** What came of one phase. */
export interface PhaseOutcome {
  readonly phase: Phase;
  readonly tally: Tally;
  readonly deaths: readonly ToldDeath[];
  readonly samples: readonly ProcessSample[];
  /** What held Redis for a tenth of a ms or more, the longest first. */
  readonly held: readonly Held[];
}

const HELD_FROM_US = 100;
/** A death that is not told so long after it should be is given up, in ms. */
const GIVE_UP_MS = 30_000;
const FIRST_CHECK = '{arbwatch}:alerts:state';

/** What the phases share. */
interface Stage {
  readonly plan: Plan;
  readonly slack: Sandbox;
  readonly client: Redis;
  readonly traders: Traders;
  readonly traffic: Traffic;
  readonly alerts: AlertTimes;
  readonly figures: ProcessFigures;
}

/** Runs all phases one after the other, with the same bot. */
export async function underLoad(plan: Plan, progress: (text: string) => void): Promise<PhaseOutcome[]> {
  const redis = await startRedis();
  const client = redis.client();
  const ends: (() => unknown)[] = [() => redis.stop()];
  try {
    await putFirst(client);
    await fillKeyspace(client, (n) => progress(`${count(n)} of ${count(plan.keys)} keys written`), plan.keys);
    const traders = new Traders(client, TARGETS);
    ends.unshift(() => traders.stop());
    const port = await freePort();
    const { slack, stop } = await startApp(BOT, redis.dir, {
      REDIS_URL: redis.url,
      PORT: `${port}`,
      ALERT_CHANNEL: 'C0ALERTS',
      CHECK_INTERVAL: `${plan.checkInterval}`,
      STALE_AFTER: `${plan.staleAfter}`,
      LOG_LEVEL: 'error',
    });
    ends.unshift(stop);
    await eventually(async () => (await client.exists(FIRST_CHECK)) === 1, 'the bot has checked');
    ends.unshift(growSession(client));
    const figures = new ProcessFigures(`http://127.0.0.1:${port}`);
    ends.unshift(() => figures.stop());
    const alerts = new AlertTimes(slack, client);
    const stage = { plan, slack, client, traders, traffic: new Traffic(slack), alerts, figures };
    const longDead = die(stage, LONG_DEAD);
    const outcomes: PhaseOutcome[] = [];
    for (const phase of plan.phases) {
      progress(`commands: ${phase.name}`);
      outcomes.push(await outcomeOf(phase, stage));
      await longDead;
    }
    return outcomes;
  } finally {
    for (const end of ends) await end();
  }
}

async function outcomeOf(phase: Phase, stage: Stage): Promise<PhaseOutcome> {
  const fromMs = performance.now();
  let fates: Awaited<ReturnType<Traffic['run']>> = [];
  let deaths: ToldDeath[] = [];
  const held = await heldDuring(
    stage.client,
    async () => {
      [fates, deaths] = await Promise.all([
        stage.traffic.run(phase),
        Promise.all(phase.deaths.map((death) => dieWhenDue(stage, phase, death))),
      ]);
    },
    HELD_FROM_US,
  );
  const samples = stage.figures.between(fromMs, performance.now());
  return { phase, tally: tallied(fates), deaths, samples, held };
}

async function dieWhenDue(
  stage: Stage,
  { seconds }: Phase,
  { at, target }: Phase['deaths'][number],
): Promise<ToldDeath> {
  await sleep(at * seconds * 1000);
  const told = await die(stage, target);
  stage.traders.revive(target);
  return told;
}

/** The trader dies; resolves when that is told. */
function die(
  { plan, traders, alerts }: Stage,
  target: Phase['deaths'][number]['target'],
): Promise<ToldDeath> {
  traders.die(target);
  return alerts.toldDeath(target, systemClock.now(), plan.staleAfter * 1000 + GIVE_UP_MS);
}

const FIRST = -10;

/**
 * Gives Redis the processor before the others, where this user may: how long a command held it is its work alone then.
 * With real-time scheduling it is never made to wait in the middle of a command; a mere priority makes that rarer.
 */
async function putFirst(client: Redis): Promise<void> {
  const [, pid = ''] = /^process_id:(\d+)/m.exec(await client.info('server')) ?? [];
  if (spawnSync('chrt', ['--fifo', '--pid', '1', pid]).status === 0) return;
  try {
    setPriority(Number(pid), FIRST);
  } catch {}
}
