import { metaOf } from './schema/setting';
import { SETTING_NAMES, SETTINGS } from './schema/settings';
import type { Environment } from './sources';

/** The values in an environment, or in the texts of a configuration file, that no log line may hold; of an address, its password too. */
export function secretsIn(env: Environment): string[] {
  const secrets = SETTING_NAMES.filter((name) => metaOf(SETTINGS[name]).secret);
  const values = secrets.flatMap((name) => env[name]?.trim() ?? []);
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
