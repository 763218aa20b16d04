import type { TuningStatusSnapshot } from '../src/monitors/tuningSnapshot';
import type { SessionRef } from '../src/state/botStore';
import type { Message } from './message';
import type { FormatOptions } from './options';

/** What a list shows of a session; a whole snapshot will do. */
export type SessionSummary = SessionRef &
  Pick<
    TuningStatusSnapshot,
    'completedIterations' | 'totalIterations' | 'progressPct' | 'workers' | 'lastUpdate'
  >;

export interface SessionList {
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
  /** How many more there are than `sessions` holds. */
  readonly more: number;
  /** When they were read. */
  readonly now: Date;
}

/** The recent tuning sessions with their progress. */
export const tuningListMessage = (list: SessionList, _options: FormatOptions): Message => ({
  text: `${list.sessions.length} sessions`,
  blocks: [],
});

/** Asks which of several sessions was meant by the start of an id. */
export const ambiguousSessionMessage = (
  question: { readonly prefix: string; readonly candidates: readonly SessionRef[]; readonly more: number },
  _options: FormatOptions,
): Message => ({ text: question.prefix, blocks: [] });

/** Says that no session's id is, or starts with, `text`. */
export const unknownSessionMessage = (
  answer: { readonly text: string; readonly suggestions: readonly SessionRef[] },
  _options: FormatOptions,
): Message => ({ text: answer.text, blocks: [] });
