import type { UnavailableReason } from '../src/state/errors';
import { lines, type Piece } from './blocks';
import { literal } from './escape';
import { type Message, message } from './message';
import { duration } from './numbers';

/** A command that was not understood. Words from the person are given as typed; they are made harmless here. */
export interface UsageFault {
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

/** Since when the traders' state cannot be read, and why. */
export interface Outage {
  readonly reason: UnavailableReason;
  readonly since: Date;
  readonly now: Date;
}

const WORD_LENGTH = 60;
const USAGE_LENGTH = 200;

/** What keeps Redis from being read, as the start of a sentence. */
export const REASONS: Readonly<Record<UnavailableReason, string>> = {
  unreachable: 'Redis cannot be reached',
  slow: 'Redis answers too slowly',
  loading: 'Redis is not ready: it is still loading, or not all of it serves',
  refused: 'Redis refuses what this bot asks',
};

const REFUSED_REMEDY =
  'Whoever runs arbwatch: check the user, password and database in REDIS_URL or beside it, and what that user may read.';

/** Says that the traders' state cannot be read, since when, and what that does not mean. */
export function unavailableMessage({ reason, since, now }: Outage): Message {
  const blind = 'The traders cannot be seen from here; they may be fine.';
  const forLong = duration(now.getTime() - since.getTime());
  const remedy = reason === 'refused' ? [[REFUSED_REMEDY]] : [];
  return message(`${REASONS[reason]}, for ${forLong} now. ${blind}`, [
    lines(
      [{ bold: `⚠️ ${REASONS[reason]}.` }],
      ['Since ', { at: since }, ` (${forLong}).`],
      [blind],
      ...remedy,
    ),
  ]);
}

/** Says sorry for a fault of our own, with the id under which the log tells the rest. */
export function apologyMessage(referenceId: string): Message {
  const sorry = 'Sorry, arbwatch made a mistake and has no answer. This says nothing about the traders.';
  const reference = 'The log tells more under reference ';
  return message(`${sorry} ${reference}${literal(referenceId)}.`, [
    lines([sorry], [reference, { data: referenceId }, '.']),
  ]);
}

/** Says that so much is asked at once that this was not begun. It holds nothing from outside. */
export function busyMessage(): Message {
  const busy = 'Sorry, arbwatch is too busy just now, and has not begun this.';
  const again = 'Please try again in a few seconds. This says nothing about the traders.';
  return message(`${busy} ${again}`, [lines([busy], [again])]);
}

/** One line that a person can act on: the word, what was expected, the nearest, and the usage. */
export function usageMessage({ word, problem, expected, suggestion, usage }: UsageFault): Message {
  const pieces: Piece[] = [
    ...(word === null ? [problem] : [{ data: word, limit: WORD_LENGTH }, ` ${problem}`]),
    `; expected ${expected}. `,
    ...(suggestion === null ? [] : ['Did you mean ', { data: suggestion }, '? ']),
    'Usage: ',
    { data: usage, limit: USAGE_LENGTH },
  ];
  return message(pieces.map(asMrkdwn).join(''), [lines(pieces)]);
}

const asMrkdwn = (piece: Piece): string => {
  if (typeof piece === 'string') return piece;
  return 'data' in piece ? literal(piece.data, piece.limit) : '';
};
