import { isMap, isScalar, type Scalar } from 'yaml';
import { RENAMED_RULES } from '../alerting/ruleSettings/oldNames';

/** What settings of rules were called before, and what they are called now. */
const RENAMED_RULE_SETTINGS: Readonly<Record<string, string>> = {
  staleAfter: 'stale_after',
  frozenAfter: 'after',
  coalesceFor: 'group_interval',
  stalledAfterGaps: 'stalled_after_gaps',
  stalledAtLeast: 'stalled_at_least',
};

/** Gives the keys of a map their new names, where it has none of these already; returns what was renamed. */
export function renameKeys(
  map: unknown,
  names: Readonly<Record<string, string>>,
): { readonly key: Scalar; readonly old: string; readonly now: string }[] {
  if (!isMap(map)) return [];
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const old = String(key.value);
    const now = Object.hasOwn(names, old) ? names[old] : undefined;
    if (now === undefined || map.has(now)) return [];
    key.value = now;
    return [{ key, old, now }];
  });
}

/**
 * Writes `enabled: true` and `enabled: false`, as earlier versions had it, as `mode: on` and `mode: off`, where no mode is
 * set; returns the key and what to write.
 */
function renameEnabled(map: unknown): { readonly key: Scalar; readonly now: string } | null {
  const pair = isMap(map) && !map.has('mode') ? map.items.find((each) => isKey(each.key, 'enabled')) : null;
  if (!pair || !isScalar(pair.key) || !isScalar(pair.value)) return null;
  const { key, value } = pair;
  if (typeof value.value !== 'boolean') return null;
  const mode = value.value ? 'on' : 'off';
  key.value = 'mode';
  value.value = mode;
  return { key, now: `mode: ${mode}` };
}

const isKey = (key: unknown, name: string): boolean => isScalar(key) && key.value === name;

/** Renames the rules, and the settings of each, those of its targets among them; `replaced` hears of each `enabled`. */
export function renameRules(
  rules: unknown,
  rename: (map: unknown, names: Readonly<Record<string, string>>) => void,
  replaced: (key: Scalar, now: string) => void,
) {
  const renamePart = (part: unknown): void => {
    rename(part, RENAMED_RULE_SETTINGS);
    const enabled = renameEnabled(part);
    if (enabled !== null) replaced(enabled.key, enabled.now);
  };
  rename(rules, RENAMED_RULES);
  for (const { value: rule } of isMap(rules) ? rules.items : []) {
    renamePart(rule);
    const targets = isMap(rule) ? rule.get('targets') : null;
    for (const { value: own } of isMap(targets) ? targets.items : []) renamePart(own);
  }
}
