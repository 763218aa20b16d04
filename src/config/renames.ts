import { isMap, isScalar, type Scalar } from 'yaml';
import { RENAMED_RULES } from '../alerting/rules/oldNames';

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

/** Renames the rules, and the settings of each, those of its targets among them. */
export function renameRules(
  rules: unknown,
  rename: (map: unknown, names: Readonly<Record<string, string>>) => void,
) {
  rename(rules, RENAMED_RULES);
  for (const { value: rule } of isMap(rules) ? rules.items : []) {
    rename(rule, RENAMED_RULE_SETTINGS);
    const targets = isMap(rule) ? rule.get('targets') : null;
    for (const { value: own } of isMap(targets) ? targets.items : []) rename(own, RENAMED_RULE_SETTINGS);
  }
}
