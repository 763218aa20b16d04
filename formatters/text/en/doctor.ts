import type { Finding, Level } from '../../../src/doctor/finding';
import { joined, line, literal, time } from '../../blockKit/blocks';
import { channel, clock, type FindingText, type Of, ok, scopes, token } from './doctorSlack';
import { pluralize } from './units';

const LEVELS: Readonly<Record<Level, string>> = { ok: 'ok', warning: 'warning', error: 'error' };

const SERVERS = { redis: "The traders' Redis", store: 'The store' } as const;

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
