import { z } from 'zod';
import { setting } from './setting';
import { hostName, hostPorts, isRedisUrl, truth, wholeNumber } from './settingSchemas';

/** Where the traders' Redis is, and how it is reached. */
export const REDIS_SETTINGS = {
  REDIS_URL: setting(z.string().refine(isRedisUrl), {
    about:
      'The Redis that the traders write to: `redis://` or `rediss://` (TLS), with user, password and database where needed. `memory:` keeps an empty state in the process, for trying. Set this, or `REDIS_HOST` and its companions. Of `REDIS_URL`, `REDIS_SENTINELS` and `REDIS_CLUSTER` only one may be set.',
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
    about:
      'The number of the Redis database, where `REDIS_URL` is not set. Beside `REDIS_CLUSTER` another one than 0 is refused.',
    expected: 'a whole number from 0',
    example: '0',
    fallback: '0',
  }),
  REDIS_SENTINELS: setting(hostPorts, {
    about:
      "The Sentinels of the traders' Redis; then `REDIS_SENTINEL_NAME` is needed too. Half of those named here must " +
      'answer, and most of these name the master that is read: else the bot takes itself for blind.',
    expected: 'host:port pairs, separated by commas',
    example: 'sentinel-1:26379,sentinel-2:26379,sentinel-3:26379',
  }),
  REDIS_SENTINEL_NAME: setting(z.string().min(1), {
    about: 'The name under which the Sentinels know the master.',
    expected: 'the name of a master',
    example: 'mymaster',
  }),
  REDIS_SENTINEL_PASSWORD: setting(z.string().min(1), {
    about:
      'The password of the Sentinels themselves, where they have one. The bot logs in there as the user `default`.',
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
    about:
      'The Redis user, where `REDIS_URL` does not carry it. [security.md](security.md) has the least that it must be allowed.',
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
    about:
      'Whether Redis, and the Sentinels, are spoken to over TLS, where `REDIS_URL` is not set: its scheme says. The certificate must be valid for the name or address that is configured here, or that the Sentinels or the cluster announce; a name is sent as the server name (SNI). For a certificate of a private authority, start arbwatch with `NODE_EXTRA_CA_CERTS=/path/to/ca.pem`, which Node reads at the start: in `.env` it does nothing.',
    expected: 'true or false',
    example: 'true',
    fallback: 'false',
  }),
} as const;
