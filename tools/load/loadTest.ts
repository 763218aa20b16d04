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
import { AlertTimes, type ReportedDeath } from './alertTimes';
import { summarize, type Tally } from './answers';
import { freePort } from './freePort';
import { LONG_DEAD, type Phase, type Plan } from './plan';
import { ProcessMetrics, type ProcessSample } from './processMetrics';
import { growSession } from './sessionGenerator';
import { Traders } from './traders';
import { Traffic } from './traffic';

const BOT = require.resolve('../../src/main.ts');

/** What came of one phase. */
export interface PhaseOutcome {
  readonly phase: Phase;
  readonly tally: Tally;
  readonly deaths: readonly ReportedDeath[];
  readonly samples: readonly ProcessSample[];
  /** What held Redis for a tenth of a ms or more, the longest first. */
  readonly held: readonly Held[];
}

const HELD_FROM_US = 100;
/** A death that is not reported so long after it should be is given up, in ms. */
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
  readonly metrics: ProcessMetrics;
}

/** Runs all phases one after the other, with the same bot. */
export async function runLoadTest(plan: Plan, progress: (text: string) => void): Promise<PhaseOutcome[]> {
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
      OPERATORS: 'U0OPERATOR',
      CHECK_INTERVAL: `${plan.checkInterval}`,
      STALE_AFTER: `${plan.staleAfter}`,
      LOG_LEVEL: 'error',
    });
    ends.unshift(stop);
    await eventually(async () => (await client.exists(FIRST_CHECK)) === 1, 'the bot has checked');
    ends.unshift(growSession(client));
    const metrics = new ProcessMetrics(`http://127.0.0.1:${port}`);
    ends.unshift(() => metrics.stop());
    const alerts = new AlertTimes(slack, client);
    const bench = { plan, slack, client, traders, traffic: new Traffic(slack), alerts, metrics };
    const longDead = die(bench, LONG_DEAD);
    const outcomes: PhaseOutcome[] = [];
    for (const phase of plan.phases) {
      progress(`commands: ${phase.name}`);
      outcomes.push(await outcomeOf(phase, bench));
      await longDead;
    }
    return outcomes;
  } finally {
    for (const end of ends) await end();
  }
}

async function outcomeOf(phase: Phase, bench: Stage): Promise<PhaseOutcome> {
  const fromMs = performance.now();
  let outcomes: Awaited<ReturnType<Traffic['run']>> = [];
  let deaths: ReportedDeath[] = [];
  const held = await heldDuring(
    bench.client,
    async () => {
      [outcomes, deaths] = await Promise.all([
        bench.traffic.run(phase),
        Promise.all(phase.deaths.map((death) => dieWhenDue(bench, phase, death))),
      ]);
    },
    HELD_FROM_US,
  );
  const samples = bench.metrics.between(fromMs, performance.now());
  return { phase, tally: summarize(outcomes), deaths, samples, held };
}

async function dieWhenDue(
  bench: Stage,
  { seconds }: Phase,
  { at, target }: Phase['deaths'][number],
): Promise<ReportedDeath> {
  await sleep(at * seconds * 1000);
  const reported = await die(bench, target);
  bench.traders.revive(target);
  return reported;
}

/** The trader dies; resolves when that is reported. */
function die(
  { plan, traders, alerts }: Stage,
  target: Phase['deaths'][number]['target'],
): Promise<ReportedDeath> {
  traders.die(target);
  return alerts.reportedDeath(target, systemClock.now(), plan.staleAfter * 1000 + GIVE_UP_MS);
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
