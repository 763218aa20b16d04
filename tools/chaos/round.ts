import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Clock } from '../../src/lib/clock';
import { verdictOn } from '../invariants/checkInvariants';
import type { Verdict } from '../invariants/history';
import { type Stage, startStage } from './environment';
import { historyOf, unexplainedMs } from './groundTruth';
import { deathsTold, isWell, type LabFinding, lateOnes, type ToldDeath, unanswered } from './judgement';
import { lived } from './lifecycle';
import type { RoundPlan } from './plan';
import type { RedisUnderFault } from './redis/fixture';
import { secretsInFile } from './secrets';
import { REDIS_PASSWORD } from './settings';
import { Stalls } from './stalls';
import { Story } from './timeline';

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
  const { staleAfterMs, traders } = plan;
  const stage = await startStage({ ...deps, staleAfterMs, traders, logDir, tell });
  const stalls = new Stalls();
  try {
    const round = await lived(plan, stage, { ...deps, tell });
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
