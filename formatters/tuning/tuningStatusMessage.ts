import type { KnownBlock } from '@slack/types';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { codeSpan } from '../blockKit/escape';
import { words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { lowerFirst } from '../text/case';
import { pluralize } from '../text/numbers';
import { problemList } from '../text/problemList';
import { failedJobBlocks, gapBlocks, workerBlocks } from './tuningBlocks';
import {
  hasEnded,
  isDone,
  isOverfull,
  iterationsWords,
  progressBar,
  progressFigures,
  progressOf,
  progressWords,
  totalOf,
} from './tuningProgress';
import {
  evictionWords,
  failedJobsText,
  hasNoData,
  isAhead,
  isIdle,
  lastIterationWords,
  metricsKeysWords,
  otherStatuses,
  plannedWords,
  runsWords,
  targetLabel,
  warnings,
} from './tuningText';

/** What is said beside how far a session is. */
export interface TuningAside {
  /** Our own words, told in small print. */
  readonly notes?: readonly string[];
  /** What to type to tell a total that nobody gave, with `<total>` in its place. */
  readonly totalCommand?: string;
}

/** How far one tuning session is. */
export function tuningStatusMessage(
  snapshot: TuningStatusSnapshot,
  options: FormatOptions,
  { notes = [], totalCommand }: TuningAside = {},
): Message {
  if (hasNoData(snapshot)) return nothingReported(snapshot, options);
  const blocks: KnownBlock[] = [
    header(headline(snapshot)),
    richText(...topLines(snapshot, totalCommand)),
    ...failedJobBlocks(snapshot),
    ...workerBlocks(snapshot),
    ...gapBlocks(snapshot),
    ...problemList(snapshot.problems, snapshot.problemsOmitted),
    contextBlock(...notes, ...times(snapshot)),
  ];
  return dataMessage(sentence(snapshot), blocks, options);
}

function nothingReported(snapshot: TuningStatusSnapshot, options: FormatOptions): Message {
  const rest = ` reports nothing: Redis holds no iteration and no job of it in ${targetLabel(snapshot)}.`;
  const evicts = snapshot.evictionPolicy === null ? [] : [evictionWords(snapshot.evictionPolicy)];
  const blocks = [
    richText(['⚪ Session ', { data: snapshot.sessionId }, rest], ...evicts.map((words) => [words])),
    contextBlock(`Read ${slackDate(snapshot.timestamp)}`),
  ];
  const text = [`Tuning session ${codeSpan(snapshot.sessionId)}${words(rest)}`, ...evicts].join(' ');
  return dataMessage(text, blocks, options);
}

function headline(snapshot: TuningStatusSnapshot): string {
  const failed = failedJobsText(snapshot);
  const mark = failed === null ? progressMark(snapshot) : '🔴';
  const progress = progressOf(snapshot);
  const words = totalOf(progress) === null ? progressFigures(progress) : progressWords(progress);
  const ended = hasEnded(progress) ? ['ended'] : isGoingOnAgain(snapshot) ? ['running again'] : [];
  const quiet = isIdle(snapshot) ? [lowerFirst(lastIterationWords(snapshot))] : [];
  return `${mark} Tuning: ${[...ended, words, ...(failed === null ? [] : [failed]), ...quiet].join(' · ')}`;
}

function progressMark(snapshot: TuningStatusSnapshot): string {
  const progress = progressOf(snapshot);
  const haveSomeFailed = isDone(progress) && snapshot.failedIterations > 0;
  if (isOverfull(progress) || isIdle(snapshot) || haveSomeFailed) return '🟠';
  return isDone(progress) || hasEnded(progress) ? '✅' : '🔵';
}

const isGoingOnAgain = (snapshot: TuningStatusSnapshot): boolean =>
  snapshot.runningAgain && !isDone(progressOf(snapshot));

function topLines(snapshot: TuningStatusSnapshot, totalCommand: string | undefined): TextSpan[][] {
  const progress = progressOf(snapshot);
  const bar = progressBar(progress);
  const others = otherStatuses(snapshot);
  const fields = metricsKeysWords(snapshot);
  return [
    ...(bar === null ? [] : [[{ bold: `${bar} ${progressFigures(progress)}` }]]),
    [{ data: snapshot.sessionId }],
    [
      `${targetLabel(snapshot)}${isToldApart(snapshot) ? '' : ` · ${lowerFirst(lastIterationWords(snapshot))}`}`,
    ],
    // That it is quiet stands in the heading.
    ...warnings(snapshot)
      .slice(isIdle(snapshot) ? 1 : 0)
      .map((alarm) => [{ bold: `⚠️ ${alarm}` }]),
    ...runsWords(snapshot).map((words) => [words]),
    ...totalLines(snapshot, totalCommand),
    ...(others === null ? [] : [[`Not completed: ${others}.`]]),
    ...(fields === null ? [] : [[`Further fields of the iterations: ${fields}.`]]),
  ];
}

/** True when an alarm tells of the last iteration. */
const isToldApart = (snapshot: TuningStatusSnapshot): boolean => isIdle(snapshot) || isAhead(snapshot);

function totalLines(snapshot: TuningStatusSnapshot, command: string | undefined): TextSpan[][] {
  if (totalOf(progressOf(snapshot)) !== null) return [];
  const planned = plannedWords(snapshot);
  return [
    ...(planned === null ? [] : [[planned]]),
    ...(command === undefined ? [] : [['Tell the total: ', { data: command, limit: 120 }]]),
  ];
}

function times(snapshot: TuningStatusSnapshot): string[] {
  const { firstUpdate, lastUpdate, timestamp } = snapshot;
  return [
    ...(firstUpdate === null ? [] : [`First iteration ${slackDate(firstUpdate)}`]),
    ...(lastUpdate === null ? [] : [`Last iteration ${slackDate(lastUpdate)}`]),
    `Read ${slackDate(timestamp)}`,
  ];
}

function sentence(snapshot: TuningStatusSnapshot): string {
  const name = `Tuning session ${codeSpan(snapshot.sessionId)} (${words(targetLabel(snapshot))})`;
  const told = stateClause(snapshot);
  const by = `by ${pluralize(snapshot.workers.length, 'worker')}`;
  const last = isToldApart(snapshot) ? '' : `, ${lowerFirst(lastIterationWords(snapshot))}`;
  const failed = failedJobsText(snapshot);
  const further = [...(failed === null ? [] : [`${failed}.`]), ...warnings(snapshot)];
  return [`${name} ${told} ${iterationsWords(progressOf(snapshot))} ${by}${last}.`, ...further].join(' ');
}

/** What stands between a session and its iterations: `is 80 % done:`. */
function stateClause(snapshot: TuningStatusSnapshot): string {
  const progress = progressOf(snapshot);
  const words = progressWords(progress);
  if (isDone(progress) && !isOverfull(progress)) return `has ${words}:`;
  if (hasEnded(progress)) return 'has ended, with';
  if (totalOf(progress) === null) return isGoingOnAgain(snapshot) ? 'is running again, with' : 'has';
  return isGoingOnAgain(snapshot) ? `is running again, ${words}:` : `is ${words}:`;
}
