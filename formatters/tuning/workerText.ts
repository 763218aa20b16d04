import type {
  IterationRange,
  TuningStatusSnapshot,
  WorkerProgress,
} from '../../src/monitors/tuning/tuningSnapshot';
import { t } from '../text/catalogue';
import { joinNames, type Truncated, take } from '../text/lists';

const ALL_SHOWN_UP_TO = 15;
const SLOWEST_SHOWN = 10;
const GAPS_SHOWN = 5;
const RANGES_SHOWN = 4;

/** The workers that are shown: all of few, the slowest of many. */
export interface WorkerSelection extends Truncated<WorkerProgress> {
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
  t.tuning.workerDone(endedBy(worker), worker.failed);

const bySlowness = (a: WorkerProgress, b: WorkerProgress): number =>
  endedBy(a) - endedBy(b) || (a.lastUpdate?.getTime() ?? 0) - (b.lastUpdate?.getTime() ?? 0);

/** The workers come by code point. */
export function selectWorkers(workers: readonly WorkerProgress[]): WorkerSelection {
  if (workers.length <= ALL_SHOWN_UP_TO) return { items: asCounted(workers), more: 0, title: null };
  const sorted = asCounted(workers).sort(bySlowness);
  const ended = sorted.map(endedBy);
  const title = t.tuning.slowest(SLOWEST_SHOWN, workers.length, ended[0] ?? 0, ended.at(-1) ?? 0);
  return { ...take(sorted, SLOWEST_SHOWN), title };
}

/** `25 s ago`, or that the time is not reported. */
export const workerAge = ({ lastUpdate }: WorkerProgress, { timestamp }: TuningStatusSnapshot): string =>
  lastUpdate === null ? t.common.missing.not_reported : t.tuning.ago(lastUpdate, timestamp);

/** Which iterations are missing, the first few gaps: `3, 5–7 and 2 more`. */
const rangesText = (ranges: readonly IterationRange[]): string =>
  joinNames(
    ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)),
    RANGES_SHOWN,
  ) ?? '';

/** A worker and the iterations it skipped. */
interface MissingIterations {
  readonly worker: string;
  readonly ranges: string;
}

/** The workers with iterations missing before their newest one, the first few of them. */
export function iterationGaps(workers: readonly WorkerProgress[]): Truncated<MissingIterations> {
  const gapped = asCounted(workers.filter(({ missing }) => missing.length > 0));
  const { items, more } = take(gapped, GAPS_SHOWN);
  return { items: items.map(({ worker, missing }) => ({ worker, ranges: rangesText(missing) })), more };
}
