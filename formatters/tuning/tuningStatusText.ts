import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { sanitize } from '../blockKit/escape';
import type { PlainTextOptions } from '../blockKit/options';
import { pluralize } from '../text/numbers';
import { demoLine, maybe, zonedText } from '../text/plainText';
import { problemLines } from '../text/problemList';
import {
  hasEnded,
  isDone,
  progressBar,
  progressFigures,
  progressOf,
  progressWords,
  totalOf,
} from './tuningProgress';
import {
  evictionWords,
  failedJobs,
  failedJobsText,
  hasNoData,
  isIdle,
  lastIterationWords,
  metricsKeysWords,
  otherStatuses,
  plannedWords,
  runsWords,
  targetLabel,
  warnings,
} from './tuningText';
import { missingIterations, selectWorkers, workerAge, workerDone } from './workerText';

/** How far one tuning session is, for a terminal; control characters in names are made visible. */
export function tuningStatusText(snapshot: TuningStatusSnapshot, options: PlainTextOptions): string {
  const name = `${sanitize(snapshot.sessionId)} (${targetLabel(snapshot)})`;
  const read = `Read ${zonedText(snapshot.timestamp, options.zone)}`;
  if (hasNoData(snapshot))
    return [
      ...demoLine(options),
      `${name} reports nothing: Redis holds no iteration and no job of it.`,
      ...maybe(snapshot.evictionPolicy, (policy) => `! ${evictionWords(policy)}`),
      read,
    ].join('\n');
  const progress = progressOf(snapshot);
  const bar = progressBar(progress);
  return [
    ...demoLine(options),
    `Tuning session ${name}`,
    `${bar === null ? '' : `${bar} `}${progressFigures(progress)}${isDone(progress) ? `, ${progressWords(progress)}` : ''}`,
    ...(hasEnded(progress) ? ['Its jobs have ended.'] : []),
    ...(snapshot.runningAgain && !isDone(progress) ? ['It is running again.'] : []),
    ...runsWords(snapshot),
    ...(isIdle(snapshot) ? [] : [`${lastIterationWords(snapshot)}.`]),
    ...maybe(failedJobsText(snapshot), (words) => `! ${words}:`),
    ...failedJobLines(snapshot),
    ...warnings(snapshot).map((alarm) => `! ${alarm}`),
    ...maybe(plannedWords(snapshot), (words) => words),
    ...(totalOf(progress) === null ? ['Tell the total with --total-iterations N.'] : []),
    ...maybe(otherStatuses(snapshot), (words) => `Not completed: ${words}.`),
    ...maybe(metricsKeysWords(snapshot), (words) => `Further fields of the iterations: ${words}.`),
    ...workerLines(snapshot),
    ...gapLines(snapshot),
    ...problemLines(snapshot.problems, snapshot.problemsOmitted),
    ...(snapshot.firstUpdate === null
      ? []
      : [`First iteration ${zonedText(snapshot.firstUpdate, options.zone)}`]),
    ...(snapshot.lastUpdate === null
      ? []
      : [`Last iteration  ${zonedText(snapshot.lastUpdate, options.zone)}`]),
    read,
  ].join('\n');
}

function failedJobLines(snapshot: TuningStatusSnapshot): string[] {
  const { told, more } = failedJobs(snapshot);
  const lines = told.map(
    ({ worker, words }) => `  ${worker === null ? 'worker not reported' : sanitize(worker)}: ${words}`,
  );
  return more === 0 ? lines : [...lines, `  and ${pluralize(more, 'more job')}`];
}

/** Names come last, so that no name, however wide its letters, shifts the figures. */
function workerLines(snapshot: TuningStatusSnapshot): string[] {
  const { told, more, title } = selectWorkers(snapshot.byWorker);
  if (told.length === 0) return [];
  const rows = told.map((worker) => ({
    ...worker,
    done: workerDone(worker),
    age: workerAge(worker, snapshot),
  }));
  const doneWidth = Math.max('done'.length, ...rows.map(({ done }) => done.length));
  const ageWidth = Math.max('last'.length, ...rows.map(({ age }) => age.length));
  const line = (done: string, age: string, name: string) =>
    `  ${done.padStart(doneWidth)}  ${age.padStart(ageWidth)}  ${name}`;
  return [
    ...maybe(title, (words) => `${words}:`),
    line('done', 'last', 'worker'),
    ...rows.map(({ done, age, worker }) => line(done, age, sanitize(worker))),
    ...(more === 0 ? [] : [`  and ${pluralize(more, 'more worker')}`]),
  ];
}

function gapLines({ byWorker }: TuningStatusSnapshot): string[] {
  const { told, more } = missingIterations(byWorker);
  const lines = told.map(({ worker, ranges }) => `Missing: ${sanitize(worker)} lacks ${ranges}`);
  return more === 0 ? lines : [...lines, `Missing: ${pluralize(more, 'more worker')}`];
}
