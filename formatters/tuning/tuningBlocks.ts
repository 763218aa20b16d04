import type { KnownBlock } from '@slack/types';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import {
  contextBlock,
  list,
  nameTableCell,
  richText,
  type TextSpan,
  table,
  tableCell,
} from '../blockKit/blocks';
import { pluralize } from '../text/numbers';
import { failedJobs, failedJobsText } from './tuningText';
import { missingIterations, selectWorkers, workerAge, workerDone } from './workerText';

/** Which jobs failed, and how. */
export function failedJobBlocks(snapshot: TuningStatusSnapshot): KnownBlock[] {
  const failed = failedJobsText(snapshot);
  if (failed === null) return [];
  const { told, more } = failedJobs(snapshot);
  const items = told.map(({ worker, words }): TextSpan[] => [
    worker === null ? 'worker not reported' : { data: worker },
    `: ${words}`,
  ]);
  return [list(`🔴 ${failed}`, andMore(items, more, 'job'))];
}

const andMore = (items: readonly TextSpan[][], more: number, noun: string): TextSpan[][] =>
  more === 0 ? [...items] : [...items, [`and ${pluralize(more, `more ${noun}`)}`]];

/** The workers' progress: all of few, the slowest of many. */
export function workerBlocks(snapshot: TuningStatusSnapshot): KnownBlock[] {
  const { told, more, title } = selectWorkers(snapshot.byWorker);
  if (told.length === 0) return [];
  const rows = told.map((worker) => [
    nameTableCell(worker.worker, 40),
    tableCell(workerDone(worker)),
    tableCell(workerAge(worker, snapshot)),
  ]);
  return [
    ...(title === null ? [] : [richText([{ bold: title }])]),
    table([[tableCell('Worker'), tableCell('Done'), tableCell('Last')], ...rows]),
    ...(more === 0 ? [] : [contextBlock(`and ${pluralize(more, 'more worker')}`)]),
  ];
}

/** Which iterations are missing before a worker's newest one. */
export function gapBlocks({ byWorker }: TuningStatusSnapshot): KnownBlock[] {
  const { told, more } = missingIterations(byWorker);
  if (told.length === 0) return [];
  const items = told.map(({ worker, ranges }): TextSpan[] => [{ data: worker }, ` lacks ${ranges}`]);
  return [list('Missing iterations', andMore(items, more, 'worker'))];
}
