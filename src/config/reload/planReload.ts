import { createHash } from 'node:crypto';
import { type BotConfig, ConfigError, loadBotConfig } from '..';
import type { ConfigInput } from '../environment/readFiles';
import { type ConfigFile, keyOf } from '../file';
import type { ConfigIssue } from '../issues';
import { isSettingName, SETTING_NAMES, type SettingName } from '../schema/settings';
import { ConfigSources, isSet } from '../sources';
import { isReloadable } from './reloadable';

/** What is to be done about a configuration that was read again. */
export type ReloadPlan = {
  /** Changed settings that only a restart applies, as they are named where they are set. */
  readonly needsRestart: readonly string[];
} & (
  | { readonly kind: 'apply'; readonly config: BotConfig }
  | {
      readonly kind: 'refuse';
      readonly problems: readonly ConfigIssue[];
      /** Of what was read, to tell whether it was refused before. */
      readonly hash: string;
    }
);

/**
 * The configuration of a file that was read again, where all of it is right. The environment, `.env` with it, and what else
 * only a restart applies stay as they were at the start. `last` is the file that is in use.
 */
export function planReload(start: ConfigInput, read: ConfigInput, last: ConfigFile = start.file): ReloadPlan {
  const needsRestart = [...changedVariables(start, read), ...changedSettings(start, read)];
  const refuse = (problems: readonly ConfigIssue[]): ReloadPlan => ({
    kind: 'refuse',
    problems,
    needsRestart,
    hash: hashOf(read.file, problems),
  });
  const vanished = vanishedFile(last, read.file);
  if (vanished !== null) return refuse([vanished]);
  try {
    // As a start would: with the environment that there is now.
    loadBotConfig(read.env, read.file);
    return { kind: 'apply', config: loadBotConfig(start.env, withStart(start, read)), needsRestart };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return refuse(error.problems);
  }
}

/** The same file with the settings of the start that only a restart applies. */
function withStart(start: ConfigInput, { file }: ConfigInput): ConfigFile {
  const kept = fixedNames(start, file);
  const own = Object.entries(file.texts).filter(([name]) => !kept.has(name));
  const former = Object.entries(start.file.texts).filter(([name]) => kept.has(name));
  return { ...file, texts: Object.fromEntries([...own, ...former]) };
}

/** Without an alert channel the bot does not watch by itself, and only a restart changes whether it does. */
const WATCHES: SettingName = 'ALERT_CHANNEL';

function fixedNames(start: ConfigInput, file: ConfigFile): ReadonlySet<string> {
  const isWatching = (given: ConfigFile): boolean => new ConfigSources(start.env, given).isSet(WATCHES);
  const fixed = SETTING_NAMES.filter((name) => !isReloadable(name));
  return new Set([...fixed, ...(isWatching(start.file) === isWatching(file) ? [] : [WATCHES])]);
}

/** Settings of the file that only a restart applies, by their keys; what a variable overrides changes nothing. */
function changedSettings(start: ConfigInput, read: ConfigInput): string[] {
  const sources = new ConfigSources(start.env, read.file);
  const differs = (name: string): boolean => start.file.texts[name]?.trim() !== read.file.texts[name]?.trim();
  return [...fixedNames(start, read.file)]
    .filter((name) => differs(name) && isSettingName(name) && !sources.isInEnvironment(name))
    .map(keyOf);
}

/** Settings, and variables that the file names, which are another in `.env` now. */
function changedVariables(start: ConfigInput, read: ConfigInput): string[] {
  const named = JSON.stringify(read.file.sections.webhooks ?? null);
  const isUsed = (name: string): boolean => isSettingName(name) || named.includes(`\${${name}}`);
  return Object.keys({ ...start.env, ...read.env }).filter(
    (name) => isUsed(name) && textOf(start.env[name]) !== textOf(read.env[name]),
  );
}

const textOf = (text: string | undefined): string | null => (isSet(text) ? (text?.trim() ?? null) : null);

/** A file that is gone, or empty, has been replaced by half: nothing is taken from it. */
function vanishedFile(last: ConfigFile, { name, isBlank }: ConfigFile): ConfigIssue | null {
  if (last.name === null) return null;
  if (name === null)
    return { where: last.name, message: 'is not there any more: put it back, or restart without it' };
  return isBlank && !last.isBlank
    ? { where: name, message: 'is empty: put back what was in it, or restart with it' }
    : null;
}

/** The same for the same file, and for the same problems where there is none to be read. */
const hashOf = ({ hash }: ConfigFile, problems: readonly ConfigIssue[]): string =>
  createHash('sha256')
    .update(hash ?? JSON.stringify(problems))
    .digest('hex')
    .slice(0, 16);
