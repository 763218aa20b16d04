import { joined, type Line, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import { pluralize } from './units';

/** What to do about a refusal, by the kind of it. */
const REMEDIES: Readonly<Record<string, string>> = {
  channel: 'Unarchive the channel, invite the bot to it, or set another one in ALERT_CHANNEL.',
  token: 'Install the app again and set the new token.',
  message: 'Read it with /arb-alerts why, and report this code: the message should have been taken.',
  other:
    "Look this code up in Slack's documentation of chat.postMessage; /arb-alerts shows how things stand.",
};

const because = (code: string): Line => line`Slack answered ${literal(code, 100)}`;

/** Messages that Slack does not take. */
export const undelivered = {
  list: (n: number) => `${pluralize(n, 'message')} given up, sent to nobody`,
  spoken: (n: number, critical: number) =>
    `${pluralize(n, 'message')} could not be delivered${critical === 0 ? '' : `, ${critical} of them critical`}.`,
  about: (kind: string, what: string | null) => (what === null ? kind : `${kind} (${what})`),
  kinds: {
    incident: 'Alert',
    note: 'Thread message of an alert',
    event: 'Event',
    digest: 'Digest',
    page: 'Page',
    unreadable: 'Something that this version cannot read',
  },
  critical: 'CRITICAL ',
  line: (
    what: string,
    channel: string | null,
    since: Date | null,
    droppedAt: Date,
    by: string | null,
    failure: { readonly kind: string; readonly code: string } | null,
  ): TextSpan[] =>
    joined([
      what,
      channel === null ? null : line` for ${mention(channel)}`,
      since === null ? null : line`, detected ${time(since)}`,
      line`, given up ${time(droppedAt)}`,
      by === null ? null : line` by ${mention(by)}`,
      failure === null ? null : line`: ${because(failure.code)}`,
      '.',
      by === null && failure !== null ? ` ${REMEDIES[failure.kind] ?? REMEDIES.other}` : null,
    ]),
  hint: (number: number) => `One that will never arrive: \`/arb-alerts drop ${number}\` gives it up.`,
  dropped: (what: string, channel: string | null): TextSpan[] =>
    line`Given up: ${what}${channel && line` for ${mention(channel)}`}. It is listed in /arb-alerts. If it was being sent just now, it may still appear.`,
  nothing: (number: string, numbers: readonly number[]): TextSpan[] =>
    numbers.length === 0
      ? line`No message waits, so there is nothing to drop.`
      : line`No message waits under ${literal(number, 20)}: it was sent meanwhile, or the number is another one. Waiting: ${numbers.slice(0, 10).join(', ')}.`,
  /** Of a critical alert that was given up, announced by a message of its own. */
  event: (what: string, channel: string | null, code: string | null, since: Date | null): TextSpan[] =>
    joined([
      line`an alert (${what}) could not be delivered`,
      channel === null ? null : line` to ${mention(channel)}`,
      since === null ? null : line`; it was detected ${time(since)}`,
      code === null ? null : line`. ${because(code)}`,
      '. See /arb-alerts',
    ]),
};
