import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Clock } from '../../src/lib/clock';
import type { Span } from '../invariants/history';
import type { Asked } from './commandProbe';
import type { Stage } from './environment';
import type { Deed } from './faultActions';
import { made } from './faults';
import type { Round } from './groundTruth';
import { Operator } from './operator';
import type { PlannedFault, RoundPlan } from './plan';
import type { LabTrader } from './trader';

/** So long all is well first, in ms: what dies later is known to have lived. */
const CALM_MS = 5_000;
/** Once all is well, watching goes on for so long after what was silent would be stale: what is false may come late. In ms. */
const WATCHED_ON_MS = 4_000;
/** What waits is given so long: a lease of 30 s, a wait of 60 s between two tries, or of 180 s for a refused channel. In ms. */
const DONE_WITHIN_MS = 240_000;
/** So long it must stay quiet, in ms. */
const QUIET_MS = 2_000;

export interface LivingDeps {
  readonly clock: Clock;
  readonly progress: (text: string) => void;
  readonly tell: (text: string) => void;
}

/** Lets the round happen, and gives the truth about it. */
export async function lived(
  plan: RoundPlan,
  stage: Stage,
  { clock, progress, tell }: LivingDeps,
): Promise<Round & { readonly asked: readonly Asked[] }> {
  const now = () => clock.now().getTime();
  const unwellSlack: Span[] = [];
  const happened: { name: PlannedFault['name']; span: Span }[] = [];
  const scene = { ...stage, tell, now, slackWasUnwell: (span: Span) => void unwellSlack.push(span) };
  tell(`round ${plan.number}, with ${plan.kind} Redis: all is well`);
  stage.asking.start();
  const operator = new Operator(stage.slack, stage.recorder, { now, tell });
  const operating = plan.hasOperator ? operator.watch() : null;
  await sleep(CALM_MS);
  tell('it begins');
  await Promise.all([
    ...plan.faults.map(async (fault) => {
      await sleep(fault.at);
      progress(fault.name);
      const began = now();
      await made(fault, scene);
      happened.push({ name: fault.name, span: { from: began, to: now() } });
    }),
    ...plan.deeds.map((deed) => done(deed, stage.traders, tell)),
  ]);
  const wellFrom = now();
  tell('from now on all is well');
  progress('all is well; waiting for what is to come');
  const waiting = await settled(stage, wellFrom, now);
  await Promise.all(stage.traders.map((trader) => trader.settled()));
  operator.stop();
  await operating;
  const asked = await stage.asking.stop();
  const acts = operator.acts(await stage.audit());
  tell('the end');
  const span = { from: stage.from, to: now() };
  return { stage, span, unwellSlack, made: happened, acts, waiting, asked };
}

async function done({ at, target, does }: Deed, traders: readonly LabTrader[], tell: (text: string) => void) {
  await sleep(at);
  const trader = traders.find(({ name }) => name === target);
  if (trader === undefined) throw new Error(`no trader ${target}`);
  tell(`${target} ${does}`);
  await trader.does(does);
}

/** Waits until nothing is left to be sent, and stays so; to what is left after the time for that. */
async function settled(stage: Stage, from: number, now: () => number): Promise<readonly string[]> {
  let quietSince: number | null = null;
  let left: readonly string[] = [];
  while (now() - from < DONE_WITHIN_MS) {
    left = await stillWaiting(stage);
    quietSince = left.length === 0 ? (quietSince ?? now()) : null;
    if (
      quietSince !== null &&
      now() - quietSince >= QUIET_MS &&
      now() - from >= stage.staleAfterMs + WATCHED_ON_MS
    )
      return [];
    await sleep(250);
  }
  return left;
}

async function stillWaiting(stage: Stage): Promise<readonly string[]> {
  const inAlertStore = await stage
    .waiting()
    .catch((error: unknown) => [`the store cannot be read: ${inspect(error)}`]);
  const said = await Promise.all(stage.copies.map((copy) => copy.readiness()));
  const unready = stage.copies.flatMap(({ name }, i) =>
    said[i]?.includes('nothing waits') ? [] : [`copy ${name} says ${said[i] ?? 'nothing'}`],
  );
  return [...inAlertStore, ...unready];
}
