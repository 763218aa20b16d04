import { z } from 'zod';
import { matchesWildcard } from '../../lib/wildcard';
import { safeKey, wholeProblem } from './safeText';
import { fieldWith } from './setting';
import { currencyUnit, targetPattern } from './values';

const field = fieldWith("currencies: { 'live:upbit*': KRW, 'paper:*': USDT }");

/** A target that a pattern above takes would never have its own unit. */
function refuseUnreachable(units: Readonly<Record<string, string>>, context: z.core.$RefinementCtx): void {
  const patterns = Object.keys(units);
  for (const [i, target] of patterns.entries()) {
    const above = patterns.slice(0, i).find((pattern) => matchesWildcard(pattern, target));
    if (above !== undefined && !/[*?]/.test(target))
      context.addIssue(
        wholeProblem(`"${safeKey(above)}" above it matches the same target: put it first`, [target]),
      );
  }
}

/** The units of money by pattern of targets; the first that matches counts. */
export const currenciesSection = field(
  z
    .record(
      targetPattern,
      field(currencyUnit.clone(), { expected: 'letters or a currency sign, at most 8, such as KRW' }),
    )
    .superRefine(refuseUnreachable)
    .optional(),
  { expected: "targets, such as live:docker or 'paper:*', each with its currency" },
);
