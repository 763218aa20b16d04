import { type Line, line, literal, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { common } from '../common';

/** What who acted on alerts is answered. */
export const alertResponses = {
  noOpenAlert: (name: string) => `There is no open alert for ${name}.`,
  noAlertEver: (name: string) => `There was no alert for ${name} in the last 7 days.`,
  noAlertAtAll: 'There was no alert in the last 7 days.',
  noAlertOfId: (shortId: string): TextSpan[] =>
    line`There is no alert ${literal(shortId)}; it may have ended days ago. ${literal('/arb-alerts')} shows what is open.`,
  all: (n: number) => `All ${common.openAlerts(n)}:`,
  /** Nothing is open, or all of that is as it was asked to be. */
  nothingLeft: (n: number, kind: 'acknowledge' | 'snooze' | 'unsnooze') => {
    if (n === 0) return 'There is no open alert.';
    if (kind === 'unsnooze') return 'No alert is snoozed.';
    return `There is nothing to ${kind}: ${n === 1 ? 'the open alert is' : `all ${n} open alerts are`} ${kind === 'snooze' ? 'snoozed' : 'acknowledged or snoozed'} already.`;
  },
  openAlertsOf: (name: string, n: number) => `${name} has ${common.openAlerts(n)}:`,
  acted: (what: string, outcome: Line): TextSpan[] => line`${what}. ${outcome}`,
  acknowledge: 'Acknowledged, no more reminders.',
  snooze: (when: Date): TextSpan[] => line`Snoozed until ${time(when)}.`,
  unsnooze: 'No longer snoozed.',
  subjectWithNames: (subject: string, names: string) => `${subject} (${names})`,
  notSetUp: (): TextSpan[] =>
    line`Alerts are off: no alert channel is configured. Set ${literal('ALERT_CHANNEL')} to the id of a channel and restart the bot.`,
  digestNotSetUp: (): TextSpan[] =>
    line`Digests are off: no alert channel is configured. Set ${literal('ALERT_CHANNEL')} to the id of a channel and restart the bot.`,
  noCheckYet: 'No check has been stored yet, so there is nothing to report. Please try again in a minute.',
  unknownAction: (): TextSpan[] =>
    line`Sorry, this button belongs to no alert that is known here; it may be from an old message. ${literal('/arb-alerts')} shows what is open.`,
  outageNotActionable:
    'An outage cannot be acknowledged or snoozed: it sends no reminders, and its alert closes by itself when the traders can be monitored again.',
  testQueued: (channel: string): TextSpan[] =>
    line`A test alert is on its way to ${mention(channel)}. It should arrive within seconds; if it does not, ${literal('/arb-alerts')} says why.`,
};
