import { SETTINGS, type SettingName, type SettingValue } from './settings';

/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  readonly variable: SettingName;
  readonly message: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A Slack token, or an address with a password. */
const SECRET_IN_THE_WRONG_PLACE = /xox[a-z]|xapp|@/i;

/** Reads settings from an environment, keeping every problem on the way. An empty variable counts as not set. */
export class SettingsReader {
  readonly problems: ConfigProblem[] = [];

  constructor(private readonly env: Environment) {}

  /** True when the variable is set, rightly or wrongly. */
  has(name: SettingName): boolean {
    return (this.env[name]?.trim() ?? '') !== '';
  }

  /** The setting's value or its fallback; null, and a problem, when it is set wrongly or has neither. */
  required<N extends SettingName>(name: N, why?: string): SettingValue<N> | null {
    if (!this.has(name) && SETTINGS[name].fallback === null) return this.report(name, why ?? 'is not set');
    return this.optional(name);
  }

  /** The setting's value or its fallback; null when it has neither, and, with a problem, when it is set wrongly. */
  optional<N extends SettingName>(name: N): SettingValue<N> | null {
    const { schema, fallback, secret, expected } = SETTINGS[name];
    const text = this.has(name) ? this.env[name]?.trim() : fallback;
    if (text === undefined || text === null) return null;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data as SettingValue<N>;
    const mayBeSecret = secret || SECRET_IN_THE_WRONG_PLACE.test(text);
    const shown = mayBeSecret
      ? 'its value (not shown, it may hold a secret)'
      : JSON.stringify(text.slice(0, 100));
    return this.report(name, `${shown} will not do: it must be ${expected}`);
  }

  /** Adds a problem with a variable, once however often it is read; the message ends with an example. */
  report(variable: SettingName, what: string): null {
    const message = `${what}. Example: ${variable}=${SETTINGS[variable].example}`;
    const isKnown = this.problems.some((each) => each.variable === variable && each.message === message);
    if (!isKnown) this.problems.push({ variable, message });
    return null;
  }
}
