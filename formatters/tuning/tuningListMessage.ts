import type { KnownBlock } from '@slack/types';
import type { SessionRef } from '../../src/storage/botStore';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { codeSpan } from '../blockKit/escape';
import { words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { ago, pluralize } from '../text/numbers';
import {
  hasEnded,
  isDone,
  type Progress,
  progressBar,
  progressFigures,
  progressWords,
} from './tuningProgress';
import { evictionWords, failedJobsWords, noSession, type Scope, targetLabel } from './tuningText';

/** One session in a list. */
export interface SessionSummary extends SessionRef, Progress {
  /** How many workers have written an iteration. */
  readonly workerCount: number;
  /** How those of its ended jobs ended that were no success: the status of each. */
  readonly failedStatuses: readonly string[];
  /** The newest iteration's time; null when none could be read. */
  readonly lastUpdate: Date | null;
}

export interface SessionList {
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
  /** How many more there are than `sessions` holds. */
  readonly more: number;
  readonly within: Scope;
  /** By which Redis has evicted keys; null when it has not, or does not tell. */
  readonly evictionPolicy: string | null;
  /** When they were read. */
  readonly now: Date;
}

const SESSIONS_SHOWN = 10;

/** The recent tuning sessions with their progress. */
export function tuningListMessage(
  { sessions, more, within, evictionPolicy, now }: SessionList,
  options: FormatOptions,
): Message {
  const evicts = evictionPolicy === null ? [] : [evictionWords(evictionPolicy)];
  const read = contextBlock(...evicts, `Read ${slackDate(now)}`);
  const [newest] = sessions;
  if (newest === undefined) {
    const none = `${noSession(within)} has left anything in Redis.`;
    return dataMessage(words(none), [richText([`⚪ ${none}`]), read], options);
  }
  const told = sessions.slice(0, SESSIONS_SHOWN);
  const untold = more + sessions.length - told.length;
  const blocks: KnownBlock[] = [
    header(`Tuning: ${pluralize(told.length, 'recent session')}`),
    ...told.flatMap((session): KnownBlock[] => [
      { type: 'divider' },
      richText(...sessionLines(session, now)),
    ]),
    ...(untold === 0 ? [] : [richText([`and ${pluralize(untold, 'older session')}`])]),
    read,
  ];
  const text = `The newest of ${pluralize(sessions.length + more, 'tuning session')} is ${codeSpan(newest.sessionId)}`;
  return dataMessage(
    `${text} (${words(targetLabel(newest))}): ${progressFigures(newest)}${failure(newest)}.`,
    blocks,
    options,
  );
}

/** ` · 2 jobs FAILED`, with a mark before it, or nothing. */
const failure = ({ failedStatuses }: SessionSummary, mark = ''): string =>
  failedStatuses.length === 0 ? '' : ` · ${mark}${failedJobsWords(failedStatuses.length, failedStatuses)}`;

function sessionLines(session: SessionSummary, now: Date): TextSpan[][] {
  const bar = progressBar(session);
  const { lastUpdate } = session;
  const last =
    lastUpdate === null ? 'last iteration: time not reported' : `last iteration ${ago(lastUpdate, now)}`;
  return [
    [{ data: session.sessionId }],
    [
      {
        bold: `${bar === null ? '' : `${bar} `}${progressFigures(session)}${endOf(session)}${failure(session, '🔴 ')}`,
      },
    ],
    [`${targetLabel(session)} · ${pluralize(session.workerCount, 'worker')} · ${last}`],
  ];
}

function endOf(session: SessionSummary): string {
  if (isDone(session)) return ` · ${progressWords(session)}`;
  if (hasEnded(session)) return ' · ended';
  return session.runningAgain ? ' · running again' : '';
}
