import type { KnownBlock } from '@slack/types';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { cell, lines, list, nameCell, type Piece, smallPrint, table } from '../blockKit/blocks';
import { counted } from '../text/numbers';
import { failedJobs, failedWords } from './tuningText';
import { chosenWorkers, gaps, workerAge, workerDone } from './workerText';

/** Which jobs failed, and how. */
export function failedJobBlocks(snapshot: TuningStatusSnapshot): KnownBlock[] {
  const failed = failedWords(snapshot);
  if (failed === null) return [];
  const { told, more } = failedJobs(snapshot);
  const items = told.map(({ worker, words }): Piece[] => [
    worker === null ? 'worker not reported' : { data: worker },
    `: ${words}`,
  ]);
  return [list(`🔴 ${failed}`, andMore(items, more, 'job'))];
}

const andMore = (items: readonly Piece[][], more: number, noun: string): Piece[][] =>
  more === 0 ? [...items] : [...items, [`and ${counted(more, `more ${noun}`)}`]];

/** The workers' progress: all of few, the slowest of many. */
export function workerBlocks(snapshot: TuningStatusSnapshot): KnownBlock[] {
  const { told, more, title } = chosenWorkers(snapshot.byWorker);
  if (told.length === 0) return [];
  const rows = told.map((worker) => [
    nameCell(worker.worker, 40),
    cell(workerDone(worker)),
    cell(workerAge(worker, snapshot)),
  ]);
  return [
    ...(title === null ? [] : [lines([{ bold: title }])]),
    table([[cell('Worker'), cell('Done'), cell('Last')], ...rows]),
    ...(more === 0 ? [] : [smallPrint(`and ${counted(more, 'more worker')}`)]),
  ];
}

/** Which iterations are missing before a worker's newest one. */
export function gapBlocks({ byWorker }: TuningStatusSnapshot): KnownBlock[] {
  const { told, more } = gaps(byWorker);
  if (told.length === 0) return [];
  const items = told.map(({ worker, ranges }): Piece[] => [{ data: worker }, ` lacks ${ranges}`]);
  return [list('Missing iterations', andMore(items, more, 'worker'))];
}
