import type { FollowAsked, SessionHistory, Span } from './history';

/** When somebody follows something, as the answers to what people asked tell. */
export interface FollowSpans {
  /** Then it was followed for certain. */
  readonly required: readonly Span[];
  /** It may have been followed then: outside of these it was not. */
  readonly possible: readonly Span[];
}

/** A status is followed for so long, in ms, and a session. */
const LASTS_MS = { status: 8 * 3_600_000, session: 7 * 24 * 3_600_000, board: Number.POSITIVE_INFINITY };

const BEGUN = ['started', 'soon', 'joined'];
/** Nothing came of it. */
const NOTHING = ['refused', 'full', 'conflict'];

/** `asked` is about one followed id, in the order of time. */
export function followSpansOf(
  asked: readonly FollowAsked[],
  sessions: readonly SessionHistory[],
): FollowSpans {
  const required: Span[] = [];
  const possible: Span[] = [];
  for (const [i, { what, kind, at, answer, sessionId }] of asked.entries()) {
    if (what === 'stop' || NOTHING.includes(answer?.kind ?? '')) continue;
    const session = sessions.find(({ id }) => id === sessionId);
    const finishedAt = session?.finished ? (session.stoppedAt ?? Infinity) : Infinity;
    const naturalEnd = Math.min(at + LASTS_MS[kind], finishedAt);
    const stops = asked.slice(i + 1).filter((each) => each.what === 'stop');
    const stopped = stops.find((each) => each.answer !== null && each.answer.kind !== 'unknown');
    const endedFor = Math.min(naturalEnd, stopped?.answer?.at ?? Infinity);
    possible.push({ from: at, to: endedFor });
    if (answer !== null && BEGUN.includes(answer.kind))
      required.push({ from: answer.at, to: Math.min(naturalEnd, stops[0]?.at ?? Infinity) });
  }
  return { required, possible };
}
