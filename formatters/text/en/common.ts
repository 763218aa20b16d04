import type { StoredFailure } from '../../../src/storage/alertStore';
import { bold, line, literal, mention, slackDate, type TextSpan, time } from '../../blockKit/blocks';
import { count } from '../numbers';
import { pluralize } from './units';

/** Why there is no value: nobody wrote one, or what was written could not be understood. */
export type MissingReason = 'not_reported' | 'not_understood';

/** What more than one kind of message says. */
export const common = {
  missing: { not_reported: 'not reported', not_understood: 'not understood' } satisfies Record<
    MissingReason,
    string
  >,
  demo: { fallback: (text: string) => `Demo data: ${text}`, note: '🧪 *Demo data.* Not from a real trader.' },
  omitted: '… and more, which does not fit into one message.',
  more: (n: number) => `and ${count(n)} more`,
  /** `a, b and 3 more`. */
  names: (names: readonly string[], more: number) =>
    more === 0 ? names.join(', ') : `${names.join(', ')} and ${count(more)} more`,
  readAt: (at: Date) => `As of ${slackDate(at)}`,
  observedAt: (at: Date) => `Observed ${slackDate(at)}`,
  realMoney: 'REAL MONEY',
  breakerActive: 'BREAKER ACTIVE',
  silenced: {
    muted: 'muted',
    snoozed: 'snoozed',
    maintenance: 'in maintenance',
    snooze: 'snoozed',
    mute: 'muted',
    quiet_hours: 'quiet hours',
  },
  openAlerts: (n: number) => pluralize(n, 'open alert'),
  problems: (n: number) => `${pluralize(n, 'value')} could not be understood`,
  moreProblems: (n: number) => `; and ${pluralize(n, 'more value')} at this key`,
  late: (detectedAt: Date, deliveredAt: Date, reason: string | null): TextSpan[] =>
    line`${bold('Late: ')}detected ${time(detectedAt)}, delivered ${time(deliveredAt)}${reason === null ? null : line` (${reason})`}.`,
  /** Above a thread entry that stands in the channel. */
  outsideThread: (what: string | null): TextSpan[] =>
    line`About ${what === null ? 'an alert' : bold(what)} (its thread takes no reply):`,
  /** Why a message was not sent, as the end of a sentence: `Slack was unreachable`. */
  notSent: ({ kind, detail }: StoredFailure): string => {
    switch (kind) {
      case 'unreachable':
        return 'Slack was unreachable';
      case 'rate_limited':
        return 'Slack asked to wait';
      case 'channel':
        return `Slack refused the channel: ${detail}`;
      case 'token':
        return `Slack refused the bot's token: ${detail}`;
      default:
        return `Slack refused it: ${detail}`;
    }
  },
  /** Below the text of a message. */
  withoutLayout: (code: string) => `Shown without its layout, which Slack refused (${code}).`,
  redirected: (channel: string, code: string): TextSpan[] =>
    line`Meant for ${mention(channel)}, which cannot take it (${literal(code)}).`,
};
