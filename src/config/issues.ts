import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { describePath, keysAt } from './schema/describe';
import { mayHoldSecret } from './schema/safeText';
import { metaOf } from './schema/setting';
import { isSettingName, SETTINGS, type SettingName } from './schema/settings';

/** One thing that is wrong with the configuration, or outdated. */
export interface ConfigIssue {
  /** The variable; or the file with line, column and key: `arbwatch.yaml:3:16: alert_channel`. */
  readonly where: string;
  readonly message: string;
}

/** The configuration has problems; the message lists every one. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly ConfigIssue[]) {
    const lines = problems.map(({ where, message }) => `  ${where}: ${message}`);
    super(
      `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${lines.join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** A value as a problem may show it: null where it is a secret, or looks like one in the wrong place. */
function shownValue(value: unknown, isSecret = false): string | null {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isSecret || mayHoldSecret(text)) return null;
  return typeof value === 'string' ? JSON.stringify(text.slice(0, 100)) : text.slice(0, 100);
}

/** That a key is not known, with the nearest one that is. */
export const unknownKey = (key: string, known: readonly string[]): string =>
  `unknown key. Did you mean ${closest(key.toLowerCase(), [...known])}?`;

type Issue = z.core.$ZodIssue;

/** Where the values come from. */
interface IssueSources {
  readonly input: Readonly<Record<string, unknown>>;
  where(path: readonly string[], what: 'key' | 'value'): string;
  exampleOf(name: SettingName): string;
}

/** What is wrong, for people: the variable or the place in the file, the problem, and an example. Each problem once. */
export function formatIssues(issues: readonly Issue[], sources: IssueSources): readonly ConfigIssue[] {
  const all = issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const [name = ''] = path;
    return isSettingName(name) ? settingIssue(name, issue, sources) : sectionIssues(path, issue, sources);
  });
  return [...new Map(all.map((each) => [`${each.where}: ${each.message}`, each])).values()];
}

function settingIssue(name: SettingName, issue: Issue, sources: IssueSources): ConfigIssue {
  const problem = problemOf(issue, sources.input[name], metaOf(SETTINGS[name]));
  return {
    where: sources.where([name], 'value'),
    message: `${problem}. Example: ${sources.exampleOf(name)}`,
  };
}

function sectionIssues(path: readonly string[], issue: Issue, sources: IssueSources): ConfigIssue[] {
  const described = describePath(path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      where: sources.where([...path, key], 'key'),
      message: `${unknownKey(key, keysAt(path))} Example: ${described.example}`,
    }));
  if (issue.code === 'invalid_key')
    return [{ where: sources.where(path, 'key'), message: `is not a target: expected ${TARGET_ID}` }];
  const value = path.reduce<unknown>(
    (held, step) => (held as Readonly<Record<string, unknown>> | null)?.[step],
    sources.input,
  );
  const problem = problemOf(issue, value, described);
  return [{ where: sources.where(path, 'value'), message: `${problem}. Example: ${described.example}` }];
}

const TARGET_ID = "a mode (live, paper or shadow) and an env, with a colon between. Example: 'live:docker'";

function problemOf(
  issue: Issue,
  value: unknown,
  { expected, secret }: { readonly expected: string; readonly secret?: true },
): string {
  const isCustom = issue.code === 'custom' && issue.message !== 'Invalid input';
  if (isCustom && issue.params?.isConflict === true) return issue.message;
  if (value === undefined) return 'is not set';
  const shown = shownValue(value, secret) ?? '(not shown, it may hold a secret)';
  return `invalid value ${shown}${isCustom ? ` (${issue.message})` : ''}: expected ${expected}`;
}
