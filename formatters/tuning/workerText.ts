import type {
  IterationRange,
  TuningStatusSnapshot,
  WorkerProgress,
} from '../../src/monitors/tuning/tuningSnapshot';
import { NOT_REPORTED } from '../live/liveText';
import { joinNames, type Told, take } from '../text/lists';
import { ago, count } from '../text/numbers';

const ALL_SHOWN_UP_TO = 15;
const SLOWEST_SHOWN = 10;
const GAPS_SHOWN = 5;
const RANGES_SHOWN = 4;

/** The workers that are shown: all of few, the slowest of many. */
export interface WorkerSelection extends Told<WorkerProgress> {
  /** What the choice is: `The 10 slowest of 500 workers (3 to 41 iterations each)`; null when all are shown. */
  readonly title: string | null;
}

/** In their order, but as a person counts: `w2` before `w10`. */
function asCounted(workers: readonly WorkerProgress[]): WorkerProgress[] {
  const given = workers.map((worker, at) => ({
    worker,
    at,
    parts: worker.worker.match(/[0-9]+|[^0-9]+/g) ?? [],
  }));
  return given
    .sort((a, b) => {
      const differs = a.parts.findIndex((part, at) => part !== b.parts[at]);
      const [mine, other] = [numberIn(a.parts[differs]), numberIn(b.parts[differs])];
      if (mine === null || other === null || mine === other) return a.at - b.at;
      return mine < other ? -1 : 1;
    })
    .map(({ worker }) => worker);
}

/** Null for what is no number, or a longer one than anybody counts to. */
const numberIn = (part: string | undefined): number | null =>
  part !== undefined && /^[0-9]{1,15}$/.test(part) ? Number(part) : null;

const endedBy = ({ completed, failed }: WorkerProgress): number => completed + failed;

/** How many iterations it has ended: `5`, or `5 (2 failed)`. */
export const workerDone = (worker: WorkerProgress): string =>
  [count(endedBy(worker)), ...(worker.failed === 0 ? [] : [`(${count(worker.failed)} failed)`])].join(' ');

const bySlowness = (a: WorkerProgress, b: WorkerProgress): number =>
  endedBy(a) - endedBy(b) || (a.lastUpdate?.getTime() ?? 0) - (b.lastUpdate?.getTime() ?? 0);

/** The workers come by code point. */
export function selectWorkers(workers: readonly WorkerProgress[]): WorkerSelection {
  if (workers.length <= ALL_SHOWN_UP_TO) return { told: asCounted(workers), more: 0, title: null };
  const sorted = asCounted(workers).sort(bySlowness);
  const last = sorted.at(-1);
  const least = count(sorted[0] ? endedBy(sorted[0]) : 0);
  const most = count(last ? endedBy(last) : 0);
  return {
    ...take(sorted, SLOWEST_SHOWN),
    title: `The ${SLOWEST_SHOWN} slowest of ${count(workers.length)} workers (${least} to ${most} iterations each)`,
  };
}

/** `25 s ago`, or that the time is not reported. */
export const workerAge = ({ lastUpdate }: WorkerProgress, { timestamp }: TuningStatusSnapshot): string =>
  lastUpdate === null ? NOT_REPORTED : ago(lastUpdate, timestamp);

/** Which iterations are missing, the first few gaps: `3, 5–7 and 2 more`. */
function rangesWords(ranges: readonly IterationRange[]): string {
  const words = ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`));
  return joinNames(words, RANGES_SHOWN) ?? 'none';
}

/** A worker and the iterations it skipped. */
export interface Gap {
  readonly worker: string;
  readonly ranges: string;
}

/** The workers with iterations missing before their newest one, the first few of them. */
export function missingIterations(workers: readonly WorkerProgress[]): Told<Gap> {
  const gapped = asCounted(workers.filter(({ missing }) => missing.length > 0));
  const { told, more } = take(gapped, GAPS_SHOWN);
  return { told: told.map(({ worker, missing }) => ({ worker, ranges: rangesWords(missing) })), more };
}
