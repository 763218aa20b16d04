import type { SessionRef } from '../../src/storage/botStore';
import { bulletList, joined, type Line, line, literal, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { noSession, type Scope, type SessionLabel, sessionLabel, sessionPlace } from './tuningText';

const SESSIONS_SHOWN = 10;
const LIST_COMMAND = '/arb-tuning';

/** A session, with what it is called. */
type NamedSession = SessionRef & SessionLabel;

const named = (sessions: readonly NamedSession[], more: number): Line[] => [
  ...sessions.map((session) => line`${sessionLabel(session)} · ${sessionPlace(session)}`),
  ...(more === 0 ? [] : [[t.common.more(more)]]),
];

/** Asks which of several sessions was meant by the start of an id. */
export function ambiguousSessionMessage(
  question: { readonly prefix: string; readonly candidates: readonly NamedSession[]; readonly more: number },
  options: FormatOptions,
): Message {
  const { prefix, candidates, more } = question;
  const shown = candidates.slice(0, SESSIONS_SHOWN);
  const total = candidates.length + more;
  const blocks = [
    richText(t.tuning.couldBe(total, prefix, null)),
    bulletList(t.tuning.whichOne, named(shown, total - shown.length)),
  ];
  const examples = joined(
    candidates.slice(0, 3).map(({ sessionId }) => literal(sessionId)),
    ', ',
  );
  return dataMessage(mrkdwn(t.tuning.couldBe(total, prefix, examples)), blocks, options);
}

/** Says that no session's id is, or starts with, `text`. */
export function unknownSessionMessage(
  answer: {
    readonly text: string;
    readonly suggestions: readonly NamedSession[];
    readonly within: Scope;
    /** By which Redis has evicted keys; null when it has not, or does not say. */
    readonly evictionPolicy: string | null;
  },
  options: FormatOptions,
): Message {
  const suggestions = answer.suggestions.slice(0, SESSIONS_SHOWN);
  const [nearest] = suggestions;
  const none = t.tuning.noneCalled(noSession(answer.within), literal(answer.text));
  const evicts = answer.evictionPolicy === null ? [] : [[t.tuning.mayHaveBeenEvicted(answer.evictionPolicy)]];
  const recent = t.tuning.recentOnes(LIST_COMMAND);
  const blocks = [
    richText(none, ...evicts),
    ...(nearest === undefined ? [] : [bulletList(t.tuning.didYouMean, named(suggestions, 0))]),
    richText(recent),
  ];
  const asked = [none, ...evicts].map(mrkdwn).join(' ');
  const meant = nearest === undefined ? '' : mrkdwn(t.tuning.didYouMeanOne(nearest.sessionId));
  return dataMessage(`${asked}${meant} ${mrkdwn(recent)}`, blocks, options);
}
