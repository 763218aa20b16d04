import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Clock } from '../../src/clock';
import type { Span, Verdict } from '../referee/history';
import { verdictOn } from '../referee/referee';
import type { Asked } from './asking';
import type { Deed } from './deeds';
import { made } from './faults';
import { deathsTold, isWell, type LabFinding, lateOnes, type ToldDeath, unanswered } from './judgement';
import { Operator } from './operator';
import type { PlannedFault, RoundPlan } from './plan';
import type { RedisUnderFault } from './redis/fixture';
import { secretsInFile } from './secrets';
import { LAB, REDIS_PASSWORD } from './settings';
import { type Stage, startStage } from './stage';
import { Stalls } from './stalls';
import { Story } from './story';
import type { LabTrader } from './trader';
import { historyOf, type Round, unexplainedMs } from './truth';

/** So long all is well first, in ms: what dies later is known to have lived. */
const CALM_MS = 5_000;
/** Once all is well, watching goes on for at least so long: what is false may come late. In ms. */
const WATCHED_ON_MS = (LAB.staleAfterS + 4) * 1000;
/** What waits is given so long: a lease of 30 s, or a wait of 60 s between two tries. In ms. */
const DONE_WITHIN_MS = 100_000;
/** So long it must stay quiet, in ms. */
const QUIET_MS = 2_000;

export interface RoundDeps {
  /** The path of the built bot. */
  readonly main: string;
  readonly redis: RedisUnderFault;
  /** Holds a directory for each round. */
  readonly logs: string;
  readonly clock: Clock;
  readonly progress: (text: string) => void;
}

export interface RoundOutcome {
  readonly plan: RoundPlan;
  readonly findings: readonly LabFinding[];
  readonly counted: Verdict['counted'];
  readonly messages: number;
  readonly asked: { readonly all: number; readonly answered: number };
  readonly deaths: readonly ToldDeath[];
  /** The longest time in which the machine had none for the lab, or for a Redis that nothing was done to, in ms. */
  readonly stalledMs: number;
  /** How often it was made before, in vain for want of time. */
  readonly madeAgain: number;
  readonly story: string;
  readonly logDir: string;
}

/** Makes a round: what is planned, then a stretch in which all is well, then the judgement. */
export async function roundMade(plan: RoundPlan, deps: RoundDeps): Promise<RoundOutcome> {
  const logDir = join(deps.logs, `round-${plan.number}`);
  await mkdir(logDir, { recursive: true });
  const story = new Story(deps.clock);
  try {
    return await judgedRound(plan, deps, logDir, story);
  } catch (error) {
    const finding = { kind: 'broken', what: inspect(error), at: deps.clock.now().getTime() } as const;
    return { ...NOTHING_JUDGED, plan, findings: [finding], story: story.text(), logDir };
  }
}

const NOTHING_JUDGED = {
  counted: { deaths: 0, incidents: 0, events: 0, notes: 0, digests: 0 },
  messages: 0,
  asked: { all: 0, answered: 0 },
  deaths: [],
  stalledMs: 0,
  madeAgain: 0,
} as const;

async function judgedRound(
  plan: RoundPlan,
  deps: RoundDeps,
  logDir: string,
  story: Story,
): Promise<RoundOutcome> {
  const tell = (text: string) => story.tell(text);
  const stage = await startStage({ ...deps, logDir, tell });
  const stalls = new Stalls();
  try {
    const round = await lived(plan, stage, deps, tell);
    const asked = round.asked;
    const history = historyOf(round);
    const { findings, counted } = verdictOn(history);
    await Promise.all(stage.copies.map((copy) => copy.end()));
    const deaths = deathsTold(history, round.made);
    const late = lateOnes(deaths, round.span.to);
    const all = [
      ...late,
      ...findings,
      ...unanswered(asked, round),
      ...(await secretsTold(stage, round.span.to)),
    ];
    for (const { kind, what, at } of all) story.tell(`>>> ${kind}: ${what}`, at);
    if (all.length === 0) await rm(logDir, { recursive: true, force: true });
    return {
      plan,
      findings: all,
      counted,
      messages: history.slack.messages.length,
      asked: { all: asked.length, answered: asked.filter(isWell).length },
      deaths,
      stalledMs: Math.max(stalls.longestMs, unexplainedMs(round)),
      madeAgain: 0,
      story: story.text(),
      logDir,
    };
  } finally {
    stalls.stop();
    await stage.stop();
  }
}

/** Lets the round happen, and gives the truth about it. */
async function lived(
  plan: RoundPlan,
  stage: Stage,
  { clock, progress }: RoundDeps,
  tell: (text: string) => void,
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
  tell('the end');
  const span = { from: stage.from, to: now() };
  return { stage, span, wellFrom, unwellSlack, made: happened, acts: operator.acts(), waiting, asked };
}

async function done({ at, target, does }: Deed, traders: readonly LabTrader[], tell: (text: string) => void) {
  await sleep(at);
  const trader = traders.find(({ name }) => name === target);
  if (trader === undefined) throw new Error(`no trader ${target}`);
  tell(`${target} ${does}`);
  if (does === 'dies') await trader.die();
  else if (does === 'lives') trader.live();
  else if (does === 'trips') trader.trip();
  else trader.switchArmed();
}

/** Waits until nothing is left to be sent, and stays so; to what is left after the time for that. */
async function settled(stage: Stage, from: number, now: () => number): Promise<readonly string[]> {
  let quietSince: number | null = null;
  let left: readonly string[] = [];
  while (now() - from < DONE_WITHIN_MS) {
    left = await stillWaiting(stage);
    quietSince = left.length === 0 ? (quietSince ?? now()) : null;
    if (quietSince !== null && now() - quietSince >= QUIET_MS && now() - from >= WATCHED_ON_MS) return [];
    await sleep(250);
  }
  return left;
}

async function stillWaiting(stage: Stage): Promise<readonly string[]> {
  const inLedger = await stage
    .waiting()
    .catch((error: unknown) => [`the ledger cannot be read: ${inspect(error)}`]);
  const said = await Promise.all(stage.copies.map((copy) => copy.readiness()));
  const unready = stage.copies.flatMap(({ name }, i) =>
    said[i]?.includes('nothing waits') ? [] : [`copy ${name} says ${said[i] ?? 'nothing'}`],
  );
  return [...inLedger, ...unready];
}

async function secretsTold({ slack: { tokens }, copies }: Stage, at: number): Promise<LabFinding[]> {
  const secrets = {
    'the bot token': tokens.bot,
    'the app-level token': tokens.app,
    'the password of Redis': REDIS_PASSWORD,
  };
  const found = await Promise.all(
    copies.map(async ({ logFile }) => ({ logFile, names: await secretsInFile(logFile, secrets) })),
  );
  return found.flatMap(({ logFile, names }) =>
    names.map((name) => ({ kind: 'secret' as const, what: `${name} stands in ${logFile}`, at })),
  );
}
