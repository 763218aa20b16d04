import { type ConfigFile, keyOf, NO_FILE } from './file';
import { type ConfigIssue, isSurelySecret, safeValue } from './issue';
import { SETTINGS, type SettingName, type SettingValue } from './schema/settings';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from an environment, and what is not there from a configuration file, keeping every problem on the
 * way. What is empty counts as not set.
 */
export class ConfigReader {
  readonly problems: ConfigIssue[];

  constructor(
    private readonly env: Environment,
    readonly file: ConfigFile = NO_FILE,
  ) {
    this.problems = [...file.problems];
  }

  /** True when the setting is set, rightly or wrongly. */
  has(name: SettingName): boolean {
    return this.isInEnvironment(name) || isNonEmpty(this.file.texts[name]);
  }

  /** True when the environment sets it, which wins over the file. */
  isInEnvironment(name: SettingName): boolean {
    return isNonEmpty(this.env[name]);
  }

  /** The setting's value or its fallback; null, and a problem, when it is set wrongly or has neither. */
  required<N extends SettingName>(name: N, why?: string): SettingValue<N> | null {
    if (!this.has(name) && SETTINGS[name].fallback === null) return this.report(name, why ?? 'is not set');
    return this.optional(name);
  }

  /** The setting's value or its fallback; null when it has neither, and, with a problem, when it is set wrongly. */
  optional<N extends SettingName>(name: N): SettingValue<N> | null {
    const { schema, fallback, secret, expected } = SETTINGS[name];
    const text = this.has(name) ? this.textOf(name) : fallback;
    if (text === undefined || text === null) return null;
    const parsed = schema.safeParse(text);
    // What is no secret is shown, in the summary and in messages, so a secret may not stand there.
    const isInWrongPlace = !secret && isSurelySecret(text);
    if (parsed.success && !isInWrongPlace) return parsed.data as SettingValue<N>;
    return this.report(name, `${safeValue(text, secret)} will not do: it must be ${expected}`);
  }

  /** Adds a problem with a setting, once however often it is read; the message ends with an example. */
  report(name: SettingName, what: string): null {
    const { example } = SETTINGS[name];
    const isInFile = this.has(name) && !this.isInEnvironment(name);
    return this.add(
      isInFile
        ? {
            where: this.file.where([keyOf(name)], 'value'),
            message: `${what}. Example: ${keyOf(name)}: ${example}`,
          }
        : { where: name, message: `${what}. Example: ${name}=${example}` },
    );
  }

  /** Adds a problem, once. */
  add(problem: ConfigIssue): null {
    const isKnown = this.problems.some(
      ({ where, message }) => where === problem.where && message === problem.message,
    );
    if (!isKnown) this.problems.push(problem);
    return null;
  }

  private textOf(name: SettingName): string | undefined {
    return (this.isInEnvironment(name) ? this.env[name] : this.file.texts[name])?.trim();
  }
}

const isNonEmpty = (text: string | undefined): boolean => (text?.trim() ?? '') !== '';
