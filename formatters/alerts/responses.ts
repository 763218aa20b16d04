import type { Remedy } from '../../src/access/roles';
import type { Refusal } from '../../src/alerting/types';
import { type Line, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { MESSAGE_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

/*
 * Short answers to the one person who pressed or typed something. They hold no instants of their own making, so the
 * zone of the fallback text does not matter.
 */

/** So many people and groups to ask are enough. */
const NAMED = 8;
const LINES = 12;

/** Whole lines only: a code span that is cut would let in what stands in it. */
export const shortMessage = (...all: readonly Line[]): Message => {
  const lines = all.slice(0, LINES);
  const text = lines
    .map(mrkdwn)
    .reduce((sum, line) => (sum.length + line.length < MESSAGE_LIMITS.textAdvised ? `${sum} ${line}` : sum));
  return message(text, [richText(...lines)]);
};

/** Why an action could not be done, or need not. */
export const refusalMessage = (refusal: Refusal): Message => shortMessage(t.alerts.refusal(refusal));

/** Politely: this button is none of ours, or of a message that is too old. */
export const unknownActionMessage = (): Message => shortMessage(t.alerts.response.unknownAction());

/** Each instance reports an outage by itself, so that nobody can acknowledge it for all. */
export const outageNotActionableMessage = (): Message =>
  shortMessage([t.alerts.response.outageNotActionable]);

/** Whether this person may, and who may: ids of users, user groups and channels; none for the people of the workspace. */
export const forbiddenMessage = (
  role: 'viewer' | 'responder' | 'operator',
  allowedIds: readonly string[],
): Message => shortMessage(t.errors.forbidden(role, allowedIds.slice(0, NAMED)));

/** Only operators may, and the configuration names none. */
export const noOperatorsMessage = (): Message => shortMessage(t.errors.noOperators());

/** A terminal changes nothing: there the bot does not know who asks. */
export const readOnlyMessage = (): Message => shortMessage([t.terminal.readOnly]);

/** The denial of a long snooze, and what is allowed instead. */
export const longSnoozeMessage = ({ text, blocks }: Message): Message =>
  message(`${text} ${t.errors.longSnooze}`, [...blocks, richText([t.errors.longSnooze])]);

/** Slack could not be asked who is in a user group; then nobody counts as in it. */
export const permissionUnknownMessage = (
  groups: readonly string[],
  reason: string,
  remedy: Remedy,
): Message => shortMessage(t.errors.permissionUnknown(groups.slice(0, NAMED), reason, remedy === 'retry'));

/** The drill is on its way. */
export const drillBegunMessage = (channel: string, steps: number): Message =>
  shortMessage(t.drill.response.begun(channel), [
    steps === 0 ? t.drill.response.noSteps : t.drill.response.steps(steps),
  ]);

/** The test alert is on its way. */
export const testAlertQueuedMessage = (channel: string): Message =>
  shortMessage(t.alerts.response.testQueued(channel));
