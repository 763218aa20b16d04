import type { RedisRole, StoreOutage, UnavailableReason } from '../../src/redis/errors';
import { literal, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';

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
  /** What was asked for may have been stored, or still be: nobody waited for the answer. */
  readonly mayBeStored?: boolean;
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
  mayBeStored = false,
}: StateOutage): Message {
  const what = t.errors.outage({ role, reason });
  const consequence = storeOutage === null ? t.errors.unseen : t.errors.unstored(storeOutage);
  const ms = now.getTime() - since.getTime();
  const remedy = t.errors.remedy({ role, reason });
  const uncertain = mayBeStored ? [t.errors.mayStillTakeEffect] : [];
  return message([t.errors.outageFor(what, ms, consequence), ...uncertain].join(' '), [
    richText(
      [t.errors.outageHeading(what)],
      t.errors.outageSince(since, ms),
      [consequence],
      ...(remedy === null ? [] : [[remedy]]),
      ...uncertain.map((line) => [line]),
    ),
  ]);
}

/** Says sorry for a fault of our own, with the id under which the log has the rest. */
export function internalErrorMessage(referenceId: string): Message {
  const { internal } = t.errors;
  const reference = t.errors.reference(referenceId);
  return message(`${internal} ${mrkdwn(reference)}`, [richText([internal], reference)]);
}

/** Says that so much is asked at once that this was not begun. It holds nothing from outside. */
export function overloadedMessage(): Message {
  const { overloaded, tryAgain } = t.errors;
  return message(`${overloaded} ${tryAgain}`, [richText([overloaded], [tryAgain])]);
}

/** One line that a person can act on: the word, what was expected, the nearest, and the usage. */
export function usageErrorMessage({ word, problem, expected, suggestion, usage }: UsageProblem): Message {
  const line = t.errors.usage(
    word === null ? null : literal(word, WORD_LENGTH),
    problem,
    expected,
    suggestion,
    literal(usage, USAGE_LENGTH),
  );
  return message(mrkdwn(line), [richText(line)]);
}
