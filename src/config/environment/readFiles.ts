import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ConfigFile, configFile, NO_FILE } from '../file';
import type { ConfigIssue } from '../issues';
import { safeKey } from '../schema/safeText';
import { metaOf } from '../schema/setting';
import { SETTINGS } from '../schema/settings';
import type { Environment } from '../sources';
import { decodeText } from './decodeText';
import { type DotenvFile, NO_DOTENV, readDotenv } from './dotenv';
import { readEnvironment } from './readEnvironment';

const DOTENV = '.env';
const DEFAULT_CONFIG_FILE = 'arbwatch.yaml';

/** All that configures the process. The file carries what is wrong with any of it. */
export interface ConfigInput {
  readonly env: Environment;
  readonly file: ConfigFile;
}

/** Reads `.env` and the configuration file of a folder, the working directory unless given, or the one that the environment names. */
export function readConfigInput(variables: Environment, hostname: string, folder = '.'): ConfigInput {
  const { values: env, problems, warnings } = readEnvironment(variables, readDotenvFile(folder), hostname);
  const file = readConfigFile(env, folder);
  return {
    env,
    file: {
      ...file,
      problems: [...problems, ...file.problems],
      warnings: [...warnings, ...file.warnings],
    },
  };
}

function readDotenvFile(folder: string): DotenvFile {
  const path = resolve(folder, DOTENV);
  if (!existsSync(path)) return NO_DOTENV;
  const read = readText(path);
  return typeof read === 'string'
    ? readDotenv(DOTENV, read)
    : { ...NO_DOTENV, problems: [{ where: DOTENV, message: `cannot be read: ${read.reason}` }] };
}

/** The path of the file that the environment names, or of the usual one. */
export const configFileName = (env: Environment): string =>
  env.ARBWATCH_CONFIG?.trim() || DEFAULT_CONFIG_FILE;

/** The file that the environment names, or the usual one where it is there. */
function readConfigFile(env: Environment, folder: string): ConfigFile {
  const named = env.ARBWATCH_CONFIG?.trim() || null;
  const name = configFileName(env);
  const path = resolve(folder, name);
  if (named === null && !existsSync(path)) return NO_FILE;
  const read = readText(path);
  if (typeof read === 'string') return configFile(name, read);
  return { ...NO_FILE, name, problems: [unreadable(name, read.reason, named !== null)] };
}

const unreadable = (name: string, reason: string, isNamed: boolean): ConfigIssue =>
  isNamed
    ? {
        where: 'ARBWATCH_CONFIG',
        message: `"${safeKey(name)}" cannot be read: ${reason}. Example: ARBWATCH_CONFIG=${metaOf(SETTINGS.ARBWATCH_CONFIG).example}`,
      }
    : { where: name, message: `cannot be read: ${reason}` };

/** The text of a file, or why there is none. */
function readText(path: string): string | { readonly reason: string } {
  try {
    return decodeText(readFileSync(path)) ?? { reason: 'it is neither UTF-8 nor UTF-16; save it as UTF-8' };
  } catch (error) {
    // Not by instanceof: under jest, Node's own errors are of another realm.
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
    return { reason: REASONS[code] ?? code };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'its owner does not let this user read it',
  EISDIR: 'it is a directory, as Docker makes one where the file to mount is missing',
};
