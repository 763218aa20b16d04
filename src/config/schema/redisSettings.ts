import { z } from 'zod';
import { type SettingMeta, setting } from './setting';
import { booleanString, hostName, hostPorts, isRedisUrl, wholeNumber } from './values';

const PASSWORD = { schema: z.string().min(1), expected: 'a password', example: '…', secret: true } as const;

/** What the settings of any Redis may be. */
const VALUES = {
  URL: {
    schema: z.string().refine(isRedisUrl),
    expected:
      'redis://host:port/db or rediss://host:port/db (user:password@ before the host, with / # @ : of the password as %2F %23 %40 %3A), or memory:',
    example: 'redis://user:password@redis.example:6379/0',
    secret: true,
  },
  HOST: { schema: hostName, expected: 'a host name or address', example: 'redis.example' },
  PORT: { schema: wholeNumber(1, 65_535), expected: 'a port number, 1 to 65535', example: '6379' },
  DB: { schema: wholeNumber(0, 1_000_000), expected: 'a whole number from 0', example: '0' },
  SENTINELS: {
    schema: hostPorts,
    expected: 'host:port pairs, separated by commas',
    example: 'sentinel-1:26379,sentinel-2:26379,sentinel-3:26379',
  },
  SENTINEL_NAME: { schema: z.string().min(1), expected: 'the name of a master', example: 'mymaster' },
  CLUSTER: {
    schema: hostPorts,
    expected: 'host:port pairs, separated by commas',
    example: 'redis-1:7000,redis-2:7000',
  },
  USERNAME: { schema: z.string().min(1), expected: 'a user name', example: 'arbwatch' },
  TLS: { schema: booleanString, expected: 'true or false', example: 'true' },
} as const;

type Value<T> = { readonly schema: z.ZodType<T, string> } & Omit<SettingMeta, 'description' | 'default'>;

const optional = <T>({ schema, ...meta }: Value<T>, description: string) =>
  setting(schema, { ...meta, description });

const withDefault = <T>({ schema, ...meta }: Value<T>, fallback: string, description: string) =>
  setting(schema, { ...meta, description, default: fallback });

/** Where the traders' Redis is, and how it is reached. */
export const REDIS_SETTINGS = {
  REDIS_URL: optional(
    VALUES.URL,
    'The Redis that the traders write to: `redis://` or `rediss://` (TLS), with user, password and database where needed. `memory:` keeps an empty state in the process, for a first try. Set this, or `REDIS_HOST` and its companions. Set only one of `REDIS_URL`, `REDIS_SENTINELS` and `REDIS_CLUSTER`.',
  ),
  REDIS_HOST: withDefault(
    VALUES.HOST,
    'localhost',
    "The host of the traders' Redis, where `REDIS_URL` is not set.",
  ),
  REDIS_PORT: withDefault(
    VALUES.PORT,
    '6379',
    "The port of the traders' Redis, where `REDIS_URL` is not set.",
  ),
  REDIS_DB: withDefault(
    VALUES.DB,
    '0',
    'The number of the Redis database, where `REDIS_URL` is not set. With `REDIS_CLUSTER` it must be 0.',
  ),
  REDIS_SENTINELS: optional(
    VALUES.SENTINELS,
    "The Sentinels of the traders' Redis; `REDIS_SENTINEL_NAME` is then needed too. At least half of those named here must answer, and most of these must agree on the master: otherwise the bot reports that it cannot see the traders.",
  ),
  REDIS_SENTINEL_NAME: optional(VALUES.SENTINEL_NAME, 'The name under which the Sentinels know the master.'),
  REDIS_SENTINEL_PASSWORD: optional(
    PASSWORD,
    'The password of the Sentinels themselves, if they have one. The bot logs in there as the user `default`.',
  ),
  REDIS_CLUSTER: optional(
    VALUES.CLUSTER,
    "Some nodes of the traders' Redis Cluster; the bot finds the others through them.",
  ),
  REDIS_USERNAME: optional(
    VALUES.USERNAME,
    'The Redis user, where `REDIS_URL` does not contain it. [security.md](security.md) lists the rights that it needs.',
  ),
  REDIS_PASSWORD: optional(PASSWORD, 'The Redis password, where `REDIS_URL` does not contain it.'),
  REDIS_TLS: withDefault(
    VALUES.TLS,
    'false',
    'Whether to use TLS to Redis and to the Sentinels, where `REDIS_URL` is not set: its scheme says. The certificate must be valid for the name or address that is configured here, or that the Sentinels or the cluster announce; a name is sent as the server name (SNI). For a certificate of a private authority, start arbwatch with `NODE_EXTRA_CA_CERTS=/path/to/ca.pem`. Node reads that variable at the start, so it has no effect in `.env`.',
  ),
} as const;

/** Where the bot keeps its own state and the messages that it has to send. */
export const STORE_SETTINGS = {
  STORE_PREFIX: setting(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/), {
    description:
      "What the bot's own keys begin with, in braces: `{arbwatch}:…`. Bots with the same store and prefix act as one bot: a bot for other traders needs a prefix of its own, and so does a test bot.",
    expected: 'letters, digits, `_`, `.` and `-`, at most 64, the first a letter or a digit',
    example: 'arbwatch-staging',
    default: 'arbwatch',
  }),
  STORE_REDIS_URL: optional(
    VALUES.URL,
    "A Redis for the bot's own keys, in the same forms as `REDIS_URL`. Set it where the traders' Redis evicts keys (`maxmemory-policy allkeys-…`) or must not be written to; this one must do neither. Without it and the three below, the bot keeps its keys in the traders' Redis. Set only one of `STORE_REDIS_URL`, `STORE_REDIS_SENTINELS` and `STORE_REDIS_CLUSTER`. The bot does not start if this store belongs to a bot of another traders' Redis: see [operating.md](operating.md#a-store-of-its-own).",
  ),
  STORE_REDIS_HOST: optional(VALUES.HOST, "The host of the bot's own store, where it is not set by a URL."),
  STORE_REDIS_PORT: withDefault(
    VALUES.PORT,
    '6379',
    "The port of the bot's own store, with `STORE_REDIS_HOST`.",
  ),
  STORE_REDIS_DB: withDefault(
    VALUES.DB,
    '0',
    'The number of its database, with `STORE_REDIS_HOST` or `STORE_REDIS_SENTINELS`.',
  ),
  STORE_REDIS_SENTINELS: optional(
    VALUES.SENTINELS,
    "The Sentinels of the bot's own store; `STORE_REDIS_SENTINEL_NAME` is then needed too.",
  ),
  STORE_REDIS_SENTINEL_NAME: optional(
    VALUES.SENTINEL_NAME,
    "The name under which those Sentinels know the store's master.",
  ),
  STORE_REDIS_SENTINEL_PASSWORD: optional(
    PASSWORD,
    'The password of those Sentinels themselves, if they have one.',
  ),
  STORE_REDIS_CLUSTER: optional(VALUES.CLUSTER, "Some nodes of a Redis Cluster for the bot's own keys."),
  STORE_REDIS_USERNAME: optional(
    VALUES.USERNAME,
    "The user of the bot's own store, where `STORE_REDIS_URL` does not contain it.",
  ),
  STORE_REDIS_PASSWORD: optional(
    PASSWORD,
    "The password of the bot's own store, where `STORE_REDIS_URL` does not contain it.",
  ),
  STORE_REDIS_TLS: withDefault(
    VALUES.TLS,
    'false',
    "Whether to use TLS to the bot's own store, where `STORE_REDIS_URL` is not set. As `REDIS_TLS`.",
  ),
} as const;
