import { joined, line, literal, mention } from '../../../blockKit/blocks';
import { duration } from '../units';
import { type FindingText, type Of, ok } from './doctorFinding';

/* What doctor says of Slack, and of clocks. */

/** By Slack's code. Source: the reference of chat.postMessage and auth.test. */
const CHANNEL_FIXES: Readonly<Record<string, string>> = {
  not_in_channel: 'Type /invite @arbwatch in that channel.',
  channel_not_found:
    'Copy the id from the channel (its name → About, at the bottom). A private channel must have the bot as a member: /invite @arbwatch.',
  is_archived: 'Unarchive the channel, or name another one.',
  restricted_action:
    'The workspace lets only some people post there: allow the app, or name another channel.',
  restricted_action_read_only_channel: 'Only some people may post there: name another channel.',
  missing_scope:
    "Add the line - chat:write under oauth_config.scopes.bot in the app's manifest, and install the app again.",
};

const TOKEN_FIXES: Readonly<Record<string, string>> = {
  invalid_auth: "Copy the token again from the app's page.",
  missing_scope: 'The app-level token needs connections:write (Basic Information → App-Level Tokens).',
  not_allowed_token_type: 'SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-.',
  token_revoked: 'Install the app again, and copy its new token.',
  account_inactive: 'Install the app again, and copy its new token.',
};

const TOKEN_NAMES = { bot_token: 'SLACK_BOT_TOKEN', app_token: 'SLACK_APP_TOKEN' } as const;

export function token(finding: Of<'bot_token' | 'app_token'>): FindingText {
  const name = TOKEN_NAMES[finding.check];
  switch (finding.is) {
    case 'accepted':
      return ok(
        finding.check === 'bot_token'
          ? line`Slack accepts ${name}, in the workspace ${literal(finding.team)}`
          : line`Slack accepts ${name} for Socket Mode`,
      );
    case 'rejected':
      return {
        what: line`Slack rejects ${name}: ${literal(finding.code)}`,
        fix: [TOKEN_FIXES[finding.code] ?? "See Slack's documentation of this error."],
      };
    case 'no_answer':
      return {
        what: line`Slack did not answer with ${name}: ${literal(finding.detail, 500)}`,
        fix: ['Check that this machine reaches slack.com over https: DNS, firewall, proxy.'],
      };
  }
}

export const tokens = (finding: Of<'tokens'>): FindingText =>
  finding.is === 'one_app'
    ? ok(line`Both tokens are of the app ${literal(finding.app)}`)
    : {
        what: line`SLACK_BOT_TOKEN is of the app ${literal(finding.botApp)}, SLACK_APP_TOKEN of ${literal(finding.appApp)}`,
        fix: ['Copy both from the pages of one app: commands of the one would never arrive at the other.'],
      };

export function publicUrl(finding: Of<'public_url'>): FindingText {
  const url = literal(finding.url);
  switch (finding.is) {
    case 'answers':
      return ok(line`${url} takes a signed request, and refuses one that is not signed`);
    case 'unreachable':
      return {
        what: line`${url} cannot be reached from here: ${literal(finding.detail)}`,
        fix: ['Check DNS and the reverse proxy; from within its own network an address may be unreachable.'],
      };
    case 'not_running':
      return {
        what: line`Behind ${url} nothing answers (HTTP ${String(finding.status)})`,
        fix: ['Start the bot, then run this again; the reverse proxy must forward to HOST and PORT.'],
      };
    case 'not_found':
      return {
        what: line`${url} is not known there (HTTP ${String(finding.status)})`,
        fix: ['Let the reverse proxy forward /slack/events, with its path as it is, to PORT.'],
      };
    case 'refused':
      return {
        what: line`${url} refuses a request that is signed with SLACK_SIGNING_SECRET (HTTP ${String(finding.status)})`,
        fix: [
          'The running bot must have the same secret and clock; the reverse proxy must hand on body and X-Slack headers unchanged, and ask for no login.',
        ],
      };
    case 'open':
      return {
        what: line`${url} answers a request that is not signed: it is not this bot`,
        fix: ['Let the reverse proxy forward /slack/events to PORT of this bot.'],
      };
    case 'wrong_answer':
      return {
        what: line`${url} answers as no bot does (HTTP ${String(finding.status)})`,
        fix: ['Check where the reverse proxy forwards /slack/events to; it must not redirect.'],
      };
  }
}

export const blocks = (finding: Of<'blocks'>): FindingText =>
  finding.is === 'accepted'
    ? ok(["Slack takes every kind of block of which the bot's messages are made"])
    : {
        what: line`Slack takes no block ${literal(finding.block)} as the bot makes it: ${literal(finding.reason, 200)}`,
        fix: ['Report it, with this line: a message that has it in it would be refused.'],
      };

const SCOPE_PURPOSES: Readonly<Record<string, string>> = {
  commands: 'without it no command works',
  'chat:write': 'without it no alert can be posted',
  'channels:history':
    'without it a message whose sending was interrupted may be sent twice, in public channels',
  'groups:history':
    'without it a message whose sending was interrupted may be sent twice, in private channels',
  'users:read':
    'without it a time such as "until 09:00" is read in TIMEZONE, not in the zone of who typed it',
  'reactions:read': 'without it 👀 on an alert does not acknowledge it; the buttons and /arb-alerts do',
  'app_mentions:read': 'without it a mention such as "@arbwatch status" gets no answer; slash commands do',
  'pins:write': 'without it the board of /arb-status board is not pinned; people can pin it',
  'im:history': 'without it a direct message to the bot gets no answer; slash commands do',
  'usergroups:read':
    'without it nobody counts as a member of the user groups that VIEWERS or OPERATORS names',
};

export const scopes = (finding: Of<'scopes'>): FindingText =>
  finding.is === 'complete'
    ? ok(['The bot token has all scopes that this configuration needs'])
    : {
        what: line`The bot token lacks the scope ${literal(finding.scope)}: ${SCOPE_PURPOSES[finding.scope] ?? 'see manifest.yml'}`,
        fix: line`Add the line ${literal(`- ${finding.scope}`)} under oauth_config.scopes.bot in the app's manifest, and install the app again.`,
      };

export const clock = (finding: Of<'slack_clock' | 'redis_clock'>): FindingText => {
  const whose = finding.check === 'slack_clock' ? "Slack's" : "Redis's";
  const direction = finding.skewMs > 0 ? 'ahead of' : 'behind';
  return finding.level === 'ok'
    ? ok(line`This machine's clock agrees with ${whose} within 5 s`)
    : {
        what: line`This machine's clock is ${duration(Math.abs(finding.skewMs))} ${direction} ${whose}`,
        fix: [
          'Let NTP set the clock of both machines: ages of heartbeats and the look-up of sent messages depend on it.',
        ],
      };
};

export function channel(finding: Of<'channel'>): FindingText {
  const name = joined([mention(finding.channel), ` (${finding.setting})`]);
  switch (finding.is) {
    case 'usable':
      return ok(line`A message was posted to ${name}, found there, and deleted`);
    case 'takes_messages':
      return ok(line`A message to ${name} was scheduled and taken back, unseen`);
    case 'left_scheduled':
      return {
        what: line`A message to ${name} was scheduled, and could not be taken back`,
        fix: ['It will appear in 100 days, and says that it is a test.'],
      };
    case 'no_history':
      return {
        what: line`A message to ${name} cannot be found again in the channel's history`,
        fix: ['Add channels:history and groups:history to the app, or accept that a message may come twice.'],
      };
    case 'not_deleted':
      return {
        what: line`A message was posted to ${name}, and could not be deleted`,
        fix: ['Delete it by hand; it says that it is a test.'],
      };
    case 'rejected':
      return {
        what: line`Slack takes no message for ${name}: ${literal(finding.code)}`,
        fix: [CHANNEL_FIXES[finding.code] ?? "See Slack's documentation of this error."],
      };
    case 'no_answer':
      return {
        what: line`It is not known whether Slack takes messages for ${name}: ${literal(finding.code)}`,
        fix: ['Run this again.'],
      };
  }
}
