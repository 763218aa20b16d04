import type { SessionRef } from '../../src/storage/botStore';
import { list, richText, type TextSpan } from '../blockKit/blocks';
import { codeSpan } from '../blockKit/escape';
import { words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { count, pluralize } from '../text/numbers';
import { noSession, type Scope, targetLabel } from './tuningText';

const SESSIONS_SHOWN = 10;
const LIST_THEM = '/arb-tuning';

const named = (sessions: readonly SessionRef[], more: number): TextSpan[][] => [
  ...sessions.map((session): TextSpan[] => [{ data: session.sessionId }, ` · ${targetLabel(session)}`]),
  ...(more === 0 ? [] : [[`and ${count(more)} more`]]),
];

/** Asks which of several sessions was meant by the start of an id. */
export function ambiguousSessionMessage(
  question: { readonly prefix: string; readonly candidates: readonly SessionRef[]; readonly more: number },
  options: FormatOptions,
): Message {
  const { prefix, candidates, more } = question;
  const told = candidates.slice(0, SESSIONS_SHOWN);
  const total = candidates.length + more;
  const rest = ': give more of the id, or its mode and env.';
  const blocks = [
    richText([`${pluralize(total, 'session')} could be `, { data: prefix }, rest]),
    list('Which one?', named(told, total - told.length)),
  ];
  const first = candidates.slice(0, 3).map(({ sessionId }) => codeSpan(sessionId));
  const text = `${pluralize(total, 'session')} could be ${codeSpan(prefix)}, such as ${first.join(', ')}${rest}`;
  return dataMessage(text, blocks, options);
}

/** Says that no session's id is, or starts with, `text`. */
export function unknownSessionMessage(
  answer: {
    readonly text: string;
    readonly suggestions: readonly SessionRef[];
    readonly within: Scope;
    /** By which Redis has evicted keys; null when it has not, or does not tell. */
    readonly evictionPolicy: string | null;
  },
  options: FormatOptions,
): Message {
  const suggestions = answer.suggestions.slice(0, SESSIONS_SHOWN);
  const none = noSession(answer.within);
  const evicts = answer.evictionPolicy === null ? [] : [evictedWords(answer.evictionPolicy)];
  const blocks = [
    richText(
      [`${none} is called or starts with `, { data: answer.text }, '.'],
      ...evicts.map((words) => [words]),
    ),
    ...(suggestions.length === 0 ? [] : [list('Did you mean', named(suggestions, 0))]),
    richText(['The recent ones: ', { data: LIST_THEM }]),
  ];
  const nearest = suggestions[0] ? ` Did you mean ${codeSpan(suggestions[0].sessionId)}?` : '';
  const asked = `${words(none)} is called or starts with ${codeSpan(answer.text)}.`;
  const text = [asked, ...evicts].join(' ') + nearest;
  return dataMessage(`${text} The recent ones: ${codeSpan(LIST_THEM)}`, blocks, options);
}

/** That there may have been such a session. */
const evictedWords = (policy: string): string =>
  `Redis evicts keys here (${policy}): there may have been one.`;
