import type { RedisConfig } from '../redis/redisConfig';
import type { ConfigReader } from './reader';
import type { SettingName } from './schema/settings';

/** What the names of a Redis's settings begin with: the traders', or the bot's own store. */
type Prefix = '' | 'STORE_';

const MODES = ['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER'] as const;
const COMPANIONS = [
  'REDIS_PORT',
  'REDIS_DB',
  'REDIS_SENTINEL_NAME',
  'REDIS_SENTINEL_PASSWORD',
  'REDIS_USERNAME',
  'REDIS_PASSWORD',
  'REDIS_TLS',
] as const;

/** The ways that are set; where the environment has one, be it by a host alone, those of the file do not count. */
function configuredModes(settings: ConfigReader, prefix: Prefix): readonly SettingName[] {
  const ways = MODES.map((way): SettingName => `${prefix}${way}`);
  const isSet = [...ways, `${prefix}REDIS_HOST` as const].some((name) => settings.isInEnvironment(name))
    ? (name: SettingName) => settings.isInEnvironment(name)
    : (name: SettingName) => settings.has(name);
  return ways.filter(isSet);
}

/** Whether the Sentinels tell where the traders' Redis is. */
export const isUnderSentinel = (settings: ConfigReader): boolean =>
  configuredModes(settings, '')[0] === 'REDIS_SENTINELS';

/** Where the traders' Redis is; null when a problem was reported. */
export const redisConfig = (settings: ConfigReader): RedisConfig | null => configOf(settings, '');

/** Where the bot's own store is; null where it has none, or a problem was reported. */
export function storeConfig(settings: ConfigReader): RedisConfig | null {
  if (configuredModes(settings, 'STORE_').length > 0 || settings.has('STORE_REDIS_HOST'))
    return configOf(settings, 'STORE_');
  for (const name of COMPANIONS) {
    if (settings.has(`STORE_${name}`))
      settings.report(`STORE_${name}`, 'is set, but not where the store is: set STORE_REDIS_URL, too');
  }
  return null;
}

function configOf(settings: ConfigReader, prefix: Prefix): RedisConfig | null {
  const [way, ...others] = configuredModes(settings, prefix);
  for (const other of others) settings.report(other, `is set beside ${way}: set one of them only`);
  if (way === `${prefix}REDIS_URL`) return fromUrl(settings, prefix);
  if (way === `${prefix}REDIS_SENTINELS`) return sentinel(settings, prefix);
  if (way === `${prefix}REDIS_CLUSTER`) return cluster(settings, prefix);
  const host = settings.required(`${prefix}REDIS_HOST`);
  const port = settings.required(`${prefix}REDIS_PORT`);
  const db = settings.required(`${prefix}REDIS_DB`);
  const access = accessSettings(settings, prefix);
  if (host === null || port === null || db === null || access === null) return null;
  return { kind: 'single', host, port, db, ...access };
}

/** The URL comes first; who asks may stand beside it, so that a password can come from a store of secrets. */
function fromUrl(settings: ConfigReader, prefix: Prefix): RedisConfig | null {
  const text = settings.required(`${prefix}REDIS_URL`);
  const access = accessSettings(settings, prefix);
  if (text === null || access === null) return null;
  const url = new URL(text);
  if (url.protocol === 'memory:') return { kind: 'memory' };
  return {
    kind: 'single',
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost',
    port: url.port === '' ? 6379 : Number(url.port),
    db: Number(url.pathname.slice(1)),
    ...access,
    tls: url.protocol === 'rediss:',
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
  };
}

function sentinel(settings: ConfigReader, prefix: Prefix): RedisConfig | null {
  const sentinels = settings.required(`${prefix}REDIS_SENTINELS`);
  const name = settings.required(
    `${prefix}REDIS_SENTINEL_NAME`,
    `is not set, and ${prefix}REDIS_SENTINELS needs it`,
  );
  const db = settings.required(`${prefix}REDIS_DB`);
  const sentinelPassword = settings.optional(`${prefix}REDIS_SENTINEL_PASSWORD`);
  const access = accessSettings(settings, prefix);
  if (sentinels === null || name === null || db === null || access === null) return null;
  return {
    kind: 'sentinel',
    sentinels,
    name,
    db,
    ...access,
    ...(sentinelPassword !== null && { sentinelPassword }),
  };
}

function cluster(settings: ConfigReader, prefix: Prefix): RedisConfig | null {
  const nodes = settings.required(`${prefix}REDIS_CLUSTER`);
  const access = accessSettings(settings, prefix);
  const db = settings.required(`${prefix}REDIS_DB`);
  if (db !== null && db !== 0)
    return settings.report(
      `${prefix}REDIS_DB`,
      `is set beside ${prefix}REDIS_CLUSTER: a cluster has database 0 only`,
    );
  return nodes === null || access === null ? null : { kind: 'cluster', nodes, ...access };
}

function accessSettings(
  settings: ConfigReader,
  prefix: Prefix,
): { username?: string; password?: string; tls: boolean } | null {
  const tls = settings.required(`${prefix}REDIS_TLS`);
  const username = settings.optional(`${prefix}REDIS_USERNAME`);
  const password = settings.optional(`${prefix}REDIS_PASSWORD`);
  if (tls === null) return null;
  return { tls, ...(username !== null && { username }), ...(password !== null && { password }) };
}
