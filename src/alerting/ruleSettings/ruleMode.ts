import { z } from 'zod';
import { memoize, memoizeByObject } from '../../lib/memoize';
import type { TargetId } from '../incidents/incident';

/** `silent`: its alerts are followed and shown, and never sent. `off`: it is not evaluated. */
const RULE_MODES = ['on', 'silent', 'off'] as const;
export type RuleMode = (typeof RULE_MODES)[number];

export const ruleModeSchema = z.enum(RULE_MODES);

/** What somebody has to want, for it fits not every trader. */
const OFF_BY_DEFAULT: readonly string[] = ['no_trades', 'divergence'];

/** The mode of a rule of which nothing is configured. */
export const defaultModeOf = (rule: string): RuleMode => (OFF_BY_DEFAULT.includes(rule) ? 'off' : 'on');

const own = z.looseObject({ mode: ruleModeSchema.optional() });
const part = own.extend({ targets: z.record(z.string(), own).optional() });

/** Every check asks for the mode of every rule and target, and a configuration never changes. */
const configuredIn = memoizeByObject((configured: object) => {
  const { mode, targets } = part.parse(configured);
  return memoize((target: TargetId): RuleMode | undefined => targets?.[target]?.mode ?? mode, 100_000);
});

/** The mode of a rule for a target: the target's own, or the rule's. */
export function ruleModeOf(
  rules: Readonly<Record<string, unknown>>,
  rule: string,
  target: TargetId,
): RuleMode {
  const configured = rules[rule];
  const mode =
    typeof configured === 'object' && configured !== null ? configuredIn(configured)(target) : undefined;
  return mode ?? defaultModeOf(rule);
}
