import type { KnownBlock } from '@slack/types';
import type { SessionRef } from '../../src/storage/botStore';
import { bold, contextBlock, header, type Line, literal, richText } from '../blockKit/blocks';
import { mrkdwn, safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { lowerFirst } from '../text/case';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import {
  hasEnded,
  isDone,
  type Progress,
  progressBar,
  progressFigures,
  progressText,
} from './tuningProgress';
import { failedJobsText, noSession, type Scope, sessionLabel, sessionPlace } from './tuningText';

/** One session in a list. */
export interface SessionSummary extends SessionRef, Progress {
  /** What somebody calls it; null where nobody has named it. */
  readonly name: string | null;
  /** How many workers have written an iteration. */
  readonly workerCount: number;
  /** How those of its ended jobs ended that were no success: the status of each. */
  readonly failedStatuses: readonly string[];
  /** The newest iteration's time; null when none could be read. */
  readonly lastUpdate: Date | null;
}

/** With what can be typed for it. */
export interface ListedSession extends SessionSummary {
  readonly shortId: string;
}

export interface SessionList {
  /** Newest first. */
  readonly sessions: readonly ListedSession[];
  /** How many more there are than `sessions` holds. */
  readonly more: number;
  readonly within: Scope;
  /** By which Redis has evicted keys; null when it has not, or does not say. */
  readonly evictionPolicy: string | null;
  /** When they were read. */
  readonly now: Date;
}

const SESSIONS_SHOWN = 10;
/** Of a longer id, it is said how little of it must be typed. */
const LONG_ID = 12;

/** The recent tuning sessions with their progress. */
export function tuningListMessage(
  { sessions, more, within, evictionPolicy, now }: SessionList,
  options: FormatOptions,
): Message {
  const evicts = evictionPolicy === null ? [] : [t.tuning.eviction(evictionPolicy)];
  const read = contextBlock(...evicts, t.common.readAt(now));
  const [newest] = sessions;
  if (newest === undefined) {
    const none = t.tuning.noneInRedis(noSession(within));
    return dataMessage(safeText(none), [richText([`⚪ ${none}`]), read], options);
  }
  const { items, more: rest } = take(sessions, SESSIONS_SHOWN);
  const older = more + rest;
  const blocks: KnownBlock[] = [
    header(t.tuning.heading(items.length)),
    ...items.flatMap((session): KnownBlock[] => [
      { type: 'divider' },
      richText(...sessionLines(session, now)),
    ]),
    ...(older === 0 ? [] : [richText([t.tuning.older(older)])]),
    read,
  ];
  const text = t.tuning.newest(
    sessions.length + more,
    mrkdwn(sessionLabel(newest)),
    safeText(sessionPlace(newest)),
    [progressFigures(newest), ...failureOf(newest)].join(' · '),
  );
  return dataMessage(text, blocks, options);
}

/** `2 jobs FAILED`, or nothing. */
const failureOf = ({ failedStatuses }: SessionSummary): string[] =>
  failedStatuses.length === 0 ? [] : [failedJobsText(failedStatuses.length, failedStatuses)];

function sessionLines(session: ListedSession, now: Date): Line[] {
  const { lastUpdate, workerCount } = session;
  const last = lastUpdate === null ? t.tuning.lastIterationUnknown : t.tuning.lastIteration(lastUpdate, now);
  const progress = [
    `${progressBar(session)}${progressFigures(session)}`,
    ...endOf(session),
    ...failureOf(session).map((text) => `🔴 ${text}`),
  ];
  return [
    session.sessionId.length > LONG_ID
      ? t.tuning.listed(sessionLabel(session), literal(session.shortId))
      : sessionLabel(session),
    [bold(progress.join(' · '))],
    [[sessionPlace(session), t.tuning.workers(workerCount), lowerFirst(last)].join(' · ')],
  ];
}

function endOf(session: SessionSummary): string[] {
  if (isDone(session)) return [progressText(session)];
  if (hasEnded(session)) return [t.tuning.ended];
  return session.runningAgain ? [t.tuning.runningAgain] : [];
}
