import type { Facts } from './rule';
import { RULES } from './rules';

/** A rule's own words of its facts; null when there is no such rule (any more). */
export function tell(rule: string, facts: Facts): { readonly title: string; readonly text: string } | null {
  return RULES.find(({ name }) => name === rule)?.tell(facts) ?? null;
}
