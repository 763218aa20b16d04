import type { RedisRole, StoreOutage, UnavailableReason } from '../../src/redis/errors';
import { richText, type TextSpan } from '../blockKit/blocks';
import { codeSpan } from '../blockKit/escape';
import { type Message, message } from '../blockKit/message';
import { duration } from '../text/numbers';
import { outageWords, remedyWords, untilWords } from './storeText';

/** A command that was not understood. Words from the person are given as typed; they are made harmless here. */
export interface UsageProblem {
  /** The word that fits nothing; null when one is missing. */
  readonly word: string | null;
  /** What is wrong with it, as the end of a sentence: `is not a mode or an env`. */
  readonly problem: string;
  /** What would have fitted: `live, paper or shadow`. */
  readonly expected: string;
  /** The nearest word that fits, or null. */
  readonly suggestion: string | null;
  /** The whole usage: `/arb-status [live|paper|shadow] [env] [public]`. */
  readonly usage: string;
}

/** Since when Redis cannot be read or written, which one, and why. */
export interface StateOutage {
  readonly reason: UnavailableReason;
  /** Default: the traders'. */
  readonly role?: RedisRole;
  /** Why nothing can be stored, where the traders can be read; null, and unless given, where they cannot. */
  readonly storeOutage?: StoreOutage | null;
  readonly since: Date;
  readonly now: Date;
}

const WORD_LENGTH = 60;
const USAGE_LENGTH = 200;

/** Says what of Redis fails, since when, what that means, and what it does not. */
export function stateUnavailableMessage({
  reason,
  role = 'traders',
  storeOutage = null,
  since,
  now,
}: StateOutage): Message {
  const what = outageWords({ role, reason });
  const means = storeOutage === null ? NOT_SEEN : notStored(storeOutage);
  const forLong = duration(now.getTime() - since.getTime());
  const remedy = remedyWords({ role, reason });
  return message(`${what}, for ${forLong} now. ${means}`, [
    richText(
      [{ bold: `⚠️ ${what}.` }],
      ['Since ', { at: since }, ` (${forLong}).`],
      [means],
      ...(remedy === null ? [] : [[remedy]]),
    ),
  ]);
}

const NOT_SEEN = 'The traders cannot be seen from here; they may be fine.';

const notStored = (outage: StoreOutage): string =>
  `This was not done. The traders can be read, and /arb-status answers; alerts, and what people do about them, cannot be stored until ${untilWords(outage)}.`;

/** Says sorry for a fault of our own, with the id under which the log tells the rest. */
export function internalErrorMessage(referenceId: string): Message {
  const sorry = 'Sorry, arbwatch made a mistake and has no answer. This says nothing about the traders.';
  const reference = 'The log tells more under reference ';
  return message(`${sorry} ${reference}${codeSpan(referenceId)}.`, [
    richText([sorry], [reference, { data: referenceId }, '.']),
  ]);
}

/** Says that so much is asked at once that this was not begun. It holds nothing from outside. */
export function overloadedMessage(): Message {
  const busy = 'Sorry, arbwatch is too busy just now, and has not begun this.';
  const again = 'Please try again in a few seconds. This says nothing about the traders.';
  return message(`${busy} ${again}`, [richText([busy], [again])]);
}

/** One line that a person can act on: the word, what was expected, the nearest, and the usage. */
export function usageErrorMessage({ word, problem, expected, suggestion, usage }: UsageProblem): Message {
  const pieces: TextSpan[] = [
    ...(word === null ? [problem] : [{ data: word, limit: WORD_LENGTH }, ` ${problem}`]),
    `; expected ${expected}. `,
    ...(suggestion === null ? [] : ['Did you mean ', { data: suggestion }, '? ']),
    'Usage: ',
    { data: usage, limit: USAGE_LENGTH },
  ];
  return message(pieces.map(asMrkdwn).join(''), [richText(pieces)]);
}

const asMrkdwn = (piece: TextSpan): string => {
  if (typeof piece === 'string') return piece;
  return 'data' in piece ? codeSpan(piece.data, piece.limit) : '';
};
