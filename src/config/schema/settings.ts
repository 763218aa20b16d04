import { z } from 'zod';
import { DEFAULT_ENVS } from '../../state/keys';
import { HISTORY_SETTINGS } from './historySettings';
import { REDIS_SETTINGS, STORE_SETTINGS } from './redisSettings';
import { setting } from './setting';
import { SLACK_SETTINGS } from './slackSettings';
import {
  booleanString,
  channelId,
  commaSeparated,
  currencyUnit,
  digestCron,
  hostName,
  isFilledIn,
  isPingUrl,
  isZone,
  LANGUAGE_CHOICE,
  languageName,
  logLevel,
  pageFolder,
  slackIds,
  wholeNumber,
} from './values';

/** What reading needs, the traders' state and what the bot keeps: all that the terminal uses. */
export const MONITOR_SETTINGS = {
  ...REDIS_SETTINGS,
  STATE_KEY_PREFIX: setting(commaSeparated, {
    description:
      'The key prefix that the traders are configured with. Of several, the first is the default; a target of another one is named with its prefix: `other/paper:docker`.',
    expected: 'a key prefix, or several, separated by commas',
    default: 'arbitrage',
  }),
  ENVS: setting(commaSeparated, {
    description:
      "The envs (the traders' `APP_ENV`) whose traders of all three modes are checked from the start. Traders in other envs are found by their keys within 10 minutes.",
    expected: 'envs, separated by commas',
    example: 'production,staging',
    default: DEFAULT_ENVS.join(','),
  }),
  HEARTBEAT_COMPONENTS: setting(commaSeparated, {
    description: 'The components whose heartbeats are signs of life of a trader; each is checked separately.',
    expected: 'component names, separated by commas',
    default: 'trader,live_trader',
  }),
  STALE_AFTER: setting(wholeNumber(1, 86_400), {
    description:
      'A trader without a sign of life for this many seconds, neither a heartbeat nor a new portfolio, is down and raises an alert. `/arb-status` says "Late" from a third of it on. With `ALERT_CHANNEL` set, it must be at least `CHECK_INTERVAL` plus 1 s, for each target. Under Sentinel it must be 30 or more: after a failover a trader may keep writing to the replaced master until a Sentinel demotes it, 10 s later or more, and nobody can read those writes.',
    expected: 'a number of seconds, 1 to 86400',
    default: '90',
  }),
  FROZEN_AFTER: setting(wholeNumber(10, 86_400), {
    description:
      'How many seconds a trader that sends heartbeats may go without writing its portfolio. Under Sentinel it must be 30 or more, as `STALE_AFTER`.',
    expected: 'a number of seconds, 10 to 86400',
    default: '600',
  }),
  TUNING_TIMEZONE: setting(z.string().refine(isZone), {
    description:
      'The time zone in which the machines that run tuning sessions write their times, which name no zone.',
    expected: 'an IANA time zone',
    example: 'Asia/Seoul',
    default: 'UTC',
  }),
  CURRENCY: setting(currencyUnit, {
    description:
      'The unit shown after balances: the traders do not report one. Without it, none is shown. Where targets trade in different units, [`currencies`](#currencies) says which.',
    expected: 'letters or a currency sign, at most 8',
    example: 'KRW',
  }),
  DOCS_URL: setting(pageFolder, {
    description:
      "The address of this project's folder `docs`, as your team can read it: hints about the trading system then link to [trading-system.md](trading-system.md). Without it, they name the page and the heading.",
    expected: 'an https address of at most 300 characters, without a user, a password, a query or a fragment',
    example: 'https://git.example.com/arbwatch/docs/',
  }),
  LANGUAGE: setting(languageName, {
    description:
      'The language of messages to channels, of the terminal, and of answers to people whose own one is not known. Audit and log stay English. Where channels read different ones, [`languages`](#languages) says which. Private answers, direct messages and the Home tab are in the language of their reader: what they set by `/arb me language`, or the one of the Slack profile (with the scope `users:read`).',
    expected: LANGUAGE_CHOICE,
    default: 'en',
  }),
  LOG_LEVEL: setting(logLevel, {
    description: 'How much is logged. Upper case and `warning`, as other programs have it, are accepted.',
    expected: 'trace, debug, info, warn, error or fatal',
    default: 'info',
  }),
  ...STORE_SETTINGS,
} as const;

/** Every setting but those that connect the bot to Slack. */
export const WATCH_SETTINGS = {
  ...MONITOR_SETTINGS,
  ALERT_CHANNEL: setting(channelId, {
    description:
      "The channel that alerts go to, by its id (in Slack: the channel's name → About). The bot must be a member: `/invite @arbwatch`. Without it, the bot only answers commands and sends no alerts.",
    expected: 'the id of a channel (C… or G…)',
    example: 'C0123ALERTS',
  }),
  ALERT_FALLBACK_CHANNEL: setting(channelId, {
    description:
      'The channel for alerts while `ALERT_CHANNEL` cannot receive them: it is archived, or the bot was removed from it. The bot must be a member of it, too.',
    expected: 'the id of a channel (C… or G…)',
    example: 'C0123OPS',
  }),
  CHECK_INTERVAL: setting(wholeNumber(1, 3_600), {
    description:
      'How many seconds pass from one regular check of all traders to the next. It is checked in between whenever something is due by time (a trader becomes stale, a reminder or a step of an escalation is due, a silence ends), and when a breaker, a flag, a counter or a control state of live trading changes, or a trader that is down writes again, if Redis allows client tracking. A longer interval delays none of these.',
    expected: 'a number of seconds, 1 to 3600',
    default: '15',
  }),
  OUTAGE_AFTER: setting(wholeNumber(10, 86_400), {
    description:
      'How many seconds the traders may be unobserved (Redis unavailable, the bot down) before that is reported. Keep it below `STALE_AFTER`: otherwise a second, shorter outage within 5 minutes may make traders look dead. With `ALERT_CHANNEL` set, it must be at least `CHECK_INTERVAL` plus 1 s.',
    expected: 'a number of seconds, 10 to 86400',
    default: '60',
  }),
  DIGEST_CRON: setting(digestCron, {
    description:
      'When a digest of what changed goes to `ALERT_CHANNEL`, as a cron expression in the time zone `TIMEZONE`; `off` for none. Restrict the day of the month or the weekday, not both. A digest whose local time comes twice is sent once; one whose time the clocks skip is sent later, at the latest together with the next; and so is one that was missed.',
    expected: 'a cron expression of five fields (minute hour day month weekday) that comes some day, or off',
    example: '0 9 * * 1-5',
    default: '0 9 * * *',
  }),
  TIMEZONE: setting(z.string().refine(isZone), {
    description: 'The time zone of the bot: for times such as "snooze until 09:00", and for `DIGEST_CRON`.',
    expected: 'an IANA time zone',
    example: 'Asia/Seoul',
    default: 'UTC',
  }),
  ...HISTORY_SETTINGS,
  DEADMAN_PING_URL: setting(z.string().refine(isPingUrl), {
    description:
      'An address that the bot requests (GET) after each successful check: the traders were read, the result was stored, and no message has been waiting for more than 5 minutes. A service behind it, such as healthchecks.io, tells you when the bot itself is down. Needs `ALERT_CHANNEL`.',
    expected: 'an http or https address without a user and a password before the host',
    example: 'https://hc-ping.com/…',
    secret: true,
  }),
  VIEWERS: setting(slackIds, {
    description:
      'Who may see what the bot shows: ids of users (U…), user groups (S…, which needs the scope `usergroups:read`) and channels (C…, for whoever asks in them). Operators may too. Without it, everyone in the workspace. People from another workspace, in a shared channel, need to be listed by user id or through a user group.',
    expected: 'ids of users (U…), user groups (S…) or channels (C…), separated by commas',
    example: 'S0123TRADERS,C0123OPS',
  }),
  OPERATORS: setting(slackIds, {
    description:
      'Who may do what can hide an alert for long, or pages people: mute, snooze for longer than 1 h, and the like; ids as in `VIEWERS`. Without it, nobody may. Everyone who may see an alert may acknowledge it, snooze it for up to 1 h, and send a test alert.',
    expected: 'ids of users (U…), user groups (S…) or channels (C…), separated by commas',
    example: 'U0123ABCDEF,S0123ONCALL',
  }),
  HOST: setting(hostName, {
    description: 'The address that the port below listens on; `0.0.0.0` for all, as in the container.',
    expected: 'an address of this machine',
    example: '0.0.0.0',
    default: '127.0.0.1',
  }),
  PORT: setting(wholeNumber(0, 65_535), {
    description:
      'The port of `/healthz`, `/healthz/alerting`, `/readyz` and `/metrics`, and in HTTP mode of `/slack/events`.',
    expected: 'a port number, 0 to 65535 (0 takes any free one)',
    default: '3000',
  }),
  METRICS_TARGETS: setting(booleanString, {
    description:
      'Whether `/metrics` also has what traders report and how they are, by target: states, balances, trades, flags. Whoever can read it then sees them. At most 200 targets; what is not reported has no sample.',
    expected: 'true or false',
    default: 'false',
  }),
  METRICS_HOST: setting(hostName, {
    description:
      'The address that `/metrics` listens on, where it is another one than `HOST`. `/metrics` is then not found on the port of the other paths.',
    expected: 'an address of this machine',
    example: '0.0.0.0',
  }),
  METRICS_PORT: setting(wholeNumber(0, 65_535), {
    description: 'The port of `/metrics`, where it is another one than `PORT`, on `METRICS_HOST`.',
    expected: 'a port number, 0 to 65535 (0 takes any free one)',
    example: '9464',
  }),
  METRICS_TOKEN: setting(
    z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/)
      .refine(isFilledIn),
    {
      description:
        'What a request for `/metrics` must have as its bearer token (`Authorization: Bearer …`); any other gets 401. Without it, whoever reaches the port may read them.',
      expected: 'at least 16 letters, digits or signs without spaces, as `openssl rand -hex 32` prints them',
      example: '1f6b…',
      secret: true,
    },
  ),
  ARBWATCH_CONFIG: setting(z.string().min(1), {
    description:
      'The configuration file, which may contain every other setting and the sections below. Without it, `arbwatch.yaml` in the working directory, if it exists. Only the environment can set it.',
    expected: 'the path of a file',
    example: '/etc/arbwatch/arbwatch.yaml',
  }),
} as const;

/** Every setting, by its environment variable. */
export const SETTINGS = { ...SLACK_SETTINGS, ...WATCH_SETTINGS } as const;

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** The former names of settings, which are accepted for one release. */
export const FORMER_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['BLIND_AFTER', 'OUTAGE_AFTER'],
  ['DIGEST_AT', 'DIGEST_CRON'],
  ['TRADER_TIMEZONE', 'TUNING_TIMEZONE'],
]);
