import { createHash } from 'node:crypto';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { type ConfigIssue, unknownKey } from './issues';
import { renameKeys, renameRules } from './renames';
import { safePath } from './schema/safeText';
import { FILE_SECTIONS, type SectionName } from './schema/sections';
import { metaOf } from './schema/setting';
import { FORMER_NAMES, SETTING_NAMES, SETTINGS, type SettingName } from './schema/settings';
import { offsetOf, refuseMoreThanPlainData, textOf } from './yaml';

/** A setting's key in the file. */
export const keyOf = (name: string): string => name.toLowerCase();

const isSectionName = (key: string): key is SectionName => Object.hasOwn(FILE_SECTIONS, key);

/** Only the environment says where the file is. */
const SETTING_KEYS: ReadonlyMap<string, SettingName> = new Map(
  SETTING_NAMES.filter((name) => name !== 'ARBWATCH_CONFIG').map((name) => [keyOf(name), name]),
);
const FORMER_KEYS = Object.fromEntries([...FORMER_NAMES].map(([old, name]) => [keyOf(old), keyOf(name)]));

/** The configuration file, read. */
export interface ConfigFile {
  /** As people know it; null for none. */
  readonly name: string | null;
  /** Of its text: a file with another one was changed. Null where there is none, or it cannot be read. */
  readonly hash: string | null;
  /** There is nothing in it, as while somebody writes it. */
  readonly isBlank: boolean;
  readonly problems: readonly ConfigIssue[];
  /** What has another name now. */
  readonly warnings: readonly ConfigIssue[];
  /** The settings in it, by their variable, as text. */
  readonly texts: Readonly<Record<string, string>>;
  readonly sections: Readonly<Partial<Record<SectionName, unknown>>>;
  /** Where a key stands, or what it holds, as a problem has it. */
  where(path: readonly string[], what?: 'key' | 'value'): string;
}

export const NO_FILE: ConfigFile = {
  name: null,
  hash: null,
  isBlank: false,
  problems: [],
  warnings: [],
  texts: {},
  sections: {},
  where: (path) => path.join('.'),
};

/** Another one for another text. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads the text of a configuration file; what is wrong with it becomes problems, which never show a value. */
export function configFile(name: string, text: string): ConfigFile {
  const lineCounter = new LineCounter();
  // The library's warnings would show what stands in the file, which may be a secret.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  const { contents } = document;
  const at = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const problems: ConfigIssue[] = [];
  const refuse = (offset: number, what: string): void =>
    void problems.push({ where: at(offset), message: `${what}. Example: log_level: info` });

  for (const { message, pos } of [...document.errors, ...document.warnings])
    refuse(pos[0], `cannot be read as YAML: ${message.split(/[:;%]/)[0]?.trimEnd()}`);
  if (problems.length === 0) refuseMoreThanPlainData(contents, lineCounter, refuse);
  const read = { name, hash: textHash(text), isBlank: text.trim() === '' };
  if (problems.length > 0 || !isMap(contents)) return { ...NO_FILE, ...read, problems };

  const warnings: ConfigIssue[] = [];
  const rename = (map: unknown, names: Readonly<Record<string, string>>): void => {
    for (const { key, old, now } of renameKeys(map, names))
      warnings.push({
        where: `${at(key.range?.[0] ?? 0)}: ${old}`,
        message: `was renamed to ${now}: use the new name`,
      });
  };
  rename(contents, FORMER_KEYS);
  renameRules(contents.get('rules'), rename, (key, now) => {
    const where = `${at(key.range?.[0] ?? 0)}: enabled`;
    warnings.push({ where, message: `was replaced by mode: write ${now} instead` });
  });

  const where: ConfigFile['where'] = (path, what = 'key') =>
    [at(offsetOf(contents, path, what)), ...(path.length === 0 ? [] : [safePath(path)])].join(': ');
  const texts: Record<string, string> = {};
  const sections: Partial<Record<SectionName, unknown>> = {};
  for (const { key: keyNode, value } of contents.items) {
    const key = String(isScalar(keyNode) ? keyNode.value : keyNode);
    const setting = SETTING_KEYS.get(key);
    if (setting !== undefined) {
      const given = textOf(value);
      if (given === undefined)
        problems.push({ where: where([key], 'value'), message: notTextMessage(setting) });
      else if (given !== null) texts[setting] = given;
    } else if (isSectionName(key)) {
      const data = (value as Node | null)?.toJS(document) ?? null;
      if (data !== null) sections[key] = data;
    } else problems.push({ where: where([key]), message: unknownKey(key, ALL_KEYS) });
  }
  return { ...read, problems, warnings, texts, sections, where };
}

function notTextMessage(name: SettingName): string {
  const { expected, example } = metaOf(SETTINGS[name]);
  return `expected ${expected}, not keys and values. Example: ${keyOf(name)}: ${example}`;
}

const ALL_KEYS = [...SETTING_KEYS.keys(), ...Object.keys(FILE_SECTIONS)];
