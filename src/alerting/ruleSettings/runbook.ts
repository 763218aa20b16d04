import { z } from 'zod';
import { memoize, memoizeByObject } from '../../lib/memoize';
import type { TargetId } from '../incidents/incident';

const MAX_LENGTH = 1_000;

const isPage = (text: string): boolean => {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username + password === '';
};

/** The address of a page, as a browser would write it. */
export const runbookSchema = z
  .string()
  .refine(isPage)
  .transform((text) => new URL(text).href);

const own = z.looseObject({ runbook_url: runbookSchema.optional() });
const part = own.extend({ targets: z.record(z.string(), own).optional() });

const configuredIn = memoizeByObject((configured: object) => {
  const { runbook_url: url, targets } = part.parse(configured);
  return memoize((target: TargetId): string | null => targets?.[target]?.runbook_url ?? url ?? null, 100_000);
});

/** The runbook of a rule for a target, as configured: the target's own, or the rule's; null for none. */
export function runbookOf(
  rules: Readonly<Record<string, unknown>>,
  rule: string,
  target: TargetId,
): string | null {
  const configured = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  return typeof configured === 'object' && configured !== null ? configuredIn(configured)(target) : null;
}
