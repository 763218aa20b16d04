import type { Remedy } from '../../src/access/roles';
import { richText, type TextSpan } from '../blockKit/blocks';
import { sentencePieces, spoken } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { MESSAGE_LIMITS } from '../blockKit/slackLimits';
import { take } from '../text/lists';

/*
 * Short answers to the one person who pressed or typed something. They hold no instants of their own making, so the
 * zone of what is spoken does not matter.
 */

const EPOCH = new Date(0);
/** So many people and groups to ask are enough. */
const NAMED = 8;
const SENTENCES = 12;

/** Whole lines only: a code span that is cut would let in what stands in it. */
const shortMessage = (...all: readonly TextSpan[][]): Message => {
  const text = all
    .map((line) => spoken(line, EPOCH, 'UTC'))
    .reduce((sum, line) => (sum.length + line.length < MESSAGE_LIMITS.textAdvised ? `${sum} ${line}` : sum));
  return message(text, [richText(...all)]);
};

/** A sentence about an action, as the rules of alerts gave it; `<@U…>` in it is a person. */
export const actionLine = (sentence: string): Message => shortMessage(sentencePieces(sentence));

/** Several sentences, one a line. */
export const actionLines = (sentences: readonly string[]): Message =>
  shortMessage(...take(sentences, SENTENCES).told.map((sentence) => sentencePieces(sentence)));

/** Politely: this button is none of ours, or of a message that is too old. */
export const unknownActionMessage = (): Message =>
  shortMessage([
    'Sorry, this button does not fit any alert that is known here. It may be from an old message; ',
    { data: '/arb-alerts' },
    ' shows what is open.',
  ]);

/** Each copy of the bot tells of an outage by itself, so that nobody can see to it for all. */
export const outageNotActionableMessage = (): Message =>
  shortMessage([
    'The alert that the traders cannot be seen cannot be acknowledged or snoozed: it sends no reminders, and ends by itself as soon as they can be seen.',
  ]);

/** Whether this person may, and who may: ids of users, user groups and channels; none for the people of the workspace. */
export function forbiddenMessage(what: 'viewer' | 'operator', allowedIds: readonly string[]): Message {
  const { told } = take(allowedIds, NAMED);
  const asked: TextSpan[] = told.flatMap((id, i): TextSpan[] => [
    ...(i === 0 ? [] : [i === told.length - 1 ? ' or ' : ', ']),
    ...(/^[CG]/.test(id) ? ['somebody in '] : []),
    { who: id },
  ]);
  const wanted =
    what === 'viewer' ? 'Sorry, this is not for everybody to see here.' : 'Sorry, you cannot do this here.';
  if (asked.length === 0)
    return shortMessage([wanted, ' It is for people of this workspace alone, unless they are named.']);
  return shortMessage([wanted, ' Please ask ', ...asked, '.']);
}

/** Slack could not be asked who is in a user group; then nobody counts as in it. */
export const permissionUnknownMessage = (
  groups: readonly string[],
  reason: string,
  remedy: Remedy,
): Message =>
  shortMessage([
    'Sorry, it cannot be told just now whether you may do this: Slack did not say who is in ',
    ...take(groups, NAMED).told.flatMap((id, i): TextSpan[] => [...(i === 0 ? [] : [' and ']), { who: id }]),
    ' (',
    { data: reason, limit: 100 },
    remedy === 'retry' ? '). Please try again in a minute.' : '). Please tell whoever runs the bot.',
  ]);

/** The test alert is on its way. */
export const testAlertQueuedMessage = (channel: string): Message =>
  shortMessage([
    'A test alert is stored and on its way to ',
    { who: channel },
    '. It should be there within seconds; if it is not, ',
    { data: '/arb-alerts' },
    ' tells what keeps it.',
  ]);
