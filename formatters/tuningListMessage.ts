import type { KnownBlock } from '@slack/types';
import type { SessionRef } from '../src/state/botStore';
import { header, lines, type Piece, slackDate, smallPrint } from './blocks';
import { literal } from './escape';
import { dataMessage, type Message } from './message';
import { ago, counted } from './numbers';
import type { FormatOptions } from './options';
import { words } from './spoken';
import {
  failedJobsWords,
  hasEnded,
  isDone,
  noSession,
  placeName,
  progressBar,
  progressFigures,
  type Within,
} from './tuningWords';

/** One session in a list. */
export interface SessionSummary extends SessionRef {
  readonly completedIterations: number;
  /** As a person gave it; null when nobody did. */
  readonly totalIterations: number | null;
  /** How many workers have written an iteration. */
  readonly workerCount: number;
  /** How those of its ended jobs ended that were no success: the status of each. */
  readonly failedStatuses: readonly string[];
  /** As its snapshot has it. */
  readonly haveJobsEnded: boolean;
  /** The newest iteration's time; null when none could be read. */
  readonly lastUpdate: Date | null;
}

export interface SessionList {
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
  /** How many more there are than `sessions` holds. */
  readonly more: number;
  readonly within: Within;
  /** When they were read. */
  readonly now: Date;
}

const SESSIONS_SHOWN = 10;

/** The recent tuning sessions with their progress. */
export function tuningListMessage(
  { sessions, more, within, now }: SessionList,
  options: FormatOptions,
): Message {
  const read = smallPrint(`Read ${slackDate(now)}`);
  const [newest] = sessions;
  if (newest === undefined) {
    const none = `${noSession(within)} has left anything in Redis.`;
    return dataMessage(words(none), [lines([`⚪ ${none}`]), read], options);
  }
  const told = sessions.slice(0, SESSIONS_SHOWN);
  const untold = more + sessions.length - told.length;
  const blocks: KnownBlock[] = [
    header(`Tuning: ${counted(told.length, 'recent session')}`),
    ...told.flatMap((session): KnownBlock[] => [{ type: 'divider' }, lines(...sessionLines(session, now))]),
    ...(untold === 0 ? [] : [lines([`and ${counted(untold, 'older session')}`])]),
    read,
  ];
  const text = `The newest of ${counted(sessions.length + more, 'tuning session')} is ${literal(newest.sessionId)}`;
  return dataMessage(
    `${text} (${words(placeName(newest))}): ${progressFigures(progressOf(newest))}${failure(newest)}.`,
    blocks,
    options,
  );
}

/** ` · 2 jobs FAILED`, with a mark before it, or nothing. */
const failure = ({ failedStatuses }: SessionSummary, mark = ''): string =>
  failedStatuses.length === 0 ? '' : ` · ${mark}${failedJobsWords(failedStatuses.length, failedStatuses)}`;

const progressOf = ({ completedIterations, totalIterations }: SessionSummary) => ({
  completedIterations,
  totalIterations,
  progressPct: totalIterations === null ? null : (completedIterations / Math.max(totalIterations, 1)) * 100,
});

function sessionLines(session: SessionSummary, now: Date): Piece[][] {
  const progress = progressOf(session);
  const bar = progressBar(progress);
  const end = isDone(progress) ? ' · done' : hasEnded({ ...session, ...progress }) ? ' · ended' : '';
  const { lastUpdate } = session;
  const last =
    lastUpdate === null ? 'last iteration: time not reported' : `last iteration ${ago(lastUpdate, now)}`;
  return [
    [{ data: session.sessionId }],
    [
      {
        bold: `${bar === null ? '' : `${bar} `}${progressFigures(progress)}${end}${failure(session, '🔴 ')}`,
      },
    ],
    [`${placeName(session)} · ${counted(session.workerCount, 'worker')} · ${last}`],
  ];
}
