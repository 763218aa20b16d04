import { createHash, scryptSync } from 'node:crypto';
import type {
  ConfigurationContent,
  SettingValue,
  ShownSettings,
} from '../../alerting/configuration/activeConfiguration';
import { memoize } from '../../lib/memoize';
import { keyOf } from '../file';
import { FILE_SECTIONS } from '../schema/sections';
import { isSurelySecret, metaOf } from '../schema/setting';
import { SETTINGS, type SettingName } from '../schema/settings';
import type { ConfigSources } from '../sources';
import { INSTANCE_SETTINGS, SHARED_SETTINGS } from './reloadable';

/** Hashes are compared, and written into logs: so many hexadecimal digits are enough. */
const HASH_LENGTH = 12;
const VALUE_LENGTH = 200;

/**
 * What is set of all that instances must agree on, as it is written: comments, the order of keys and defaults do not count. It
 * is kept in Redis and shown in Slack, and holds no secret.
 */
export function configurationContent({ input }: Sources): ConfigurationContent {
  const settings: Record<string, SettingValue> = settingsOf(SHARED_SETTINGS, input);
  for (const section of Object.keys(FILE_SECTIONS)) flatten(input[section], [section], settings);
  return { hash: hashOf(settings), settings };
}

/** What is set of what each instance may have of its own, and a reload applies. */
export const instanceSettings = ({ input }: Sources): ShownSettings => settingsOf(INSTANCE_SETTINGS, input);

type Sources = Pick<ConfigSources, 'input'>;

function settingsOf(names: readonly SettingName[], input: ConfigSources['input']) {
  const set = names.flatMap((name) => {
    const text = input[name];
    return typeof text === 'string' ? [{ name, text }] : [];
  });
  return Object.fromEntries(
    set.map(({ name, text }) => [keyOf(name), shown(text, metaOf(SETTINGS[name]).secret === true)]),
  );
}

/** Changes with every value, and not with the order of keys. */
function hashOf(settings: ShownSettings): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, HASH_LENGTH);
}

function flatten(value: unknown, path: readonly string[], into: Record<string, SettingValue>): void {
  if (value === undefined) return;
  const named = namedItems(value);
  if (named !== null) {
    for (const [key, each] of Object.entries(named)) flatten(each, [...path, key], into);
    return;
  }
  const isSecret = isSecretPath(path);
  const key = path.join(' › ');
  if (Array.isArray(value) && !isSecret) into[key] = value.map(textOf);
  else into[key] = value === null ? null : shown(typeof value === 'string' ? value : textOf(value), isSecret);
}

/** What has keys: an object, and a list whose items all have a name of their own. */
function namedItems(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  const items = value.map((item): { name?: unknown } => item ?? {});
  const names = items.map(({ name }) => name);
  const areNamed = names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  if (!areNamed || names.length === 0) return null;
  return Object.fromEntries(
    items.map(({ name, ...rest }) => [name, Object.keys(rest).length === 0 ? null : rest]),
  );
}

/** Of a webhook all but its format and `allow_http` is a secret. */
const isSecretPath = ([section, , key]: readonly string[]): boolean =>
  section === 'webhooks' && key !== 'type' && key !== 'allow_http';

const shown = (text: string, isSecret: boolean): SettingValue =>
  isSecret || isSurelySecret(text) ? { secret: fingerprintOf(text) } : text.slice(0, VALUE_LENGTH);

/** A value as somebody would write it in one line of the file. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'string' && isSurelySecret(value)) return '(not shown, it may hold a secret)';
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${textOf(each)}`)
    .join(', ')} }`;
}

/**
 * By what it shows that a secret has changed. It takes long to try many, and several fit: who reads it in Redis finds out none.
 */
const fingerprintOf = memoize((text: string): string => scryptSync(text, 'arbwatch', 4).toString('hex'));
