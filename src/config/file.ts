import { closest } from 'fastest-levenshtein';
import { isSeq, type Node } from 'yaml';
import { type ConfigIssue, safeKey } from './issue';
import { SETTINGS, type SettingName } from './schema/settings';
import { scalarText, YamlDocument } from './yaml';

/** What stands in the file beside the settings that the environment has, too. */
export const PARTS = ['targets', 'discover', 'rules', 'remind_after', 'digests'] as const;
export type Part = (typeof PARTS)[number];

/** The environment alone tells where the file is. */
const NAMES = (Object.keys(SETTINGS) as SettingName[]).filter((name) => name !== 'ARBWATCH_CONFIG');
const KEYS: readonly string[] = [...NAMES.map((name) => name.toLowerCase()), ...PARTS];

/** A setting's key in the file. */
export const keyOf = (name: SettingName): string => name.toLowerCase();

/** The configuration file, read. */
export interface ConfigFile {
  /** As people know it; null for none. */
  readonly name: string | null;
  readonly problems: readonly ConfigIssue[];
  /** The settings in it, by their variable, as text. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  /** Plain data; undefined where the part is not there. */
  readonly parts: Readonly<Partial<Record<Part, unknown>>>;
  /** Where a key stands, or what it holds, as a problem has it. */
  where(path: readonly string[], what?: 'key' | 'value'): string;
}

export const NO_FILE: ConfigFile = {
  name: null,
  problems: [],
  texts: {},
  parts: {},
  where: (path) => path.join('.'),
};

/** A file that is asked for and cannot be read. `reason` is the system's word. */
export const unreadableFile = (name: string, reason: string): ConfigFile => ({
  ...NO_FILE,
  name,
  problems: [
    {
      where: 'ARBWATCH_CONFIG',
      message: `"${safeKey(name)}" cannot be read (${reason}): name a file that is there. Example: ARBWATCH_CONFIG=${SETTINGS.ARBWATCH_CONFIG.example}`,
    },
  ],
});

/** Reads the text of a configuration file; what is wrong with it becomes problems. */
export function configFile(name: string, text: string): ConfigFile {
  const yaml = new YamlDocument(text);
  const where = (path: readonly string[], what?: 'key' | 'value'): string => {
    const { line, column } = yaml.positionOf(path, what);
    return [`${name}:${line}:${column}`, ...(path.length === 0 ? [] : [path.map(safeKey).join('.')])].join(
      ': ',
    );
  };
  const faults = yaml.faults().map(({ at, what }) => ({
    where: `${name}:${at.line}:${at.column}`,
    message: `${what}. Example: log_level: info`,
  }));
  if (faults.length > 0) return { ...NO_FILE, name, problems: faults };
  const problems: ConfigIssue[] = [];
  const texts: Record<string, string> = {};
  const parts: Partial<Record<Part, unknown>> = {};
  for (const [key, value] of yaml.entries()) {
    const name = NAMES.find((each) => keyOf(each) === key);
    const part = PARTS.find((each) => each === key);
    if (part !== undefined) {
      const data = yaml.dataOf(value);
      if (data !== null) parts[part] = data;
    } else if (name === undefined) problems.push({ where: where([key]), message: unknownKey(key, KEYS) });
    else {
      const text = textOf(value);
      if (text === undefined)
        problems.push({ where: where([key], 'value'), message: notScalarMessage(name) });
      else if (text !== null) texts[name] = text;
    }
  }
  return { name, problems, texts, parts, where };
}

/** That a key is not known, with the nearest one that is. */
export const unknownKey = (key: string, known: readonly string[]): string =>
  `is not known. Did you mean ${closest(key.toLowerCase(), [...known])}?`;

const notScalarMessage = (name: SettingName): string =>
  `will not do: it must be ${SETTINGS[name].expected}. Example: ${keyOf(name)}: ${SETTINGS[name].example}`;

/** A value as the variable would have it: a list becomes text with commas. Undefined for keys and values. */
function textOf(node: Node | null): string | null | undefined {
  if (!isSeq(node)) return scalarText(node);
  const texts = node.items.map(scalarText);
  return texts.every((text) => typeof text === 'string') ? texts.join(',') : undefined;
}
