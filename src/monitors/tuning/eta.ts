import { addMs } from '../../lib/time';
import { NEWEST_GAPS } from './pace';
import { greatest } from './sessionRuns';
import type { TuningEta, WorkerCount, WorkerProgress } from './tuningSnapshot';

/** Below so many iterations a worker's pace is not known. */
const ITERATIONS_NEEDED = 5;

/** A worker is idle that has been without an iteration for so many times its usual gap, and for so many ms. */
const IDLE_GAPS = 4;
const IDLE_AT_LEAST_MS = 60_000;
/** No worker of the session is active for so many of its slowest worker's gaps, and so many ms. */
const STALLED_GAPS = 5;
const STALLED_AT_LEAST_MS = 10 * 60_000;

/** An end is expected this many standard deviations to either side. */
const DEVIATIONS = 1.3;
/** However steady a worker was, it may become so much slower or faster, as a share of its pace. */
const DRIFT = 0.08;

/** The newest gaps are another pace, and no chance, when their mean is this many standard deviations away. */
const CHANGED_BY = 2;

/** An end that is further away, in ms, says no more than that the total is wrong. */
const LONGEST_MS = 365 * 24 * 3_600_000;

/** Clocks may differ by so many ms; times that are further ahead of ours are of another zone. */
const AHEAD_MS = 60_000;

/** `isOver`: its job or its session has ended. */
export function activityOf(
  { pace, lastUpdate }: WorkerCount,
  isOver: boolean,
  now: Date,
): WorkerProgress['activity'] {
  if (isOver) return 'ended';
  if (lastUpdate === null) return 'idle';
  const usualMs = pace === null ? null : Math.max(pace.gapMs, pace.newestGapMs, pace.longestGapMs / 2);
  const limitMs = usualMs === null ? STALLED_AT_LEAST_MS : Math.max(IDLE_GAPS * usualMs, IDLE_AT_LEAST_MS);
  return now.getTime() - lastUpdate.getTime() <= limitMs ? 'active' : 'idle';
}

/**
 * When `total` iterations will have ended. The earliest and the latest come from how much the workers' gaps varied; and
 * since nothing tells how iterations are shared out, from both that whoever is free takes the next one and that each worker
 * has an equal share. Null where nothing is left, or nothing is known.
 */
export function estimateEnd(
  workers: readonly WorkerProgress[],
  total: number | null,
  now: Date,
): TuningEta | null {
  const remaining = (total ?? 0) - sum(workers.map(endedBy));
  const newestMs = greatest(
    workers.map(({ lastUpdate }) => lastUpdate?.getTime() ?? Number.NEGATIVE_INFINITY),
  );
  const silentMs = now.getTime() - newestMs;
  if (total === null || remaining <= 0 || silentMs < -AHEAD_MS || !Number.isFinite(silentMs)) return null;
  const active = workers.filter(({ activity }) => activity === 'active');
  if (active.length === 0)
    return { kind: isStalled(workers, silentMs) ? 'stalled' : 'quiet', sinceMs: silentMs };
  const young = active.find((worker) => endedBy(worker) < ITERATIONS_NEEDED || worker.pace === null);
  if (young !== undefined)
    return { kind: 'too_early', worker: young.worker, ended: endedBy(young), needed: ITERATIONS_NEEDED };
  const expected = active.map((worker) => expectationOf(worker, remaining / active.length));
  const { earliestMs, latestMs } = together(expected, remaining);
  const lastMs = Math.max(latestMs, latestApartMs(workers, expected, total));
  if (lastMs > LONGEST_MS) return null;
  return { kind: 'range', from: addMs(now, earliestMs), to: addMs(now, lastMs) };
}

/** No worker is active for longer than a pause between two iterations can explain. */
const isStalled = (workers: readonly WorkerProgress[], silentMs: number): boolean =>
  silentMs >
  Math.max(STALLED_AT_LEAST_MS, STALLED_GAPS * greatest(workers.map(({ pace }) => pace?.gapMs ?? 0)));

interface Expectation {
  readonly ended: number;
  readonly gapMs: number;
  readonly newestGapMs: number;
  /** How far the mean gap may be from this, as a share of it: one standard deviation. */
  readonly share: number;
}

/** `ahead`: how many more iterations it is likely to end. */
function expectationOf(worker: WorkerProgress, ahead: number): Expectation {
  const { gapMs = 1, newestGapMs = 1, spreadMs = 0, gaps = 1 } = worker.pace ?? {};
  const hasChanged = Math.abs(newestGapMs - gapMs) > (CHANGED_BY * spreadMs) / Math.sqrt(NEWEST_GAPS);
  const varied = gapMs === 0 ? 0 : spreadMs / gapMs;
  return {
    ended: endedBy(worker),
    gapMs: Math.max(gapMs, 1),
    newestGapMs: Math.max(hasChanged ? newestGapMs : gapMs, 1),
    share: Math.sqrt(varied ** 2 * (1 / gaps + 1 / Math.max(ahead, 1)) + DRIFT ** 2),
  };
}

/** If whoever is free takes the next one: then the rates add up, and the slowest may be at the last one when all others are done. */
function together(
  active: readonly Expectation[],
  remaining: number,
): { readonly earliestMs: number; readonly latestMs: number } {
  const rate = sum(active.map(({ gapMs }) => 1 / gapMs));
  const newestRate = sum(active.map(({ newestGapMs }) => 1 / newestGapMs));
  const share = Math.sqrt(sum(active.map((each) => (each.share / each.gapMs) ** 2))) / rate;
  const slowestMs = greatest(active.map(({ gapMs }) => gapMs));
  return {
    earliestMs: Math.max(0, (remaining / Math.max(rate, newestRate)) * (1 - DEVIATIONS * share)),
    latestMs: (remaining / Math.min(rate, newestRate)) * (1 + DEVIATIONS * share) + slowestMs,
  };
}

/** If each worker has an equal share of the total; 0 where one has done more than that already. */
function latestApartMs(
  workers: readonly WorkerProgress[],
  active: readonly Expectation[],
  total: number,
): number {
  const each = Math.ceil(total / workers.length);
  if (workers.some((worker) => endedBy(worker) > each)) return 0;
  return greatest(active.map(({ ended, gapMs, share }) => (each - ended) * gapMs * (1 + share)));
}

const endedBy = ({ completed, failed }: WorkerCount): number => completed + failed;

const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
