import { z } from 'zod';
import { memoize, memoizeByObject } from '../../lib/memoize';
import { defaultSeverity, type SeverityInput } from './defaultSeverity';
import { SEVERITIES, type Severity } from './severity';

export const severitySchema = z.enum(SEVERITIES);

const own = z.looseObject({ severity: severitySchema.optional() });
const part = own.extend({ targets: z.record(z.string(), own).optional() });

/** Every check asks for the severity of every rule and target, and a configuration never changes. */
const configuredIn = memoizeByObject((configured: object) => {
  const { severity, targets } = part.parse(configured);
  return memoize(
    (target: string): Severity | null => targets?.[target]?.severity ?? severity ?? null,
    100_000,
  );
});

/**
 * The severity of a condition or an event: what the configuration says of its rule and target, or else the default. What
 * only informs, such as that a PANIC is over, stays `info`.
 */
export function severityOf(rules: Readonly<Record<string, unknown>>, input: SeverityInput): Severity {
  const byDefault = defaultSeverity(input);
  const configured = rules[input.rule];
  if (byDefault === 'info' || typeof configured !== 'object' || configured === null) return byDefault;
  return configuredIn(configured)(input.target) ?? byDefault;
}
