import { z } from 'zod';
import { DEFAULT_ENVS } from '../../state/keys';
import { REDIS_SETTINGS } from './redisSettings';
import { setting } from './setting';
import {
  channelId,
  hasProtocol,
  hostName,
  isPingUrl,
  isZone,
  list,
  pageFolder,
  slackIds,
  wholeNumber,
} from './settingSchemas';
import { STORE_SETTINGS } from './storeSettings';

/** Every setting there is, by its environment variable. */
export const SETTINGS = {
  SLACK_BOT_TOKEN: setting(z.string().regex(/^xoxb-[\x21-\x7e]+$/), {
    about: 'The bot token of the installed Slack app ("Bot User OAuth Token").',
    expected: 'a bot token, which starts with xoxb-',
    example: 'xoxb-…',
    secret: true,
  }),
  SLACK_APP_TOKEN: setting(z.string().regex(/^xapp-[\x21-\x7e]+$/), {
    about:
      'The app-level token with the scope `connections:write`. When it is set, the bot uses Socket Mode.',
    expected: 'an app-level token, which starts with xapp-',
    example: 'xapp-…',
    secret: true,
  }),
  SLACK_SIGNING_SECRET: setting(z.string().regex(/^[\x21-\x7e]{16,}$/), {
    about: 'The signing secret of the Slack app, for HTTP mode: used when there is no `SLACK_APP_TOKEN`.',
    expected: 'the signing secret from the app\'s page "Basic Information"',
    example: '8f74…',
    secret: true,
  }),
  SLACK_API_URL: setting(
    z.string().refine((text) => hasProtocol(text, ['https:', 'http:'])),
    {
      about: 'The address of the Slack Web API; another one only for GovSlack or a stand-in.',
      expected: 'an http or https address',
      example: 'https://slack.com/api/',
      fallback: 'https://slack.com/api/',
    },
  ),
  HOST: setting(hostName, {
    about: 'The address that the port below is opened on; `0.0.0.0` for all, as the container does.',
    expected: 'an address of this machine',
    example: '0.0.0.0',
    fallback: '127.0.0.1',
  }),
  PORT: setting(wholeNumber(0, 65_535), {
    about: 'The port of `/healthz`, `/readyz` and `/metrics`, and in HTTP mode of `/slack/events`.',
    expected: 'a port number, 0 to 65535 (0 takes any free one)',
    example: '3000',
    fallback: '3000',
  }),
  ...REDIS_SETTINGS,
  ...STORE_SETTINGS,
  STATE_KEY_PREFIX: setting(list, {
    about:
      'The key prefix that the traders are configured with. Of several, the first goes without saying, and a target of another one is named with it: `other/paper:docker`.',
    expected: 'a key prefix, or several, separated by commas',
    example: 'arbitrage',
    fallback: 'arbitrage',
  }),
  ENVS: setting(list, {
    about:
      "The envs (the traders' `APP_ENV`) whose traders are looked at from the start, of all three modes. Traders that run elsewhere are found by their keys, within 10 minutes.",
    expected: 'envs, separated by commas',
    example: 'production,staging',
    fallback: DEFAULT_ENVS.join(','),
  }),
  HEARTBEAT_COMPONENTS: setting(list, {
    about: 'The components whose heartbeats are signs of life of a trader; each is judged by itself.',
    expected: 'component names, separated by commas',
    example: 'trader,live_trader',
    fallback: 'trader,live_trader',
  }),
  STALE_AFTER: setting(wholeNumber(1, 86_400), {
    about:
      'A trader that gives no sign of life for so many seconds, neither a heartbeat nor a new portfolio, is down, and is alerted. `/arb-status` says "Late" from a third of it on. With `ALERT_CHANNEL` set, at least `CHECK_INTERVAL` and 1 s more, for each target. Under Sentinel, 30 or more: a trader may go on writing to a replaced master until a Sentinel demotes that, 10 s after the failover or later, and nobody sees it meanwhile.',
    expected: 'a number of seconds, 1 to 86400',
    example: '90',
    fallback: '90',
  }),
  TRADER_TIMEZONE: setting(z.string().refine(isZone), {
    about: 'The zone in which the machines that run tuning sessions write their times, which name none.',
    expected: 'an IANA time zone',
    example: 'Asia/Seoul',
    fallback: 'UTC',
  }),
  ALERT_CHANNEL: setting(channelId, {
    about:
      "The channel that alerts go to, by its id (in Slack: the channel's name → About). The bot must be a member: `/invite @arbwatch`. Without it, the bot does not watch by itself.",
    expected: 'the id of a channel (C… or G…)',
    example: 'C0123ALERTS',
  }),
  ALERT_FALLBACK_CHANNEL: setting(channelId, {
    about:
      'The channel that alerts go to while `ALERT_CHANNEL` cannot take them: archived, or the bot removed from it. The bot must be a member of it, too.',
    expected: 'the id of a channel (C… or G…)',
    example: 'C0123OPS',
  }),
  CHECK_INTERVAL: setting(wholeNumber(1, 3_600), {
    about: 'The seconds from one check of all traders to the next.',
    expected: 'a number of seconds, 1 to 3600',
    example: '15',
    fallback: '15',
  }),
  BLIND_AFTER: setting(wholeNumber(10, 86_400), {
    about:
      'The seconds without sight of the traders (Redis away, the bot down) after which that is told. Keep it below `STALE_AFTER`: else traders may be taken for dead after a second shorter outage within 5 minutes. With `ALERT_CHANNEL` set, at least `CHECK_INTERVAL` and 1 s more.',
    expected: 'a number of seconds, 10 to 86400',
    example: '60',
    fallback: '60',
  }),
  FROZEN_AFTER: setting(wholeNumber(10, 86_400), {
    about:
      'The seconds that a trader that sends heartbeats may not write its portfolio. Under Sentinel, 30 or more, as `STALE_AFTER`.',
    expected: 'a number of seconds, 10 to 86400',
    example: '600',
    fallback: '600',
  }),
  DIGEST_AT: setting(z.string(), {
    about:
      'When a digest of what changed goes to `ALERT_CHANNEL`, as a cron expression by the clock of `TIMEZONE`; `off` for none. A local time that the clocks skip is due at the end of the gap, one that comes twice is due once, and a digest that was missed comes late.',
    expected: 'a cron expression of five fields (minute hour day month weekday) that comes some day, or off',
    example: '0 9 * * 1-5',
    fallback: '0 9 * * *',
  }),
  TIMEZONE: setting(z.string().refine(isZone), {
    about: 'The zone of the bot\'s own clock times, such as "snooze until 09:00", and of `DIGEST_AT`.',
    expected: 'an IANA time zone',
    example: 'Asia/Seoul',
    fallback: 'UTC',
  }),
  VIEWERS: setting(slackIds, {
    about:
      'Who may see what the bot shows: ids of users (U…), user groups (S…, which needs the scope `usergroups:read`) and channels (C…, for whoever asks in them). Operators may too. Without it, everyone in the workspace. Somebody of another one, in a shared channel, is let in only when named by user id or in a named user group.',
    expected: 'ids of users (U…), user groups (S…) or channels (C…), separated by commas',
    example: 'S0123TRADERS,C0123OPS',
  }),
  OPERATORS: setting(slackIds, {
    about:
      'Who may acknowledge, snooze and stop alerts, and send a test alert: ids as in `VIEWERS`. Without it, whoever may see them.',
    expected: 'ids of users (U…), user groups (S…) or channels (C…), separated by commas',
    example: 'U0123ABCDEF,S0123ONCALL',
  }),
  CURRENCY: setting(z.string().regex(/^[\p{L}\p{Sc}]{1,8}$/u), {
    about: 'The unit shown behind balances, for the traders do not report one. Without it, none is shown.',
    expected: 'letters or a currency sign, at most 8',
    example: 'KRW',
  }),
  DEADMAN_PING_URL: setting(z.string().refine(isPingUrl), {
    about:
      'An address that is asked for (GET) after each whole check: the traders read, what follows decided and stored, and no message waiting for more than 5 minutes. A service that is called there, such as healthchecks.io, tells you when the bot itself is dead. Needs `ALERT_CHANNEL`.',
    expected: 'an http or https address without a user and a password before the host',
    example: 'https://hc-ping.com/…',
    secret: true,
  }),
  DOCS_URL: setting(pageFolder, {
    about:
      "The address of this project's folder `docs`, as your people can read it: hints about the trading system then link to [trading-system.md](trading-system.md). Without it, they name the page and the heading.",
    expected: 'an https address of at most 300 characters, without a user, a password, a query or a fragment',
    example: 'https://git.example.com/arbwatch/docs/',
  }),
  ARBWATCH_CONFIG: setting(z.string().min(1), {
    about:
      'The configuration file, which may hold every other setting and some more (below). Without it, `arbwatch.yaml` in the working directory, where there is one. Set by the environment alone.',
    expected: 'the path of a file',
    example: '/etc/arbwatch/arbwatch.yaml',
  }),
  LOG_LEVEL: setting(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']), {
    about: 'How much is logged.',
    expected: 'trace, debug, info, warn, error or fatal',
    example: 'info',
    fallback: 'info',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

/** The type of a setting's value, once it is checked. */
export type SettingValue<N extends SettingName> = z.output<(typeof SETTINGS)[N]['schema']>;
