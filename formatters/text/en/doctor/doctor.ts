import type { Finding, Level } from '../../../../src/doctor/finding';
import { line, literal } from '../../../blockKit/blocks';
import { pluralize } from '../units';
import type { FindingText } from './doctorFinding';
import { ok } from './doctorFinding';
import {
  authority,
  currency,
  deadman,
  history,
  node,
  operators,
  port,
  proxy,
  webhook,
  zone,
} from './doctorHost';
import { group, people, person } from './doctorPeople';
import { eviction, persistence, rights, server, traders } from './doctorRedis';
import { blocks, channel, clock, publicUrl, scopes, token, tokens } from './doctorSlack';

const LEVELS: Readonly<Record<Level, string>> = { ok: 'ok', warning: 'warning', error: 'error' };

/** A finding in words. */
function finding(found: Finding): FindingText {
  switch (found.check) {
    case 'bot_token':
    case 'app_token':
      return token(found);
    case 'tokens':
      return tokens(found);
    case 'signing_secret':
      return ok([
        'SLACK_SIGNING_SECRET is not tried: set PUBLIC_URL, or type /arb-status in Slack. If Slack answers dispatch_failed, check it and the public address',
      ]);
    case 'public_url':
      return publicUrl(found);
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
    case 'person':
      return person(found);
    case 'group':
      return group(found);
    case 'people':
      return people(found);
    case 'blocks':
      return blocks(found);
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
    case 'target':
      return traders(found);
    case 'operators':
      return operators(found);
    case 'zone':
      return zone(found);
    case 'currency':
      return currency(found);
    case 'port':
      return port(found);
    case 'deadman':
      return deadman(found);
    case 'webhook':
      return webhook(found);
    case 'history':
      return history(found);
    case 'proxy':
      return proxy(found);
    case 'ca':
      return authority(found);
    case 'node':
      return node(found);
    case 'config':
      return { what: line`${literal(found.where)}: ${literal(found.message, 500)}`, fix: null };
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
  probe: 'arbwatch doctor: a test, deleted at once.',
  summary: (errors: number, warnings: number) =>
    errors + warnings === 0
      ? 'Everything that the bot needs works.'
      : `${pluralize(errors, 'error')}, ${pluralize(warnings, 'warning')}.`,
};
