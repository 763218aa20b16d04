import type { KnownBlock } from '@slack/types';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { bold, contextBlock, header, type Line, richText } from '../blockKit/blocks';
import { mrkdwn, safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { lowerFirst } from '../text/case';
import { t } from '../text/catalogue';
import { problemList } from '../text/problemList';
import { etaLines, etaSentence, paceLines } from './etaText';
import { failedJobBlocks, gapBlocks, workerBlocks } from './tuningBlocks';
import {
  exceedsTotal,
  hasEnded,
  isDone,
  isRunningAgain,
  iterationsText,
  progressBar,
  progressFigures,
  progressOf,
  progressText,
  totalOf,
} from './tuningProgress';
import {
  failedJobsIn,
  hasNoData,
  isAhead,
  isIdle,
  iterationNotes,
  lastIterationText,
  plannedText,
  runsText,
  sessionLabel,
  sessionPlace,
  tuningWarnings,
} from './tuningText';

/** What is said beside how far a session is. */
export interface TuningAside {
  /** Our own words, in small print. */
  readonly notes?: readonly string[];
  /** What to type to set a total that nobody gave, with `<total>` in its place. */
  readonly totalCommand?: string;
}

/** How far one tuning session is. */
export function tuningStatusMessage(
  snapshot: TuningStatusSnapshot,
  options: FormatOptions,
  { notes = [], totalCommand }: TuningAside = {},
): Message {
  if (hasNoData(snapshot)) return noDataMessage(snapshot, options);
  const { firstUpdate, lastUpdate, timestamp } = snapshot;
  const blocks: KnownBlock[] = [
    header(headline(snapshot)),
    richText(...topLines(snapshot, totalCommand)),
    ...failedJobBlocks(snapshot),
    ...workerBlocks(snapshot),
    ...gapBlocks(snapshot),
    ...problemList(snapshot.problems, snapshot.problemsOmitted),
    contextBlock(
      ...notes,
      ...(firstUpdate === null ? [] : [t.tuning.firstIterationAt(firstUpdate)]),
      ...(lastUpdate === null ? [] : [t.tuning.lastIterationAt(lastUpdate)]),
      t.common.readAt(timestamp),
    ),
  ];
  return dataMessage(sentence(snapshot), blocks, options);
}

function noDataMessage(snapshot: TuningStatusSnapshot, options: FormatOptions): Message {
  const { evictionPolicy, timestamp } = snapshot;
  const nothing = t.tuning.noData(sessionLabel(snapshot), sessionPlace(snapshot));
  const evicts = evictionPolicy === null ? [] : [t.tuning.eviction(evictionPolicy)];
  const blocks = [
    richText(['⚪ ', ...nothing], ...evicts.map((text) => [text])),
    contextBlock(t.common.readAt(timestamp)),
  ];
  return dataMessage([mrkdwn(nothing), ...evicts].join(' '), blocks, options);
}

function headline(snapshot: TuningStatusSnapshot): string {
  const failed = failedJobsIn(snapshot);
  const mark = failed === null ? progressMark(snapshot) : '🔴';
  const progress = progressOf(snapshot);
  const parts = [
    ...(hasEnded(progress) ? [t.tuning.ended] : isRunningAgain(progress) ? [t.tuning.runningAgain] : []),
    totalOf(progress) === null ? progressFigures(progress) : progressText(progress),
    ...(failed === null ? [] : [failed]),
    ...(isIdle(snapshot) ? [lowerFirst(lastIterationText(snapshot))] : []),
  ];
  return `${mark} ${t.tuning.title(parts)}`;
}

function progressMark(snapshot: TuningStatusSnapshot): string {
  const progress = progressOf(snapshot);
  const haveSomeFailed = isDone(progress) && snapshot.failedIterations > 0;
  if (exceedsTotal(progress) || isIdle(snapshot) || haveSomeFailed) return '🟠';
  return isDone(progress) || hasEnded(progress) ? '✅' : '🔵';
}

function topLines(snapshot: TuningStatusSnapshot, totalCommand: string | undefined): Line[] {
  const progress = progressOf(snapshot);
  const bar = progressBar(progress);
  const last = isLastInWarnings(snapshot) ? '' : ` · ${lowerFirst(lastIterationText(snapshot))}`;
  return [
    ...(bar === '' ? [] : [[bold(`${bar}${progressFigures(progress)}`)]]),
    sessionLabel(snapshot),
    [`${sessionPlace(snapshot)}${last}`],
    ...etaLines(snapshot),
    ...paceLines(snapshot),
    // That it is quiet stands in the heading.
    ...tuningWarnings(snapshot)
      .slice(isIdle(snapshot) ? 1 : 0)
      .map((text) => [t.live.warning(text)]),
    ...runsText(snapshot).map((text) => [text]),
    ...totalLines(snapshot, totalCommand),
    ...iterationNotes(snapshot).map((text) => [text]),
  ];
}

/** True when a warning says when the last iteration came. */
const isLastInWarnings = (snapshot: TuningStatusSnapshot): boolean => isIdle(snapshot) || isAhead(snapshot);

function totalLines(snapshot: TuningStatusSnapshot, command: string | undefined): Line[] {
  if (totalOf(progressOf(snapshot)) !== null) return [];
  const planned = plannedText(snapshot);
  return [
    ...(planned === null ? [] : [[planned]]),
    ...(command === undefined ? [] : [t.tuning.setTotal(command)]),
  ];
}

function sentence(snapshot: TuningStatusSnapshot): string {
  const name = t.tuning.session(mrkdwn(sessionLabel(snapshot)), safeText(sessionPlace(snapshot)));
  const last = isLastInWarnings(snapshot) ? null : lowerFirst(lastIterationText(snapshot));
  const iterations = iterationsText(progressOf(snapshot));
  const failed = failedJobsIn(snapshot);
  return [
    t.tuning.sentence(name, stateClause(snapshot), iterations, snapshot.workers.length, last),
    ...etaSentence(snapshot),
    ...(failed === null ? [] : [`${failed}.`]),
    ...tuningWarnings(snapshot),
  ].join(' ');
}

/** What stands between a session and its iterations: `is 80 % done:`. */
function stateClause(snapshot: TuningStatusSnapshot): string {
  const progress = progressOf(snapshot);
  const text = progressText(progress);
  const { clause } = t.tuning;
  if (isDone(progress) && !exceedsTotal(progress)) return clause.finished(text);
  if (hasEnded(progress)) return clause.ended;
  if (totalOf(progress) === null) return isRunningAgain(progress) ? clause.again : clause.running;
  return isRunningAgain(progress) ? clause.againOf(text) : clause.runningOf(text);
}
