import { z } from 'zod';
import { REDIS_SETTINGS } from './redisSettings';
import type { Setting } from './setting';
import { setting } from './setting';

/** As the traders' own, but for what it is about, and with nothing that it falls back to. */
const like = <T>({ schema, expected, example, secret }: Setting<T>, about: string): Setting<T> => ({
  schema,
  expected,
  example,
  secret,
  about,
  fallback: null,
});

/** Where the bot keeps what it knows and what it has to send. */
export const STORE_SETTINGS = {
  STORE_PREFIX: setting(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/), {
    about:
      "What the bot's own keys begin with, in braces: `{arbwatch}:…`. Bots with the same store and prefix are one bot: each bot of other traders needs a prefix of its own, and so does one for trying.",
    expected: 'letters, digits, `_`, `.` and `-`, at most 64, the first a letter or a digit',
    example: 'arbwatch-staging',
    fallback: 'arbwatch',
  }),
  STORE_REDIS_URL: like(
    REDIS_SETTINGS.REDIS_URL,
    "A Redis for the bot's own keys, in the same forms as `REDIS_URL`. Worth setting where the traders' Redis evicts keys (`maxmemory-policy allkeys-…`) or may not be written to; this one must do neither. Without it and the three below, the bot keeps its keys in the traders' Redis. Of `STORE_REDIS_URL`, `STORE_REDIS_SENTINELS` and `STORE_REDIS_CLUSTER` only one may be set. The bot does not start where this store belongs to a bot of another traders' Redis: see [operating.md](operating.md#a-store-of-its-own).",
  ),
  STORE_REDIS_HOST: like(
    REDIS_SETTINGS.REDIS_HOST,
    "The host of the bot's own store, where it is not set by a URL.",
  ),
  STORE_REDIS_PORT: {
    ...REDIS_SETTINGS.REDIS_PORT,
    about: "The port of the bot's own store, beside `STORE_REDIS_HOST`.",
  },
  STORE_REDIS_DB: {
    ...REDIS_SETTINGS.REDIS_DB,
    about: 'The number of its database, beside `STORE_REDIS_HOST` or `STORE_REDIS_SENTINELS`.',
  },
  STORE_REDIS_SENTINELS: like(
    REDIS_SETTINGS.REDIS_SENTINELS,
    "The Sentinels of the bot's own store; then `STORE_REDIS_SENTINEL_NAME` is needed too.",
  ),
  STORE_REDIS_SENTINEL_NAME: like(
    REDIS_SETTINGS.REDIS_SENTINEL_NAME,
    "The name under which those Sentinels know the store's master.",
  ),
  STORE_REDIS_SENTINEL_PASSWORD: like(
    REDIS_SETTINGS.REDIS_SENTINEL_PASSWORD,
    'The password of those Sentinels themselves, where they have one.',
  ),
  STORE_REDIS_CLUSTER: like(
    REDIS_SETTINGS.REDIS_CLUSTER,
    "Some nodes of a Redis Cluster for the bot's own keys.",
  ),
  STORE_REDIS_USERNAME: like(
    REDIS_SETTINGS.REDIS_USERNAME,
    "The user of the bot's own store, where `STORE_REDIS_URL` does not carry it.",
  ),
  STORE_REDIS_PASSWORD: like(
    REDIS_SETTINGS.REDIS_PASSWORD,
    "The password of the bot's own store, where `STORE_REDIS_URL` does not carry it.",
  ),
  STORE_REDIS_TLS: {
    ...REDIS_SETTINGS.REDIS_TLS,
    about:
      "Whether the bot's own store is spoken to over TLS, where `STORE_REDIS_URL` is not set. As `REDIS_TLS`.",
  },
} as const;
