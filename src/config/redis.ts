import type { RedisConfig } from '../redis/redisConfig';
import type { MonitorValues } from './schema/sections';
import type { SettingName } from './schema/settings';
import type { ConfigSources, ConfigView } from './sources';

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

const modesOf = (sources: ConfigSources, prefix: Prefix): readonly SettingName[] =>
  MODES.map((mode): SettingName => `${prefix}${mode}`).filter((name) => sources.isSet(name));

/** Whether the Sentinels say where the traders' Redis is. */
export const isUnderSentinel = (sources: ConfigSources): boolean =>
  modesOf(sources, '')[0] === 'REDIS_SENTINELS';

/** Checks that one Redis is configured in one way. */
export function checkRedis({ values, sources, report }: ConfigView, prefix: Prefix): void {
  const [mode, ...others] = modesOf(sources, prefix);
  for (const other of others) report(other, `is set beside ${mode}: set one of them only`);
  if (mode === `${prefix}REDIS_SENTINELS` && !sources.isSet(`${prefix}REDIS_SENTINEL_NAME`))
    report(`${prefix}REDIS_SENTINEL_NAME`, `is not set, and ${mode} needs it`);
  if (mode === `${prefix}REDIS_CLUSTER` && (values[`${prefix}REDIS_DB`] ?? 0) !== 0)
    report(`${prefix}REDIS_DB`, `is set beside ${mode}: a cluster has database 0 only`);
}

/** Checks the bot's own store, which may have no Redis of its own. */
export function checkStore(view: ConfigView): void {
  const { sources, report } = view;
  if (modesOf(sources, 'STORE_').length > 0 || sources.isSet('STORE_REDIS_HOST')) checkRedis(view, 'STORE_');
  else
    for (const name of COMPANIONS)
      if (sources.isSet(`STORE_${name}`))
        report(`STORE_${name}`, 'is set, but not where the store is: set STORE_REDIS_URL, too');
}

/** Where the traders' Redis is. */
export const redisConfig = (values: MonitorValues): RedisConfig => configOf(values, '');

/** Where the bot's own store is; null where it has no Redis of its own. */
export function storeConfig(values: MonitorValues): RedisConfig | null {
  const isOwn = ([...MODES, 'REDIS_HOST'] as const).some((name) => values[`STORE_${name}`] !== undefined);
  return isOwn ? configOf(values, 'STORE_') : null;
}

/** By whatever is set of URL, Sentinels, cluster and host. */
function configOf(values: MonitorValues, prefix: Prefix): RedisConfig {
  const url = values[`${prefix}REDIS_URL`];
  const sentinels = values[`${prefix}REDIS_SENTINELS`];
  const nodes = values[`${prefix}REDIS_CLUSTER`];
  const [username, password] = [values[`${prefix}REDIS_USERNAME`], values[`${prefix}REDIS_PASSWORD`]];
  const db = values[`${prefix}REDIS_DB`] ?? 0;
  const access = {
    tls: values[`${prefix}REDIS_TLS`] ?? false,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
  if (url !== undefined) return fromUrl(url, access);
  if (sentinels !== undefined) {
    const sentinelPassword = values[`${prefix}REDIS_SENTINEL_PASSWORD`];
    const name = values[`${prefix}REDIS_SENTINEL_NAME`] ?? '';
    const rest = { db, ...access, ...(sentinelPassword !== undefined && { sentinelPassword }) };
    return { kind: 'sentinel', sentinels, name, ...rest };
  }
  if (nodes !== undefined) return { kind: 'cluster', nodes, ...access };
  const host = values[`${prefix}REDIS_HOST`] ?? 'localhost';
  return { kind: 'single', host, port: values[`${prefix}REDIS_PORT`] ?? 6379, db, ...access };
}

/** The URL comes first; a user and a password may stand beside it, so that they can come from a store of secrets. */
function fromUrl(
  text: string,
  access: { readonly username?: string; readonly password?: string },
): RedisConfig {
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
