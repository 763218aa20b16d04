import type { Remedy } from '../../src/access/roles';
import { type Line, richText } from '../blockKit/blocks';
import { mrkdwn, parseSentence } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { MESSAGE_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

/*
 * Short answers to the one person who pressed or typed something. They hold no instants of their own making, so the
 * zone of the fallback text does not matter.
 */

/** So many people and groups to ask are enough. */
const NAMED = 8;
const SENTENCES = 12;

/** Whole lines only: a code span that is cut would let in what stands in it. */
export const shortMessage = (...lines: readonly Line[]): Message => {
  const text = lines
    .map(mrkdwn)
    .reduce((sum, line) => (sum.length + line.length < MESSAGE_LIMITS.textAdvised ? `${sum} ${line}` : sum));
  return message(text, [richText(...lines)]);
};

/** A sentence about an action, as the rules of alerts gave it; `<@U…>` in it is a person. */
export const actionLine = (sentence: string): Message => shortMessage(parseSentence(sentence));

/** Several sentences, one a line. */
export const actionLines = (sentences: readonly string[]): Message =>
  shortMessage(...sentences.slice(0, SENTENCES).map((sentence) => parseSentence(sentence)));

/** Politely: this button is none of ours, or of a message that is too old. */
export const unknownActionMessage = (): Message => shortMessage(t.alerts.response.unknownAction());

/** Each instance reports an outage by itself, so that nobody can acknowledge it for all. */
export const outageNotActionableMessage = (): Message => shortMessage([t.alerts.response.outageNotActionable]);

/** Whether this person may, and who may: ids of users, user groups and channels; none for the people of the workspace. */
export const forbiddenMessage = (role: 'viewer' | 'operator', allowedIds: readonly string[]): Message =>
  shortMessage(t.errors.forbidden(role, allowedIds.slice(0, NAMED)));

/** Slack could not be asked who is in a user group; then nobody counts as in it. */
export const permissionUnknownMessage = (
  groups: readonly string[],
  reason: string,
  remedy: Remedy,
): Message => shortMessage(t.errors.permissionUnknown(groups.slice(0, NAMED), reason, remedy === 'retry'));

/** The test alert is on its way. */
export const testAlertQueuedMessage = (channel: string): Message =>
  shortMessage(t.alerts.response.testQueued(channel));
