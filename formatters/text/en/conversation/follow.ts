import type { EndReason } from '../../../../src/follow/followed';
import {
  line,
  literal,
  mention,
  minuteTime,
  slackDate,
  slackMinute,
  type TextSpan,
  time,
} from '../../../blockKit/blocks';
import { count } from '../../numbers';
import { duration, pluralize } from '../units';

const ENDED: Readonly<Record<EndReason, string>> = {
  time: 'Its time was over',
  stopped: 'Somebody stopped it',
  finished: 'The session has finished',
  gone: 'What it shows is not there any more',
  refused: 'Slack does not let it be changed',
};

/** What Slack's refusals mean, and what to do. */
const REFUSED: Readonly<Record<string, string>> = {
  missing_scope: 'the bot lacks the scope chat:write',
  not_in_channel: 'the bot is not in that channel: type /invite @arbwatch there',
  channel_not_found: 'the bot is not in that channel: type /invite @arbwatch there',
  is_archived: 'the channel is archived',
  restricted_action: 'the bot may not post in that channel',
  cant_update_message: 'Slack does not let the bot change its message any more',
  edit_window_closed: 'this workspace lets nobody change a message that is so old',
  unverified:
    'Slack did not say whether the message was posted, and the bot may not look (scope channels:history)',
};

/** Messages that keep themselves current. */
export const follow = {
  begins: (from: Date) => `🔄 To be updated from ${slackDate(from)} on`,
  current: (intervalMs: number, until: Date | null) =>
    `🔄 Kept current: updates every ${duration(intervalMs)}${until === null ? '' : `, until ${slackMinute(until)}`}`,
  missing: 'What it shows is not there at the moment.',
  stop: 'Stop updates',
  endedTitle: '⏹️ No longer updated.',
  ended: (reason: EndReason, at: Date): TextSpan[] =>
    line`${ENDED[reason]}, ${time(at)}. What is below stays as it is.`,
  endedText: (reason: EndReason) => `No longer updated. ${ENDED[reason]}.`,
  started: (intervalMs: number, until: Date | null): TextSpan[] =>
    line`The message in this channel now keeps itself current: every ${duration(intervalMs)}${until && line`, until ${minuteTime(until, true)}`}. Its button stops that.`,
  tellsYou: 'You get a direct message when the session has finished.',
  /** Beside that a board has begun. */
  pinned: 'It is pinned to this channel.',
  notPinned: (code: string): TextSpan[] =>
    code === 'missing_scope'
      ? line`It is not pinned, for the bot lacks the scope ${literal('pins:write')}: pin it by hand, or install the app again with that scope.`
      : line`It is not pinned (${literal(code, 60)}): pin it by hand.`,
  soon: (intervalMs: number, until: Date | null): TextSpan[] =>
    line`A message that keeps itself current comes to this channel as soon as Slack takes it: every ${duration(intervalMs)}${until && line`, until ${minuteTime(until, true)}`}.`,
  already: (until: Date | null): TextSpan[] =>
    line`That is followed in this channel already${until && line`, until ${minuteTime(until, true)}`}: look for the message that says “Kept current”.`,
  joined: 'That is followed in this channel already. You get a direct message when the session has finished.',
  full: (most: number) =>
    `${count(most)} messages are followed, which is the most. Stop one that nobody needs.`,
  cannot: (code: string): TextSpan[] =>
    line`It cannot be followed here: ${REFUSED[code] ?? 'Slack refuses it'} (${literal(code, 60)}).`,
  conflict: 'That is just being started or stopped by somebody else. Try again in a moment.',
  stopped: 'It is no longer kept current, and says so.',
  stopSoon: 'It stops as soon as Slack takes the change.',
  notFollowed: 'That is not followed in this channel.',
  onlyInSlack: 'Only a message in Slack can keep itself current. Here, arbwatch watch does that.',
  notStored: 'The store does not take it at the moment, so it cannot be followed. Try again later.',
  finished: (command: string, channel: string): TextSpan[] =>
    line`🏁 The tuning session has finished that you follow in ${mention(channel)}: ${literal(command, 150)}.`,
  result: ({
    ranMs,
    completed,
    failed,
    failedJobs,
  }: {
    readonly ranMs: number | null;
    readonly completed: number;
    readonly failed: number;
    readonly failedJobs: number;
  }) =>
    `${pluralize(completed, 'iteration')} completed, ${failed === 0 ? 'none' : count(failed)} failed${failedJobs === 0 ? '' : `, ${pluralize(failedJobs, 'job')} failed`}${ranMs === null ? '' : `; ${duration(ranMs)} from the first to the last iteration`}.`,
  refused: (command: string, channel: string, code: string): TextSpan[] =>
    line`⚠️ ${literal(command, 150)} is no longer kept current in ${mention(channel)}: ${REFUSED[code] ?? 'Slack refuses it'} (${literal(code, 60)}).`,
  help: {
    watch: 'a message that keeps itself current, for all in the channel; unwatch ends it',
    board: 'the same as a board that is pinned to the channel, until somebody stops it',
    session: 'the same of a session; who follows it gets a direct message when it has finished',
  },
};
