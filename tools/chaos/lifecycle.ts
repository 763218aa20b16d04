import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Clock } from '../../src/lib/clock';
import type { Span } from '../invariants/history';
import type { ProbedCommand } from './commandProbe';
import type { Environment } from './environment';
import type { FaultAction } from './faultActions';
import { made } from './faults';
import type { Round } from './groundTruth';
import { Operator } from './operator';
import type { PlannedFault, RoundPlan } from './plan';
import type { LabTrader } from './trader';

/** So long there are no faults first, in ms: what dies later is known to have been alive. */
const CALM_MS = 5_000;
/** After the faults, the round continues for so long after a silent trader would be stale, since a false alert may come late. In ms. */
const WATCHED_ON_MS = 4_000;
/** What waits is given so long: a lease of 30 s, a wait of 60 s between two tries, or of 180 s for a refused channel. In ms. */
const DONE_WITHIN_MS = 240_000;
/** So long it must stay quiet, in ms. */
const QUIET_MS = 2_000;

export interface LifecycleDeps {
  readonly clock: Clock;
  readonly progress: (text: string) => void;
  readonly log: (text: string) => void;
}

/** Lets the round happen, and gives the truth about it. */
export async function runLifecycle(
  plan: RoundPlan,
  environment: Environment,
  { clock, progress, log }: LifecycleDeps,
): Promise<Round & { readonly asked: readonly ProbedCommand[] }> {
  const now = () => clock.now().getTime();
  const unhealthySlack: Span[] = [];
  const happened: { name: PlannedFault['name']; span: Span }[] = [];
  const scene = {
    ...environment,
    log,
    now,
    slackWasUnhealthy: (span: Span) => void unhealthySlack.push(span),
  };
  log(`round ${plan.number}, with ${plan.kind} Redis: no faults yet`);
  environment.commands.start();
  const operator = new Operator(environment.slack, environment.recorder, { now, log });
  const operating: Promise<void> | null = plan.hasOperator ? operator.watch() : null;
  await sleep(CALM_MS);
  log('it begins');
  await Promise.all([
    ...plan.faults.map(async (fault) => {
      await sleep(fault.at);
      progress(fault.name);
      const began = now();
      await made(fault, scene);
      happened.push({ name: fault.name, span: { from: began, to: now() } });
    }),
    ...plan.actions.map((action) => done(action, environment.traders, log)),
  ]);
  const healthyFrom = now();
  log('all faults are over');
  progress('all faults are over; waiting for notifications');
  const waiting = await settled(environment, healthyFrom, now);
  await Promise.all(environment.traders.map((trader) => trader.settled()));
  operator.stop();
  await operating;
  const asked = await environment.commands.stop();
  const acts = operator.acts(await environment.audit());
  log('the end');
  const span = { from: environment.from, to: now() };
  return { environment, span, unhealthySlack, made: happened, acts, waiting, asked };
}

async function done(
  { at, target, does }: FaultAction,
  traders: readonly LabTrader[],
  log: (text: string) => void,
) {
  await sleep(at);
  const trader = traders.find(({ name }) => name === target);
  if (trader === undefined) throw new Error(`no trader ${target}`);
  log(`${target} ${does}`);
  await trader.does(does);
}

/** Waits until nothing is left to be sent, and stays so; to what is left after the time for that. */
async function settled(
  environment: Environment,
  from: number,
  now: () => number,
): Promise<readonly string[]> {
  let quietSince: number | null = null;
  let left: readonly string[] = [];
  while (now() - from < DONE_WITHIN_MS) {
    left = await pendingNotifications(environment);
    quietSince = left.length === 0 ? (quietSince ?? now()) : null;
    if (
      quietSince !== null &&
      now() - quietSince >= QUIET_MS &&
      now() - from >= environment.staleAfterMs + WATCHED_ON_MS
    )
      return [];
    await sleep(250);
  }
  return left;
}

async function pendingNotifications(environment: Environment): Promise<readonly string[]> {
  const inAlertStore = await environment
    .waiting()
    .catch((error: unknown) => [`the store cannot be read: ${inspect(error)}`]);
  const said = await Promise.all(environment.instances.map((instance) => instance.readiness()));
  const unready = environment.instances.flatMap(({ name }, i) =>
    said[i]?.includes('nothing waits') ? [] : [`instance ${name} says ${said[i] ?? 'nothing'}`],
  );
  return [...inAlertStore, ...unready];
}
