import { isIPv6 } from 'node:net';
import { z } from 'zod';

/** One environment variable: what it means, how it is checked, and how its reference entry reads. */
export interface Setting<T = unknown> {
  readonly schema: z.ZodType<T>;
  /** The value when the variable is not set, as a person would write it; null when there is none. */
  readonly fallback: string | null;
  /** What a right value is, as the end of "… must be". */
  readonly expected: string;
  readonly example: string;
  /** A secret's value is never shown. */
  readonly secret: boolean;
  readonly about: string;
}

type Described<T> = Omit<Setting<T>, 'schema' | 'secret' | 'fallback'> & { secret?: true; fallback?: string };

const setting = <T>(schema: z.ZodType<T>, rest: Described<T>): Setting<T> => ({
  schema,
  secret: rest.secret ?? false,
  fallback: rest.fallback ?? null,
  expected: rest.expected,
  example: rest.example,
  about: rest.about,
});

const wholeNumber = (from: number, to: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(from).max(to));

const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(z.string()).min(1));

const HOST_PORT = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/;

const hostPorts = list.pipe(
  z.array(
    z
      .string()
      .regex(HOST_PORT)
      .transform((text) => {
        const [, ipv6, name, port] = HOST_PORT.exec(text) ?? [];
        return { host: ipv6 ?? name ?? '', port: Number(port) };
      })
      .pipe(z.object({ host: z.string(), port: z.number().int().min(1).max(65_535) })),
  ),
);

const isZone = (text: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
};

const hasProtocol = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

/** What a URL might say beyond host and database is refused, for it would not be followed. */
const isRedisUrl = (text: string): boolean => {
  if (text === 'memory:') return true;
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, pathname, search, hash } = new URL(text);
  return /^\/?\d*$/.test(pathname) && search + hash === '' && isPercentEncoded(username + password);
};

const hostName = z.string().refine((text) => text !== '' && (!/[\s/@:]/.test(text) || isIPv6(text)));

const isPercentEncoded = (text: string): boolean => !/%(?![0-9a-f]{2})/i.test(text);

const truth = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Every environment variable there is. */
export const SETTINGS = {
  SLACK_BOT_TOKEN: setting(z.string().regex(/^xoxb-\S+$/), {
    about: 'The bot token of the installed Slack app ("Bot User OAuth Token").',
    expected: 'a bot token, which starts with xoxb-',
    example: 'xoxb-…',
    secret: true,
  }),
  SLACK_APP_TOKEN: setting(z.string().regex(/^xapp-\S+$/), {
    about:
      'The app-level token with the scope `connections:write`. When it is set, the bot uses Socket Mode.',
    expected: 'an app-level token, which starts with xapp-',
    example: 'xapp-…',
    secret: true,
  }),
  SLACK_SIGNING_SECRET: setting(z.string().regex(/^\S{16,}$/), {
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
    about: 'The port of `/healthz` and `/readyz`, and in HTTP mode of `/slack/events`.',
    expected: 'a port number, 0 to 65535 (0 takes any free one)',
    example: '3000',
    fallback: '3000',
  }),
  REDIS_URL: setting(z.string().refine(isRedisUrl), {
    about:
      'The Redis that the traders write to: `redis://` or `rediss://` (TLS), with user, password and database where needed. `memory:` keeps an empty state in the process, for trying. Set this, or `REDIS_HOST` and its companions.',
    expected: 'redis://host:port/db or rediss://host:port/db (user:password@ before the host), or memory:',
    example: 'redis://user:password@redis.example:6379/0',
    secret: true,
  }),
  REDIS_HOST: setting(hostName, {
    about: "The host of the traders' Redis, where `REDIS_URL` is not set.",
    expected: 'a host name or address',
    example: 'redis.example',
    fallback: 'localhost',
  }),
  REDIS_PORT: setting(wholeNumber(1, 65_535), {
    about: "The port of the traders' Redis, where `REDIS_URL` is not set.",
    expected: 'a port number, 1 to 65535',
    example: '6379',
    fallback: '6379',
  }),
  REDIS_DB: setting(wholeNumber(0, 1_000_000), {
    about: 'The number of the Redis database, where `REDIS_URL` is not set.',
    expected: 'a whole number from 0',
    example: '0',
    fallback: '0',
  }),
  REDIS_SENTINELS: setting(hostPorts, {
    about: "The Sentinels of the traders' Redis; then `REDIS_SENTINEL_NAME` is needed too.",
    expected: 'host:port pairs, separated by commas',
    example: 'sentinel-1:26379,sentinel-2:26379',
  }),
  REDIS_SENTINEL_NAME: setting(z.string().min(1), {
    about: 'The name under which the Sentinels know the master.',
    expected: 'the name of a master',
    example: 'mymaster',
  }),
  REDIS_SENTINEL_PASSWORD: setting(z.string().min(1), {
    about: 'The password of the Sentinels themselves, where they have one.',
    expected: 'a password',
    example: '…',
    secret: true,
  }),
  REDIS_CLUSTER: setting(hostPorts, {
    about: "Some nodes of the traders' Redis Cluster; the others are found through them.",
    expected: 'host:port pairs, separated by commas',
    example: 'redis-1:7000,redis-2:7000',
  }),
  REDIS_USERNAME: setting(z.string().min(1), {
    about: 'The Redis user, where `REDIS_URL` does not carry it.',
    expected: 'a user name',
    example: 'arbwatch',
  }),
  REDIS_PASSWORD: setting(z.string().min(1), {
    about: 'The Redis password, where `REDIS_URL` does not carry it.',
    expected: 'a password',
    example: '…',
    secret: true,
  }),
  REDIS_TLS: setting(truth, {
    about: 'Whether Redis is spoken to over TLS, where `REDIS_URL` is not set: its scheme says.',
    expected: 'true or false',
    example: 'true',
    fallback: 'false',
  }),
  STATE_KEY_PREFIX: setting(z.string().min(1), {
    about: 'The key prefix that the traders are configured with.',
    expected: 'a key prefix',
    example: 'arbitrage',
    fallback: 'arbitrage',
  }),
  HEARTBEAT_COMPONENTS: setting(list, {
    about: "The components whose heartbeat counts as the trader's; the newest beat is taken.",
    expected: 'component names, separated by commas',
    example: 'trader,live_trader',
    fallback: 'trader,live_trader',
  }),
  STALE_AFTER: setting(wholeNumber(1, 86_400), {
    about:
      'The seconds after which a heartbeat is stale. A trader lets its heartbeat expire after 60 s, and is then told to have none; so only a smaller number shows it as late before that.',
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
  CURRENCY: setting(z.string().regex(/^[\p{L}\p{Sc}]{1,8}$/u), {
    about: 'The unit shown behind balances, for the traders do not report one. Without it, none is shown.',
    expected: 'letters or a currency sign, at most 8',
    example: 'KRW',
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
