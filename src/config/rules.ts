import type { z } from 'zod';
import { rulesSchema } from '../alerting';
import { RENAMED_RULES } from '../alerting/rules/oldNames';
import { unknownKey } from './file';
import { safeValue } from './issue';
import type { ConfigReader } from './reader';
import { RULE_REFERENCE, type RuleSetting } from './schema/ruleReference';

type Issue = z.core.$ZodIssue;

/** A rule's part of the configuration: settings by name, and `targets`. */
export type RulePart = Readonly<Record<string, unknown>>;

/** The name of a target for which nothing is set of its own. */
export const NO_TARGET = '';

/** The targets for which something is set of their own in any of these parts. */
export const namedTargets = (...parts: readonly (RulePart | undefined)[]): readonly string[] => [
  ...new Set(parts.flatMap((part) => Object.keys((part?.targets as object | undefined) ?? {}))),
];

/** The rules' settings as they stand in the file; empty, with a problem for each, where they are wrong. */
export function ruleSettings(settings: ConfigReader): Readonly<Record<string, RulePart>> {
  const { rules = {} } = settings.file.parts;
  const parsed = rulesSchema.safeParse(rules);
  if (parsed.success) return parsed.data as Readonly<Record<string, RulePart>>;
  for (const issue of parsed.error.issues) reportIssue(settings, issue, rules);
  return {};
}

function reportIssue(settings: ConfigReader, issue: Issue, rules: unknown): void {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const where = settings.file.where(['rules', ...path, key]);
      settings.add({ where, message: `${notKnown(key, path)} Example: ${EXAMPLE}` });
    }
    return;
  }
  if (issue.code === 'invalid_key') {
    const where = settings.file.where(['rules', ...path]);
    settings.add({ where, message: `is no target: it must be ${TARGET_ID}. Example: 'live:docker'` });
    return;
  }
  const value = path.reduce<unknown>((held, step) => (held as RulePart | null)?.[step], rules);
  const shown = safeValue(typeof value === 'object' ? JSON.stringify(value) : String(value));
  const { expected, example } = wanted(path);
  const where = settings.file.where(['rules', ...path], 'value');
  settings.add({ where, message: `${shown} will not do: it must be ${expected}. Example: ${example}` });
}

/** What names a target, for people. */
export const TARGET_ID = 'a mode (live, paper or shadow) and an env, with a colon between';

const EXAMPLE = 'rules: { no_sign_of_life: { stale_after: 90s } }';

const notKnown = (key: string, path: readonly string[]): string =>
  path.length === 0 && Object.hasOwn(RENAMED_RULES, key)
    ? `is now called ${RENAMED_RULES[key]}.`
    : unknownKey(key, keysAt(path));

/** The keys that there may be. */
function keysAt([rule, ...rest]: readonly string[]): readonly string[] {
  if (rule === undefined) return RULE_REFERENCE.map((shape) => shape.rule);
  const shape = RULE_REFERENCE.find((each) => each.rule === rule);
  const names = shape?.settings.map(({ name }) => name) ?? [];
  return rest.length === 0 && shape?.byTarget ? [...names, 'targets'] : names;
}

function wanted(path: readonly string[]): { readonly expected: string; readonly example: string } {
  const [rule, ...rest] = path;
  const found = settingAt(rule, rest);
  if (found !== null) return { expected: found.expected, example: `${found.name}: ${found.fallback}` };
  return { expected: 'keys and values', example: EXAMPLE };
}

function settingAt(rule: string | undefined, rest: readonly string[]): RuleSetting | null {
  const shape = RULE_REFERENCE.find((each) => each.rule === rule);
  const isNamed = rest.length === 1 || (rest[0] === 'targets' && rest.length === 3);
  return (isNamed && shape?.settings.find(({ name }) => name === rest.at(-1))) || null;
}
