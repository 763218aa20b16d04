import { distance } from 'fastest-levenshtein';
import { FORMER_NAMES, isSettingName, SETTING_NAMES } from '../schema/settings';

/** So many letters may be wrong, of names that are long enough: `PATH` is not meant for `PORT`. */
const MOST_WRONG = 2;
const LONG_ENOUGH = 6;

/**
 * The setting that a name is probably meant for; null for one that is a setting, and for one that resembles none. Case
 * and dashes do not count: `redis-url` is meant for `REDIS_URL`, and so is `ARBWATCH_REDIS_URL`.
 */
export function settingLike(name: string): string | null {
  if (isSettingName(name) || FORMER_NAMES.has(name)) return null;
  const plain = name
    .toUpperCase()
    .replaceAll(/[-.]/g, '_')
    .replace(/^ARBWATCH_/, '');
  if (isSettingName(plain)) return plain;
  const near = SETTING_NAMES.filter((known) => known.length >= LONG_ENOUGH)
    .map((known) => ({ known, wrong: distance(plain, known) }))
    .sort((a, b) => a.wrong - b.wrong)[0];
  return near !== undefined && near.wrong <= MOST_WRONG ? near.known : null;
}
