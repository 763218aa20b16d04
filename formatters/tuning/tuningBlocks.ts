import type { KnownBlock } from '@slack/types';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import {
  bold,
  bulletList,
  contextBlock,
  type Line,
  line,
  literal,
  nameTableCell,
  richText,
  table,
  tableCell,
} from '../blockKit/blocks';
import { t } from '../text/catalogue';
import { workerRate } from './etaText';
import { failedJobs, failedJobsIn } from './tuningText';
import { iterationGaps, selectWorkers, workerAge, workerDone } from './workerText';

const withMore = (items: readonly Line[], more: number, text: (more: number) => string): Line[] =>
  more === 0 ? [...items] : [...items, [text(more)]];

/** Which jobs failed, and how. */
export function failedJobBlocks(snapshot: TuningStatusSnapshot): KnownBlock[] {
  const failed = failedJobsIn(snapshot);
  if (failed === null) return [];
  const { items, more } = failedJobs(snapshot);
  const jobs = items.map(
    ({ worker, text }) => line`${worker === null ? t.tuning.workerNotReported : literal(worker)}: ${text}`,
  );
  return [bulletList(`🔴 ${failed}`, withMore(jobs, more, t.tuning.moreJobs))];
}

/** The workers' progress: all of few, the slowest of many. */
export function workerBlocks(snapshot: TuningStatusSnapshot): KnownBlock[] {
  const { items, more, title } = selectWorkers(snapshot.byWorker);
  if (items.length === 0) return [];
  const { worker, done, rate, last } = t.tuning.columns;
  const rows = items.map((each) => [
    nameTableCell(each.worker, 40),
    tableCell(workerDone(each)),
    tableCell(workerRate(each)),
    tableCell(workerAge(each, snapshot)),
  ]);
  return [
    ...(title === null ? [] : [richText([bold(title)])]),
    table([[worker, done, rate, last].map(tableCell), ...rows]),
    ...(more === 0 ? [] : [contextBlock(t.tuning.moreWorkers(more))]),
  ];
}

/** Which iterations are missing before a worker's newest one. */
export function gapBlocks({ byWorker }: TuningStatusSnapshot): KnownBlock[] {
  const { items, more } = iterationGaps(byWorker);
  if (items.length === 0) return [];
  const gaps = items.map(({ worker, ranges }) => t.tuning.lacks(literal(worker), ranges));
  return [bulletList(t.tuning.missing, withMore(gaps, more, t.tuning.moreWorkers))];
}
