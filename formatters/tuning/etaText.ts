import type {
  TuningEta,
  TuningStatusSnapshot,
  WorkerProgress,
} from '../../src/monitors/tuning/tuningSnapshot';
import { joined, type Line, literal, type TextSpan } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { t } from '../text/catalogue';
import { take } from '../text/lists';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** An end that is no further away than the first, in ms, is rounded to the second, so that it is no exacter than it can be. */
const STEPS: readonly (readonly [withinMs: number, stepMs: number])[] = [
  [20 * MINUTE_MS, MINUTE_MS],
  [3 * HOUR_MS, 5 * MINUTE_MS],
  [12 * HOUR_MS, 10 * MINUTE_MS],
  [48 * HOUR_MS, 30 * MINUTE_MS],
];

/** A clock time tells which day it is of for so long, in ms. */
const CLOCK_ALONE_MS = 12 * HOUR_MS;
const NAMES_SHOWN = 5;
/** A worker this many times slower than the fastest is pointed out. */
const NOTABLY_SLOWER = 1.25;

type Range = Extract<TuningEta, { readonly kind: 'range' }>;

const stepFor = (aheadMs: number): number => STEPS.find(([withinMs]) => aheadMs <= withinMs)?.[1] ?? HOUR_MS;

/** When the session ends: `Ends about 14:30–15:10.`; or why that cannot be said. Nothing where there is nothing to say. */
export function etaLines({ eta, timestamp }: TuningStatusSnapshot): Line[] {
  if (eta === null) return [];
  if (eta.kind !== 'range') return [noEta(eta)];
  const aheadMs = eta.to.getTime() - timestamp.getTime();
  const stepMs = stepFor(aheadMs);
  const from = new Date(Math.floor(eta.from.getTime() / stepMs) * stepMs);
  const to = new Date(Math.ceil(eta.to.getTime() / stepMs) * stepMs);
  return [t.tuning.ends(from, to, aheadMs > CLOCK_ALONE_MS)];
}

/** The same as a sentence, for readers whose zone is not known: `About 40 min to 1 h 10 min left.` */
export function etaSentence({ eta, timestamp }: TuningStatusSnapshot): string[] {
  if (eta === null) return [];
  if (eta.kind !== 'range') return [mrkdwn(noEta(eta))];
  const [leastMs, mostMs] = leftMs(eta, timestamp);
  return [t.tuning.left(leastMs, mostMs)];
}

function leftMs({ from, to }: Range, now: Date): readonly [number, number] {
  const stepMs = stepFor(to.getTime() - now.getTime());
  const leastMs = Math.floor((from.getTime() - now.getTime()) / stepMs) * stepMs;
  return [leastMs, Math.ceil((to.getTime() - now.getTime()) / stepMs) * stepMs];
}

function noEta(eta: Exclude<TuningEta, Range>): TextSpan[] {
  if (eta.kind === 'too_early') return t.tuning.tooEarly(literal(eta.worker, 40), eta.ended, eta.needed);
  return [eta.kind === 'stalled' ? t.tuning.noEndStalled : t.tuning.noEndQuiet(eta.sinceMs)];
}

/** Which worker is slowest, and which are idle; nothing of a session that is over. */
export function paceLines({ byWorker, eta }: TuningStatusSnapshot): Line[] {
  const active = byWorker.filter(({ activity, pace }) => activity === 'active' && pace !== null);
  const [fastest, slowest] = [active.reduce(faster, null), active.reduce(slower, null)];
  const isSlow = gapMs(slowest) > NOTABLY_SLOWER * gapMs(fastest);
  const idle = byWorker.filter(({ activity }) => activity === 'idle');
  // That all are idle has been said.
  const areSomeIdle = idle.length > 0 && (idle.length < byWorker.length || eta === null);
  return [
    ...(slowest !== null && isSlow
      ? [t.tuning.slowestIs(literal(slowest.worker, 40), perHour(slowest))]
      : []),
    ...(areSomeIdle ? [t.tuning.idle(namesOf(idle))] : []),
  ];
}

type Candidate = WorkerProgress | null;

const gapMs = (worker: Candidate): number => worker?.pace?.gapMs ?? 0;
const faster = (best: Candidate, each: WorkerProgress): Candidate =>
  best === null || gapMs(each) < gapMs(best) ? each : best;
const slower = (worst: Candidate, each: WorkerProgress): Candidate =>
  worst === null || gapMs(each) > gapMs(worst) ? each : worst;

function namesOf(workers: readonly WorkerProgress[]): TextSpan[] {
  const { items, more } = take(workers, NAMES_SHOWN);
  return joined(
    [...items.map(({ worker }) => literal(worker, 40)), ...(more === 0 ? [] : [t.tuning.moreWorkers(more)])],
    ', ',
  );
}

/** How many it ends in an hour, to two digits; null where its pace is not known. */
const perHour = ({ pace }: WorkerProgress): number | null =>
  pace === null || pace.gapMs <= 0 ? null : HOUR_MS / pace.gapMs;

/** How many iterations an hour: `29`; or that it is idle. */
export function workerRate(worker: WorkerProgress): string {
  if (worker.activity === 'idle') return t.tuning.idleWorker;
  const rate = perHour(worker);
  return rate === null ? t.tuning.rateUnknown : t.tuning.rate(rate);
}
