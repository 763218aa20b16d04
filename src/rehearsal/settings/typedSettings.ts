import { parse } from 'yaml';
import { durationSchema } from '../../alerting';
import type { ConfigInput } from '../../config/environment/readFiles';
import type { ConfigFile } from '../../config/file';
import type { ConfigIssue } from '../../config/issues';
import { isSettingName } from '../../config/schema/settings';
import { RULE_VARIABLES } from '../../config/sources';
import { nearest } from '../../lib/suggest';
import { type MeantSetting, SETTING_WORDS, settingNamed } from './settingNames';

/** A setting as it was typed: `stale_after=90s`. */
export interface TypedSetting {
  readonly name: string;
  readonly value: string;
}

/** The same configuration with these settings in place of its own. What is wrong with them becomes problems of the file. */
export function withTypedSettings(input: ConfigInput, typed: readonly TypedSetting[]): ConfigInput {
  let { env, file } = input;
  const problems: ConfigIssue[] = [];
  const typedAt = new Map<string, string>();
  for (const { name, value } of typed) {
    const word = `${name}=${value}`;
    const meant = settingNamed(name.trim().toLowerCase());
    if (meant === null || meant.kind === 'ambiguous') {
      problems.push({ where: word, message: notMeant(name, meant) });
      continue;
    }
    const path = meant.kind === 'rule' ? ['rules', meant.rule, meant.key] : meant.path;
    typedAt.set(path.join('.'), word);
    file = withValue(file, path, value);
    env = { ...env, ...unset(meant) };
  }
  const { where } = file;
  return {
    env,
    file: {
      ...file,
      problems: [...file.problems, ...problems],
      where: (path, what) => typedAt.get(path.slice(0, 3).join('.')) ?? where(path, what),
    },
  };
}

function notMeant(name: string, meant: Extract<MeantSetting, { kind: 'ambiguous' }> | null): string {
  if (meant !== null) return `several rules have it: write ${meant.names.join(' or ')}`;
  const suggestion = nearest(name, SETTING_WORDS);
  const example = 'Examples: stale_after=90s, balance_drop.percent=3, high_exposure=off';
  return `is no setting that can be rehearsed.${suggestion === null ? '' : ` Did you mean ${suggestion}?`} ${example}`;
}

/** A variable would come before what was typed. */
function unset(meant: Exclude<MeantSetting, { kind: 'ambiguous' }>): Readonly<Record<string, undefined>> {
  const variables =
    meant.kind === 'rule'
      ? RULE_VARIABLES.filter(({ rule, key }) => rule === meant.rule && key === meant.key).map(
          (each) => each.variable,
        )
      : [meant.path[0].toUpperCase()].filter(isSettingName);
  return Object.fromEntries(variables.map((variable) => [variable, undefined]));
}

function withValue(file: ConfigFile, path: readonly string[], text: string): ConfigFile {
  const [section = '', ...rest] = path;
  const setting = section.toUpperCase();
  if (rest.length === 0) return { ...file, texts: { ...file.texts, [setting]: inSeconds(text) } };
  const sections = { ...file.sections, [section]: put(file.sections[section as 'rules'], rest, plain(text)) };
  return { ...file, sections };
}

function put(into: unknown, [key = '', ...rest]: readonly string[], value: unknown): object {
  const known = typeof into === 'object' && into !== null ? (into as Readonly<Record<string, unknown>>) : {};
  return { ...known, [key]: rest.length === 0 ? value : put(known[key], rest, value) };
}

/** As in the file; what is no YAML is text. */
function plain(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    return text;
  }
}

/** `2m` where the setting is a number of seconds. */
function inSeconds(text: string): string {
  const { data } = durationSchema.safeParse(text);
  return data === undefined ? text : `${data / 1000}`;
}
