import { memoize, memoizeByObject } from '../../lib/memoize';
import type { TargetId } from '../incidents/incident';
import { resolveRuleSettings } from '../ruleSettings/schema';
import { noSignOfLife } from '../rules/noSignOfLife';
import type { Rule } from '../rules/rule';
import type { AlertSettings } from '../types';

/** Every check asks for the settings of every rule and target, and a configuration never changes. */
const settingsIn = memoizeByObject((part: object) =>
  memoizeByObject((rule: Rule<unknown, unknown>) =>
    memoize((target: TargetId) => resolveRuleSettings(rule, part, target), 100_000),
  ),
);
const NOTHING_CONFIGURED = {};

/** A rule's settings for a target. `configured`: the rule's part of the configuration. */
export function settingsOf<S>(rule: Rule<unknown, S>, configured: unknown, target: TargetId): S {
  const part = configured ?? NOTHING_CONFIGURED;
  if (typeof part !== 'object') return resolveRuleSettings(rule, part, target);
  return settingsIn(part)(rule)(target) as S;
}

/** After how long without a sign of life a target is down, in ms. */
export const staleAfterMsOf = (rules: AlertSettings['rules'], target: TargetId): number =>
  settingsOf(noSignOfLife, rules[noSignOfLife.name], target).staleAfterMs;
