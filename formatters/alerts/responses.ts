import type { GroupRemedy } from '../../src/access/roles';
import { lines, type Piece } from '../blockKit/blocks';
import { sentencePieces, spoken } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { MESSAGE_LIMITS } from '../blockKit/slackLimits';
import { firstOf } from '../text/lists';

/*
 * Short answers to the one person who pressed or typed something. They hold no instants of their own making, so the
 * zone of what is spoken does not matter.
 */

const EPOCH = new Date(0);
/** So many people and groups to ask are enough. */
const NAMED = 8;
const SENTENCES = 12;

/** Whole lines only: a code span that is cut would let in what stands in it. */
const said = (...all: readonly Piece[][]): Message => {
  const text = all
    .map((line) => spoken(line, EPOCH, 'UTC'))
    .reduce((sum, line) => (sum.length + line.length < MESSAGE_LIMITS.textAdvised ? `${sum} ${line}` : sum));
  return message(text, [lines(...all)]);
};

/** A sentence about an action, as the rules of alerts gave it; `<@U…>` in it is a person. */
export const actionLine = (sentence: string): Message => said(sentencePieces(sentence));

/** Several sentences, one a line. */
export const actionLines = (sentences: readonly string[]): Message =>
  said(...firstOf(sentences, SENTENCES).told.map((sentence) => sentencePieces(sentence)));

/** Politely: this button is none of ours, or of a message that is too old. */
export const unknownPressMessage = (): Message =>
  said([
    'Sorry, this button does not fit any alert that is known here. It may be from an old message; ',
    { data: '/arb-alerts' },
    ' shows what is open.',
  ]);

/** Each copy of the bot tells of a blindness by itself, so that nobody can see to it for all. */
export const blindnessEndsMessage = (): Message =>
  said([
    'The alert that the traders cannot be seen cannot be acknowledged or snoozed: it sends no reminders, and ends by itself as soon as they can be seen.',
  ]);

/** Whether this person may, and who may: ids of users, user groups and channels; none for the people of the workspace. */
export function notAllowedMessage(what: 'look' | 'act', whoMay: readonly string[]): Message {
  const { told } = firstOf(whoMay, NAMED);
  const asked: Piece[] = told.flatMap((id, i): Piece[] => [
    ...(i === 0 ? [] : [i === told.length - 1 ? ' or ' : ', ']),
    ...(/^[CG]/.test(id) ? ['somebody in '] : []),
    { who: id },
  ]);
  const wanted =
    what === 'look' ? 'Sorry, this is not for everybody to see here.' : 'Sorry, you cannot do this here.';
  if (asked.length === 0)
    return said([wanted, ' It is for people of this workspace alone, unless they are named.']);
  return said([wanted, ' Please ask ', ...asked, '.']);
}

/** Slack could not be asked who is in a user group; then nobody counts as in it. */
export const cannotTellMessage = (groups: readonly string[], reason: string, mends: GroupRemedy): Message =>
  said([
    'Sorry, it cannot be told just now whether you may do this: Slack did not say who is in ',
    ...firstOf(groups, NAMED).told.flatMap((id, i): Piece[] => [...(i === 0 ? [] : [' and ']), { who: id }]),
    ' (',
    { data: reason, limit: 100 },
    mends === 'retry' ? '). Please try again in a minute.' : '). Please tell whoever runs the bot.',
  ]);

/** The test alert is on its way. */
export const testQueuedMessage = (channel: string): Message =>
  said([
    'A test alert is stored and on its way to ',
    { who: channel },
    '. It should be there within seconds; if it is not, ',
    { data: '/arb-alerts' },
    ' tells what keeps it.',
  ]);
