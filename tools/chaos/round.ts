import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Clock } from '../../src/lib/clock';
import { checkInvariants } from '../invariants/checkInvariants';
import type { InvariantReport } from '../invariants/history';
import { type Environment, startEnvironment } from './environment';
import { historyOf, unexplainedMs } from './groundTruth';
import { runLifecycle } from './lifecycle';
import type { RoundPlan } from './plan';
import type { RedisUnderFault } from './redis/fixture';
import { RoundLog } from './roundLog';
import {
  isAnswered,
  type LabViolation,
  lateOnes,
  type ReportedDeath,
  reportedDeaths,
  unanswered,
} from './roundViolations';
import { secretsInFile } from './secrets';
import { REDIS_PASSWORD } from './settings';
import { Stalls } from './stalls';

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
  readonly violations: readonly LabViolation[];
  readonly counted: InvariantReport['counted'];
  readonly messages: number;
  readonly asked: { readonly all: number; readonly answered: number };
  readonly deaths: readonly ReportedDeath[];
  /** The longest time in which the machine had none for the lab, or for a Redis that nothing was done to, in ms. */
  readonly stalledMs: number;
  /** How often it was made before, in vain for want of time. */
  readonly madeAgain: number;
  readonly roundLog: string;
  readonly logDir: string;
}

/** Makes a round: what is planned, then a stretch without faults, then the check. */
export async function runRound(plan: RoundPlan, deps: RoundDeps): Promise<RoundOutcome> {
  const logDir = join(deps.logs, `round-${plan.number}`);
  await mkdir(logDir, { recursive: true });
  const roundLog = new RoundLog(deps.clock);
  try {
    return await checkedRound(plan, deps, logDir, roundLog);
  } catch (error) {
    const violation = { kind: 'broken', what: inspect(error), at: deps.clock.now().getTime() } as const;
    return { ...NOTHING_JUDGED, plan, violations: [violation], roundLog: roundLog.text(), logDir };
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

async function checkedRound(
  plan: RoundPlan,
  deps: RoundDeps,
  logDir: string,
  roundLog: RoundLog,
): Promise<RoundOutcome> {
  const log = (text: string) => roundLog.add(text);
  const { staleAfterMs, traders } = plan;
  const environment = await startEnvironment({ ...deps, staleAfterMs, traders, logDir, log });
  const stalls = new Stalls();
  try {
    const round = await runLifecycle(plan, environment, { ...deps, log });
    const asked = round.asked;
    const history = historyOf(round);
    const { violations, counted } = checkInvariants(history);
    await Promise.all(environment.instances.map((instance) => instance.end()));
    const deaths = reportedDeaths(history, round.made);
    const late = lateOnes(deaths, round.span.to);
    const all = [
      ...late,
      ...violations,
      ...unanswered(asked, round),
      ...(await secretsTold(environment, round.span.to)),
    ];
    for (const { kind, what, at } of all) roundLog.add(`>>> ${kind}: ${what}`, at);
    if (all.length === 0) await rm(logDir, { recursive: true, force: true });
    return {
      plan,
      violations: all,
      counted,
      messages: history.slack.messages.length,
      asked: { all: asked.length, answered: asked.filter(isAnswered).length },
      deaths,
      stalledMs: Math.max(stalls.longestMs, unexplainedMs(round)),
      madeAgain: 0,
      roundLog: roundLog.text(),
      logDir,
    };
  } finally {
    stalls.stop();
    await environment.stop();
  }
}

async function secretsTold(
  { slack: { tokens }, instances }: Environment,
  at: number,
): Promise<LabViolation[]> {
  const secrets = {
    'the bot token': tokens.bot,
    'the app-level token': tokens.app,
    'the password of Redis': REDIS_PASSWORD,
  };
  const found = await Promise.all(
    instances.map(async ({ logFile }) => ({ logFile, names: await secretsInFile(logFile, secrets) })),
  );
  return found.flatMap(({ logFile, names }) =>
    names.map((name) => ({ kind: 'secret' as const, what: `${name} stands in ${logFile}`, at })),
  );
}
