import type { PageVia } from '../../../../src/alerting/escalation/pageVia';
import type { Severity } from '../../../../src/alerting/severity/severity';
import {
  bold,
  joined,
  type Line,
  line,
  literal,
  mention,
  type TextSpan,
  time,
} from '../../../blockKit/blocks';
import { duration } from '../units';

/** `@somebody by direct message`, `the webhook pagerduty`. */
const via = (how: PageVia): Line =>
  'dm' in how
    ? line`${mention(how.dm)} by direct message`
    : line`the webhook ${literal(how.webhook, WEBHOOK_NAME_LENGTH)}`;

const WEBHOOK_NAME_LENGTH = 60;

/** The same in as few words as may be. */
const who = (how: PageVia): TextSpan =>
  'dm' in how ? mention(how.dm) : literal(how.webhook, WEBHOOK_NAME_LENGTH);

const reached = (how: PageVia): Line => line`${'dm' in how ? 'Paged' : 'Called'} ${via(how)}`;

const FOLLOWS = { next: 'The next step goes out now.', nobody: 'Nobody is left to page.' };

/** Slack's words for why somebody cannot be paged, in ours. */
const REFUSED: Readonly<Record<string, string>> = {
  user_not_found: 'there is no such user',
  user_disabled: 'the account is deactivated',
  account_inactive: 'the account is deactivated',
  channel_not_found: 'there is no such user, or the bot may not write to them',
  cannot_dm_bot: 'this is a bot',
  messages_tab_disabled: 'direct messages to the app are switched off: see manifest.yml',
  not_configured: 'no such webhook is configured',
  ECONNREFUSED: 'nothing listens at its address',
  ENOTFOUND: 'its host is not known',
};

const because = (code: string): Line => {
  const known = Object.hasOwn(REFUSED, code) ? REFUSED[code] : undefined;
  return known === undefined ? [literal(code, 100)] : line`${known} (${literal(code)})`;
};

/** Escalation: who is paged about an alert that nobody has acknowledged. */
export const escalation = {
  via,
  because,
  thread: {
    paged: (how: PageVia, ms: number): TextSpan[] =>
      line`📟 ${reached(how)}: not acknowledged for ${duration(ms)}.`,
    failed: (
      how: PageVia,
      code: string,
      follows: 'next' | 'nobody' | null,
      againAt: Date | null,
    ): TextSpan[] =>
      line`${bold(`⚠️ Could not ${'dm' in how ? 'page' : 'call'} `)}${via(how)}: ${because(code)}.${againAt ? line` Nobody was reached: the first step is tried again ${time(againAt)}.` : follows && ` ${FOLLOWS[follows]}`}`,
    endFailed: (how: PageVia, event: 'acknowledge' | 'resolve', code: string): TextSpan[] =>
      line`${bold('⚠️ It may go on ringing: ')}${via(how)} could not be told that ${event === 'resolve' ? 'it is over' : 'somebody has it'}: ${because(code)}.`,
  },
  /** Behind `not acknowledged`. */
  standing: {
    paged: (all: readonly PageVia[]): TextSpan[] => line`; paged ${joined(all.map(who), ', ')}`,
    failed: (how: PageVia, code: string): TextSpan[] => line`; could not page ${who(how)}: ${because(code)}`,
    next: (when: Date): TextSpan[] => line`; next page ${time(when)}`,
    finished: '; nobody is left to page',
  },
  page: {
    /** `🚨 CRITICAL · Down: live docker`. */
    title: (severity: Severity, what: string) => `🚨 ${severity.toUpperCase()} · ${what}`,
    inChannel: (channel: string): TextSpan[] => line`The alert is in ${mention(channel)}.`,
    since: (since: Date, ms: number): TextSpan[] =>
      line`Since ${time(since)}. Nobody has acknowledged it for ${duration(ms)}.`,
    began: (since: Date): TextSpan[] => line`Since ${time(since)}.`,
    /** Of one that its reader asked for. */
    asked: 'You asked for alerts like this one; /arb me changes that.',
    todo: 'Acknowledge it if you take it on: then nobody else is paged.',
    outage: 'An outage cannot be acknowledged: it ends when Redis can be used again.',
    link: 'Open the alert',
    test: 'This tests whom alerts reach: it has reached you.',
    testTodo: 'Acknowledge it to end the drill.',
    acknowledged: 'Acknowledged. Nobody else is paged.',
  },
  duty: {
    now: (userId: string, insteadOf: string | null, until: Date): TextSpan[] =>
      line`${bold('On call now:')} ${mention(userId)}${insteadOf === null ? null : line`, in place of ${mention(insteadOf)}`}, until ${time(until)}.`,
    next: (userId: string, from: Date): TextSpan[] =>
      line`${bold('Next:')} ${mention(userId)}, from ${time(from)}.`,
    changedNow: 'Done; the alert channel is told.',
    heading: 'On call',
    changed: (userId: string, before: string, until: Date, by: string): TextSpan[] =>
      line`${mention(userId)} is on call until ${time(until)}${before === userId ? null : line`, in place of ${mention(before)}`}. Changed by ${mention(by)}.`,
    notSetUp: (): TextSpan[] =>
      line`Nobody is on call: set ${literal('on_call')} in ${literal('arbwatch.yaml')} and restart the bot.`,
    alreadyOnCall: (userId: string, until: Date): TextSpan[] =>
      line`${mention(userId)} is on call already, until ${time(until)}.`,
    noSwap: 'There is no swap to end: who is on call is who the order names.',
  },
  pending: (how: PageVia, what: string): string =>
    'dm' in how ? `Direct message (${what})` : `Page by the webhook ${how.webhook} (${what})`,
  activity: {
    paged: (how: PageVia): Line => line`${'dm' in how ? 'paged' : 'called'} ${via(how)}`,
    failed: (how: PageVia, code: string): Line => line`could not page ${via(how)}: ${because(code)}`,
    swapped: (userId: string, until: Date): TextSpan[] =>
      line`put ${mention(userId)} on call until ${time(until)}`,
    swapEnded: 'ended the swap of who is on call',
    skipped: (step: number): string => `skipped step ${step} of the escalation: a later one was due, too`,
  },
};
