import type { Finding, Level } from '../../../src/doctor/finding';
import { joined, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import { duration, pluralize } from './units';

/** What was tried, what was seen, and how to fix it; null where nothing is wrong. */
export interface FindingText {
  readonly what: TextSpan[];
  readonly fix: TextSpan[] | null;
}

type Of<C extends Finding['check']> = Extract<Finding, { readonly check: C }>;

const LEVELS: Readonly<Record<Level, string>> = { ok: 'ok', warning: 'warning', error: 'error' };

/** By Slack's code. Source: the reference of chat.postMessage and auth.test. */
const CHANNEL_FIXES: Readonly<Record<string, string>> = {
  not_in_channel: 'Type /invite @arbwatch in that channel.',
  channel_not_found:
    'Copy the id from the channel (its name → About, at the bottom). A private channel must have the bot as a member: /invite @arbwatch.',
  is_archived: 'Unarchive the channel, or name another one.',
  restricted_action:
    'The workspace lets only some people post there: allow the app, or name another channel.',
};

const TOKEN_FIXES: Readonly<Record<string, string>> = {
  invalid_auth: "Copy the token again from the app's page.",
  missing_scope: 'The app-level token needs connections:write (Basic Information → App-Level Tokens).',
  not_allowed_token_type: 'SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-.',
  token_revoked: 'Install the app again, and copy its new token.',
  account_inactive: 'Install the app again, and copy its new token.',
};

const TOKEN_NAMES = { bot_token: 'SLACK_BOT_TOKEN', app_token: 'SLACK_APP_TOKEN' } as const;
const SERVERS = { redis: "The traders' Redis", store: 'The store' } as const;

function token(finding: Of<'bot_token' | 'app_token'>): FindingText {
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

const SCOPE_PURPOSES: Readonly<Record<string, string>> = {
  commands: 'without it no command works',
  'chat:write': 'without it no alert can be posted',
  'channels:history':
    'without it a message whose sending was interrupted may be sent twice, in public channels',
  'groups:history':
    'without it a message whose sending was interrupted may be sent twice, in private channels',
  'users:read':
    'without it a time such as "until 09:00" is read in TIMEZONE, not in the zone of who typed it',
  'usergroups:read':
    'without it nobody counts as a member of the user groups that VIEWERS or OPERATORS names',
};

const scopes = (finding: Of<'scopes'>): FindingText =>
  finding.is === 'complete'
    ? ok(['The bot token has all scopes that this configuration needs'])
    : {
        what: line`The bot token lacks the scope ${literal(finding.scope)}: ${SCOPE_PURPOSES[finding.scope] ?? 'see manifest.yml'}`,
        fix: line`Add the line ${literal(`- ${finding.scope}`)} under oauth_config.scopes.bot in the app's manifest, and install the app again.`,
      };

const clock = (finding: Of<'slack_clock' | 'redis_clock'>): FindingText => {
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

function channel(finding: Of<'channel'>): FindingText {
  const name = joined([mention(finding.channel), ` (${finding.setting})`]);
  switch (finding.is) {
    case 'usable':
      return ok(line`A message was posted to ${name}, found there, and deleted`);
    case 'no_history':
      return {
        what: line`A message was posted to ${name} and deleted, but not found in the channel's history`,
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

function server(finding: Of<'redis' | 'store'>): FindingText {
  const name = SERVERS[finding.check];
  if (finding.is === 'unavailable')
    return {
      what: line`${name} at ${literal(finding.where)} cannot be used: ${literal(finding.detail, 500)}`,
      fix: [
        'Check address, port, TLS (rediss:// or not), user, password and database. In a container, localhost is the container itself.',
      ],
    };
  const version =
    finding.version === null ? ['a version that it does not report'] : [literal(finding.version)];
  return {
    what: line`${name} at ${literal(finding.where)} answers, version ${version}${finding.replica ? ', as a replica' : ''}`,
    fix: finding.replica
      ? ['Name the master, or the Sentinels: a replica may be late, and takes no writes.']
      : null,
  };
}

const DENIED_FIX = 'Give the Redis user the rights that docs/security.md lists.';

function rights(finding: Of<'redis_rights' | 'store_rights'>): FindingText {
  switch (finding.is) {
    case 'complete':
      return ok(['Redis allows every command that reads the traders']);
    case 'writable':
      return ok(["Redis allows everything that the bot's own keys need"]);
    case 'no_tracking':
      return {
        what: ['Redis does not let the bot follow changes of keys (client tracking)'],
        fix: [`It works, slower, and sees real orders later. ${DENIED_FIX}`],
      };
    case 'denied':
      return {
        what: line`Redis denies ${joined(
          finding.commands.map((name) => literal(name)),
          ', ',
        )}`,
        fix: [DENIED_FIX],
      };
    case 'refused':
      return {
        what: line`The bot's own keys cannot be written: ${literal(finding.detail, 500)}`,
        fix: ['Alerts need a store: allow writes to {arbwatch}:*, or set STORE_REDIS_URL.'],
      };
    case 'foreign':
      return { what: line`The store is another bot's`, fix: [literal(finding.detail, 500)] };
  }
}

const eviction = (finding: Of<'eviction'>): FindingText =>
  finding.is === 'none'
    ? ok(line`Redis evicts no key that has no TTL (maxmemory-policy ${literal(finding.policy ?? '')})`)
    : {
        what: line`Redis may evict any key when its memory is full (maxmemory-policy ${literal(finding.policy ?? '')})`,
        fix: [
          'Set maxmemory-policy to noeviction or volatile-lru, or give the bot a store of its own with STORE_REDIS_URL.',
        ],
      };

const persistence = (finding: Of<'persistence'>): FindingText =>
  finding.is === 'on'
    ? ok(['The last save of Redis to disk succeeded'])
    : {
        what: ['The last save of Redis to disk failed: it may refuse writes at any time'],
        fix: ['Check the disk behind Redis, and its log for the failed save.'],
      };

function traders(finding: Of<'traders' | 'trader'>): FindingText {
  switch (finding.is) {
    case 'seen':
      return ok(
        finding.wroteAt === null
          ? line`Trader ${literal(finding.target)} has keys; when it last wrote is not reported`
          : line`Trader ${literal(finding.target)} last wrote at ${time(finding.wroteAt)}`,
      );
    case 'not_read':
      return {
        what: line`The traders could not be read: ${literal(finding.detail, 500)}`,
        fix: ['Run this again.'],
      };
    case 'none':
      return {
        what: line`No trader has a key there (prefix ${joined(
          finding.prefixes.map((prefix) => literal(prefix)),
          ', ',
        )})`,
        fix: [
          'Is REDIS_URL the Redis that the traders write to, with its database number? Does STATE_KEY_PREFIX match theirs?',
        ],
      };
  }
}

const port = (finding: Of<'port'>): FindingText => {
  switch (finding.is) {
    case 'free':
      return ok(line`The port ${String(finding.port)} is free`);
    case 'own_bot':
      return ok(line`On the port ${String(finding.port)} an arbwatch is running`);
    case 'taken':
      return {
        what: line`The port ${String(finding.port)} cannot be opened: ${literal(finding.code)}`,
        fix: ['Set PORT to another one, or HOST to an address of this machine.'],
      };
  }
};

/** A finding in words. */
function finding(found: Finding): FindingText {
  switch (found.check) {
    case 'bot_token':
    case 'app_token':
      return token(found);
    case 'signing_secret':
      return ok([
        'SLACK_SIGNING_SECRET cannot be checked from here: type /arb-status in Slack. If Slack answers dispatch_failed, check it and the public URL',
      ]);
    case 'scopes':
      return scopes(found);
    case 'slack_clock':
    case 'redis_clock':
      return clock(found);
    case 'channel':
      return channel(found);
    case 'alert_channel':
      return {
        what: ['ALERT_CHANNEL is not set: the bot answers commands, and sends no alerts'],
        fix: ['Set it to the id of a channel, and invite the bot there.'],
      };
    case 'redis':
    case 'store':
      return server(found);
    case 'redis_place':
      return {
        what: line`No setting says where the traders' Redis is: ${literal(found.where)} is taken`,
        fix: ['Set REDIS_URL, even if it is this one.'],
      };
    case 'redis_rights':
    case 'store_rights':
      return rights(found);
    case 'eviction':
      return eviction(found);
    case 'persistence':
      return persistence(found);
    case 'traders':
    case 'trader':
      return traders(found);
    case 'operators':
      return found.is === 'named'
        ? ok(['OPERATORS names who may mute, and page people'])
        : {
            what: ['OPERATORS is not set: nobody may mute, snooze for longer than 1 h, or page people'],
            fix: ['Set it to ids of users (U…), user groups (S…) or channels (C…).'],
          };
    case 'zone':
      return ok(line`The time zone is ${literal(found.zone)}, where it is ${time(found.now)}`);
    case 'port':
      return port(found);
    case 'deadman':
      return found.is === 'reachable'
        ? ok(line`The host of DEADMAN_PING_URL, ${literal(found.host)}, can be reached; it was not pinged`)
        : {
            what: line`The host of DEADMAN_PING_URL, ${literal(found.host)}, cannot be reached: ${literal(found.code)}`,
            fix: ['Check the address, and whether this machine may connect to it.'],
          };
    case 'proxy':
      return {
        what: line`${literal(found.variable)} is set, and Node does not use it`,
        fix: ['If Slack can only be reached through it, run arbwatch on Node 24 with NODE_USE_ENV_PROXY=1.'],
      };
    case 'node':
      return found.is === 'supported'
        ? ok(line`Node ${literal(found.version)} is supported`)
        : { what: line`Node ${literal(found.version)} is too old`, fix: ['Install Node 20.19 or newer.'] };
    case 'config':
      return { what: line`${literal(found.where)} ${literal(found.message, 500)}`, fix: null };
    case 'any':
      return {
        what: line`The check of ${found.what} failed: ${literal(found.detail, 500)}`,
        fix: ['Run this again; if it fails again, report it.'],
      };
  }
}

const ok = (what: TextSpan[]): FindingText => ({ what, fix: null });

export const doctor = {
  finding,
  level: (level: Level) => LEVELS[level],
  heading: 'arbwatch doctor',
  works: 'What works',
  probe: 'arbwatch doctor: a test of this channel, deleted at once.',
  summary: (errors: number, warnings: number) =>
    errors + warnings === 0
      ? 'Everything that the bot needs works.'
      : `${pluralize(errors, 'error')}, ${pluralize(warnings, 'warning')}.`,
};
