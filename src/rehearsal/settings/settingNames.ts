import { RULES, rulesSchema } from '../../alerting';
import { keyOf } from '../../config/file';
import { RULE_VARIABLES } from '../../config/sources';

/** A setting of a rule: `{ rule: 'balance_drop', key: 'percent' }`. */
export interface RuleSetting {
  readonly rule: string;
  readonly key: string;
}

/** A setting outside of the rules, by its path in the file. */
export type FileSetting = readonly [key: string] | readonly [section: string, key: string];

/** What a typed name means. */
export type MeantSetting =
  | ({ readonly kind: 'rule' } & RuleSetting)
  | { readonly kind: 'file'; readonly path: FileSetting }
  /** Several rules have a setting of that name. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] };

const OTHERS: ReadonlyMap<string, FileSetting> = new Map([
  ['outage_after', ['outage_after']],
  ['flapping.unstable_after', ['flapping', 'unstable_after']],
  ['flapping.within', ['flapping', 'within']],
]);

const { shape } = rulesSchema;

const settingsOfRule = (rule: string): readonly string[] => {
  const part = (shape as Readonly<Record<string, { unwrap(): { shape: object } }>>)[rule];
  return part === undefined ? [] : Object.keys(part.unwrap().shape).filter((key) => key !== 'targets');
};

/** Those that alert, with their settings. */
const BY_RULE: ReadonlyMap<string, readonly string[]> = new Map(
  RULES.map(({ name }) => [name, settingsOfRule(name)]),
);

/** `stale_after`, `frozen_after`: also settings of their own. */
const ALIASES: ReadonlyMap<string, RuleSetting> = new Map(
  RULE_VARIABLES.map(({ variable, rule, key }) => [keyOf(variable), { rule, key }]),
);

/** What can be typed, for suggestions. */
export const SETTING_WORDS: readonly string[] = [
  ...[...ALIASES.keys(), ...OTHERS.keys(), ...BY_RULE.keys()],
  ...[...BY_RULE].flatMap(([rule, keys]) => keys.map((key) => `${rule}.${key}`)),
];

/** What `stale_after`, `balance_drop.percent`, or the name of a rule, which stands for its mode, means; null for nothing. */
export function settingNamed(name: string): MeantSetting | null {
  const alias = ALIASES.get(name);
  if (alias !== undefined) return { kind: 'rule', ...alias };
  const other = OTHERS.get(name);
  if (other !== undefined) return { kind: 'file', path: other };
  if (BY_RULE.has(name)) return { kind: 'rule', rule: name, key: 'mode' };
  const [rule = '', key = ''] = name.split('.');
  if (BY_RULE.get(rule)?.includes(key)) return { kind: 'rule', rule, key };
  const rules = [...BY_RULE].filter(([, keys]) => keys.includes(name)).map(([each]) => each);
  const [only, second] = rules;
  if (only === undefined) return null;
  return second === undefined
    ? { kind: 'rule', rule: only, key: name }
    : { kind: 'ambiguous', names: rules.map((each) => `${each}.${name}`) };
}
