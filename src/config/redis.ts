import type { RedisConfig } from '../state/redisConfig';
import type { SettingName } from './settings';
import type { SettingsReader } from './settingsReader';

const WAYS: readonly SettingName[] = ['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER'];

/** The ways that are set; where the environment has one, be it by a host alone, those of the file do not count. */
function waysIn(settings: SettingsReader): readonly SettingName[] {
  const isSet = [...WAYS, 'REDIS_HOST' as const].some((name) => settings.isInEnvironment(name))
    ? (name: SettingName) => settings.isInEnvironment(name)
    : (name: SettingName) => settings.has(name);
  return WAYS.filter(isSet);
}

/** Whether the Sentinels tell where Redis is. */
export const isUnderSentinel = (settings: SettingsReader): boolean =>
  waysIn(settings)[0] === 'REDIS_SENTINELS';

/** Where Redis is; null when a problem was reported. */
export function redisConfig(settings: SettingsReader): RedisConfig | null {
  const [way, ...others] = waysIn(settings);
  for (const other of others) settings.report(other, `is set beside ${way}: set one of them only`);
  if (way === 'REDIS_URL') return fromUrl(settings);
  if (way === 'REDIS_SENTINELS') return sentinel(settings);
  if (way === 'REDIS_CLUSTER') return cluster(settings);
  const host = settings.required('REDIS_HOST');
  const port = settings.required('REDIS_PORT');
  const db = settings.required('REDIS_DB');
  const access = accessSettings(settings);
  if (host === null || port === null || db === null || access === null) return null;
  return { kind: 'single', host, port, db, ...access };
}

/** The URL comes first; who asks may stand beside it, so that a password can come from a store of secrets. */
function fromUrl(settings: SettingsReader): RedisConfig | null {
  const text = settings.required('REDIS_URL');
  const access = accessSettings(settings);
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

function sentinel(settings: SettingsReader): RedisConfig | null {
  const sentinels = settings.required('REDIS_SENTINELS');
  const name = settings.required('REDIS_SENTINEL_NAME', 'is not set, and REDIS_SENTINELS needs it');
  const db = settings.required('REDIS_DB');
  const sentinelPassword = settings.optional('REDIS_SENTINEL_PASSWORD');
  const access = accessSettings(settings);
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

function cluster(settings: SettingsReader): RedisConfig | null {
  const nodes = settings.required('REDIS_CLUSTER');
  const access = accessSettings(settings);
  const db = settings.required('REDIS_DB');
  if (db !== null && db !== 0)
    return settings.report('REDIS_DB', 'is set beside REDIS_CLUSTER: a cluster has database 0 only');
  return nodes === null || access === null ? null : { kind: 'cluster', nodes, ...access };
}

function accessSettings(
  settings: SettingsReader,
): { username?: string; password?: string; tls: boolean } | null {
  const tls = settings.required('REDIS_TLS');
  const username = settings.optional('REDIS_USERNAME');
  const password = settings.optional('REDIS_PASSWORD');
  if (tls === null) return null;
  return { tls, ...(username !== null && { username }), ...(password !== null && { password }) };
}
