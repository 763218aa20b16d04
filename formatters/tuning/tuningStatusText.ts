import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { sanitize } from '../blockKit/escape';
import type { PlainTextOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { demoLine, maybe, plainLine } from '../text/plainText';
import { problemLines } from '../text/problemList';
import {
  hasEnded,
  isDone,
  isRunningAgain,
  progressBar,
  progressFigures,
  progressOf,
  progressText,
  totalOf,
} from './tuningProgress';
import {
  failedJobs,
  failedJobsIn,
  hasNoData,
  isIdle,
  iterationNotes,
  lastIterationText,
  plannedText,
  runsText,
  sessionPlace,
  tuningWarnings,
} from './tuningText';
import { iterationGaps, selectWorkers, workerAge, workerDone } from './workerText';

/** How far one tuning session is, for a terminal; control characters in names are made visible. */
export function tuningStatusText(snapshot: TuningStatusSnapshot, options: PlainTextOptions): string {
  const { firstUpdate, lastUpdate, timestamp, evictionPolicy } = snapshot;
  const id = sanitize(snapshot.sessionId);
  const place = sessionPlace(snapshot);
  const read = plainLine(t.common.readAtLine(timestamp), options.zone);
  if (hasNoData(snapshot))
    return [
      ...demoLine(options),
      t.tuning.noDataInTerminal(`${id} (${place})`),
      ...maybe(evictionPolicy, (policy) => `! ${t.tuning.eviction(policy)}`),
      read,
    ].join('\n');
  const progress = progressOf(snapshot);
  const done = isDone(progress) ? `, ${progressText(progress)}` : '';
  return [
    ...demoLine(options),
    t.tuning.session(id, place),
    `${progressBar(progress)}${progressFigures(progress)}${done}`,
    ...(hasEnded(progress) ? [t.tuning.jobsHaveEnded] : []),
    ...(isRunningAgain(progress) ? [t.tuning.isRunningAgain] : []),
    ...runsText(snapshot),
    ...(isIdle(snapshot) ? [] : [`${lastIterationText(snapshot)}.`]),
    ...maybe(failedJobsIn(snapshot), (text) => `! ${text}:`),
    ...failedJobLines(snapshot),
    ...tuningWarnings(snapshot).map((text) => `! ${text}`),
    ...maybe(plannedText(snapshot), (text) => text),
    ...(totalOf(progress) === null ? [t.tuning.setTotalInTerminal] : []),
    ...iterationNotes(snapshot),
    ...workerLines(snapshot),
    ...gapLines(snapshot),
    ...problemLines(snapshot.problems, snapshot.problemsOmitted),
    ...maybe(firstUpdate, (at) => plainLine(t.tuning.firstIterationLine(at), options.zone)),
    ...maybe(lastUpdate, (at) => plainLine(t.tuning.lastIterationLine(at), options.zone)),
    read,
  ].join('\n');
}

function failedJobLines(snapshot: TuningStatusSnapshot): string[] {
  const { items, more } = failedJobs(snapshot);
  const lines = items.map(
    ({ worker, text }) => `  ${worker === null ? t.tuning.workerNotReported : sanitize(worker)}: ${text}`,
  );
  return more === 0 ? lines : [...lines, `  ${t.tuning.moreJobs(more)}`];
}

/** Names come last, so that no name, however wide its letters, shifts the figures. */
function workerLines(snapshot: TuningStatusSnapshot): string[] {
  const { items, more, title } = selectWorkers(snapshot.byWorker);
  if (items.length === 0) return [];
  const { worker, done, last } = t.tuning.columns;
  const rows = [
    [done.toLowerCase(), last.toLowerCase(), worker.toLowerCase()],
    ...items.map((each) => [workerDone(each), workerAge(each, snapshot), sanitize(each.worker)]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), 0];
  return [
    ...maybe(title, (text) => `${text}:`),
    ...rows.map((row) => `  ${row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')}`),
    ...(more === 0 ? [] : [`  ${t.tuning.moreWorkers(more)}`]),
  ];
}

function gapLines({ byWorker }: TuningStatusSnapshot): string[] {
  const { items, more } = iterationGaps(byWorker);
  const lines = items.map(({ worker, ranges }) => t.tuning.lacksInTerminal(sanitize(worker), ranges));
  return more === 0 ? lines : [...lines, t.tuning.moreMissing(more)];
}
