import type { Environment } from '../reader';
import { SETTINGS, type SettingName } from './settings';

/** The values in an environment, or in the texts of a configuration file, that no log line may hold; of an address, its password too. */
export function secretsIn(env: Environment): string[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  const values = names.filter((name) => SETTINGS[name].secret).flatMap((name) => env[name]?.trim() ?? []);
  return values.flatMap((value) => [value, ...passwordsIn(value)]).filter((value) => value !== '');
}

function passwordsIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { username, password } = new URL(text);
  try {
    const [name, plain] = [decodeURIComponent(username), decodeURIComponent(password)];
    // In one, as HTTP's way to log in has them.
    return plain === '' ? [] : [password, plain, `${name}:${plain}`];
  } catch {
    return [password];
  }
}
