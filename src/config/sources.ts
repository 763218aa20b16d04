import { type ConfigFile, keyOf } from './file';
import type { ConfigIssue } from './issues';
import type { BotValues } from './schema/sections';
import { metaOf } from './schema/setting';
import { FORMER_NAMES, isSettingName, SETTING_NAMES, SETTINGS, type SettingName } from './schema/settings';
import { withVariables } from './webhooks/variables';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A rule's part of the file: settings by name, and `targets`. */
export type RulePart = Readonly<Record<string, unknown>>;
export type RuleParts = Readonly<Record<string, RulePart>>;

/** Settings that are a rule's own, too: of these a variable comes before the file. */
export const RULE_VARIABLES = [
  { variable: 'STALE_AFTER', rule: 'no_sign_of_life', key: 'stale_after' },
  { variable: 'FROZEN_AFTER', rule: 'stale_portfolio', key: 'after' },
] as const;

/** What another setting makes unused is not checked: an orchestrator may set `REDIS_PORT` for reasons of its own. */
const UNUSED_BESIDE: readonly (readonly [SettingName, ...SettingName[]])[] = [
  ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
  ...(['', 'STORE_'] as const).flatMap((prefix) => [
    [`${prefix}REDIS_URL`, `${prefix}REDIS_HOST`, `${prefix}REDIS_PORT`, `${prefix}REDIS_DB`] as const,
    [`${prefix}REDIS_SENTINELS`, `${prefix}REDIS_HOST`, `${prefix}REDIS_PORT`] as const,
    [`${prefix}REDIS_CLUSTER`, `${prefix}REDIS_HOST`, `${prefix}REDIS_PORT`] as const,
  ]),
];

/** Where the environment says where a Redis is, be it by a host alone, the file does not. */
export const REDIS_PLACES = ['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER', 'REDIS_HOST'] as const;

/** The environment over the configuration file. What is empty counts as not set. */
export class ConfigSources {
  /** What is to be checked: each setting as text, and the sections of the file. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly warnings: readonly ConfigIssue[];

  constructor(
    private readonly env: Environment,
    readonly file: ConfigFile,
  ) {
    const overruled = (['', 'STORE_'] as const).flatMap((prefix) => {
      const places = REDIS_PLACES.map((place): SettingName => `${prefix}${place}`);
      return places.some((place) => this.isInEnvironment(place)) ? places : [];
    });
    const input: Record<string, unknown> = { ...file.sections };
    if (input.webhooks !== undefined) input.webhooks = withVariables(input.webhooks, env);
    for (const name of SETTING_NAMES) {
      const variable = this.variableOf(name);
      if (variable !== null) input[name] = env[variable]?.trim();
      else if (!overruled.includes(name) && isSet(file.texts[name])) input[name] = file.texts[name]?.trim();
    }
    for (const [name, ...unused] of UNUSED_BESIDE)
      if (input[name] !== undefined) for (const other of unused) delete input[other];
    this.input = input;
    this.warnings = [
      ...[...FORMER_NAMES]
        .filter(([old]) => isSet(env[old]))
        .map(([old, name]) => ({ where: old, message: `was renamed to ${name}: use the new name` })),
      ...file.warnings,
    ];
  }

  /** The rules as they stand in the file, once they are checked. */
  get rules(): RuleParts {
    return (this.input.rules ?? {}) as RuleParts;
  }

  /** True when the setting is set, rightly or wrongly. */
  isSet(name: SettingName): boolean {
    return this.input[name] !== undefined;
  }

  isInEnvironment(name: SettingName): boolean {
    return this.variableOf(name) !== null;
  }

  /** Where a setting, or a part of the file, is set. */
  where(path: readonly string[], what: 'key' | 'value'): string {
    const [name = '', ...rest] = path;
    if (!isSettingName(name)) return this.file.where(path, what);
    return this.isInFile(name)
      ? this.file.where([keyOf(name), ...rest], what)
      : (this.variableOf(name) ?? name);
  }

  /** A right value, as the person would write it where the setting is. */
  exampleOf(name: SettingName): string {
    const { example } = metaOf(SETTINGS[name]);
    return this.isInFile(name) ? `${keyOf(name)}: ${example}` : `${name}=${example}`;
  }

  isInFile(name: SettingName): boolean {
    return this.isSet(name) && !this.isInEnvironment(name);
  }

  /** The variable that sets it, by its former name where that alone is set; null for none. */
  private variableOf(name: SettingName): string | null {
    if (isSet(this.env[name])) return name;
    const formers = [...FORMER_NAMES].filter(([old, now]) => now === name && isSet(this.env[old]));
    return formers[0]?.[0] ?? null;
  }
}

/** What is empty counts as not set. */
export const isSet = (text: string | undefined): boolean => (text?.trim() ?? '') !== '';

/** What is right in itself, to check how it fits together. */
export interface ConfigView {
  /** Without what is wrong. */
  readonly values: Partial<BotValues>;
  /** As they stand in the file. */
  readonly rules: RuleParts;
  readonly sources: ConfigSources;
  /** Reports what is wrong with a setting, or with a part of the file. */
  readonly report: (path: SettingName | readonly string[], message: string) => void;
}
