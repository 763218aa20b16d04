import { type AlertSettings, type AlertState, evaluate, type Observed } from '../alerting';
import { nextChange } from '../alerting/deadlines/nextChange';
import { ruleDeadlines } from '../alerting/deadlines/ruleDeadlines';
import { silenceDeadlines } from '../alerting/deadlines/silenceDeadlines';
import { PROBATION_MS } from '../alerting/observation/discovered';
import type { Signs } from '../alerting/observation/signs';
import { balanceDrop } from '../alerting/rules/balanceDrop';
import { divergence } from '../alerting/rules/divergence';
import { highExposure } from '../alerting/rules/highExposure';
import { noTrades } from '../alerting/rules/noTrades';
import { addMs } from '../lib/time';
import { ignoring } from '../monitors/live/targetDirectory';
import { AlertCollector } from './alertCollector';
import type { Past } from './past/readPast';
import { stateAtStart } from './past/seed';
import { pastSnapshot } from './past/snapshot';

/** As the bot: what is read so much later, in ms, is read after the deadline. */
const SETTLE_MS = 10;

/** So many checks after one at which something was due are evaluated as well. */
const FOLLOWED = 2;

/** Their alerts end by values that are less than what they begin with. */
const VALUE_RULES: readonly string[] = [balanceDrop.name, highExposure.name, noTrades.name, divergence.name];

/** Lets others have the thread now and then: resolves once it is this one's turn again. Rejects once it took too long. */
export type Breathe = () => Promise<void> | null;

/** What the bot would have done by some settings, check by check over what was recorded. */
export class Replay {
  readonly collected: AlertCollector;
  private state: AlertState | null = null;
  private lastMs: number | null = null;
  /** When something follows by time alone; in epoch ms. */
  private dueMs = Number.POSITIVE_INFINITY;
  /** An alert about values is open, which may end with each of them; or a target that was found proves that it is run. */
  private followsEach = false;
  /** What was due may only follow from what is written next; in epoch ms. */
  private followsUntilMs = Number.NEGATIVE_INFINITY;
  /** How often it evaluated. */
  evaluations = 0;

  constructor(
    private readonly settings: AlertSettings,
    /** While no sign of life is older than so much, in ms, nothing is due before the next check. */
    private readonly silentMs: number,
  ) {
    this.collected = new AlertCollector(settings.outageAfterMs);
  }

  /**
   * Goes on with the next time. As the bot does, it checks between the recorded checks when something is due by time alone.
   * `points`: the checks at which something may follow from what was recorded.
   */
  async run(past: Past, points: ReadonlySet<number>, breathe: Breathe): Promise<void> {
    const { times } = past;
    for (const [i, ms] of times.entries()) {
      while (this.dueMs < ms && this.lastMs !== null && !isInGap(past, this.lastMs, ms)) {
        const dueMs = Math.max(this.dueMs, this.lastMs);
        this.check(past, dueMs);
        this.followsUntilMs = dueMs + FOLLOWED * this.settings.checkIntervalMs;
        await breathe();
        if (this.dueMs <= dueMs) break;
      }
      if (points.has(i) || ms >= this.dueMs || ms <= this.followsUntilMs || this.followsEach) {
        this.check(past, ms);
        const pause = breathe();
        if (pause !== null) await pause;
      }
      this.lastMs = ms;
    }
  }

  /** To be called after the last time. */
  end(): AlertCollector {
    this.collected.close(this.state?.incidents ?? []);
    return this.collected;
  }

  private check(past: Past, ms: number): void {
    const known = this.state ?? stateAtStart(past.targets, ms);
    const gap = past.gaps.find(({ from, to }) => from.getTime() < ms && to.getTime() >= ms) ?? null;
    const lastAt = this.lastSeen(ms, gap !== null);
    // The checks between were made, and nothing followed from them.
    const watched = lastAt > known.observedAt ? { ...known, observedAt: lastAt } : known;
    const result = evaluate(watched, this.observation(past, ms, lastAt, gap?.reason), this.settings);
    this.state = result.state;
    this.lastMs = ms;
    this.evaluations += 1;
    this.collected.add(result, new Date(ms), gap?.reason ?? null);
    const open = result.state.incidents.filter(({ closedAt }) => closedAt === null);
    this.followsEach =
      open.some(({ rule }) => VALUE_RULES.includes(rule)) || isProving(result.state, past, ms);
    const isCalm = open.length === 0 && !past.targets.some((each) => each.isSilent(ms, this.silentMs));
    this.dueMs = isCalm ? this.nextWhileCalm(result.state) : this.nextDueMs(result.state);
  }

  private nextDueMs(state: AlertState): number {
    const next = nextChange(state, this.settings);
    return next === null ? Number.POSITIVE_INFINITY : next.at.getTime() + SETTLE_MS;
  }

  /** Without the deadlines of those that write, and may fall silent: who does is a turning point. */
  private nextWhileCalm(state: AlertState): number {
    const writing = new Set(
      state.targets.filter(({ signs }) => hasBeenWritten(signs)).map(({ target }) => target),
    );
    const due = [
      ...ruleDeadlines(state, this.settings).flatMap(({ at, storm, target }) =>
        storm !== null && target !== null && writing.has(target) ? [] : [at],
      ),
      ...silenceDeadlines(state, this.settings).filter((at) => at > state.observedAt),
    ];
    return Math.min(...due.map((at) => at.getTime())) + SETTLE_MS;
  }

  /** The check before; where no gap was recorded none was missed, however far apart they were made. */
  private lastSeen(ms: number, isAfterGap: boolean): Date {
    const lastMs = this.lastMs ?? ms;
    const { checkIntervalMs, outageAfterMs } = this.settings;
    return new Date(
      isAfterGap ? lastMs : Math.max(lastMs, ms - Math.min(checkIntervalMs, outageAfterMs - 1)),
    );
  }

  private observation(past: Past, ms: number, lastAt: Date, reason?: string): Observed {
    const { directory } = this.settings;
    const isIgnored = directory === undefined ? () => false : ignoring(directory);
    return {
      kind: 'observed',
      at: new Date(ms),
      snapshots: past.targets.flatMap((target) => {
        const snapshot = isIgnored(target.target) ? null : pastSnapshot(target, ms);
        return snapshot === null ? [] : [snapshot];
      }),
      sessions: null,
      lastObservedByThisInstance: lastAt,
      ...(reason === 'redis_unavailable' && { lastFailedByThisInstance: addMs(lastAt, 1) }),
    };
  }
}

const isInGap = ({ gaps }: Past, fromMs: number, toMs: number): boolean =>
  gaps.some(({ from, to }) => from.getTime() < toMs && to.getTime() > fromMs);

const hasBeenWritten = ({ records }: Signs): boolean =>
  Object.values(records).some(({ writtenAt }) => writtenAt !== null);

/** Whether one that was found is writing, and was not for long enough to be alerted of. */
function isProving({ targets }: AlertState, { targets: past }: Past, ms: number): boolean {
  const unproven = new Set(targets.flatMap(({ target, probation }) => (probation === null ? [] : [target])));
  return past.some((each) => unproven.has(each.target) && each.hasWritten(ms, PROBATION_MS));
}
