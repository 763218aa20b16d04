import { z } from 'zod';

/** What came of asking the registry which packages have known holes. */
export type Verdict =
  | { readonly kind: 'clean'; readonly packages: number }
  | { readonly kind: 'holes'; readonly lines: readonly string[] }
  /** None was known so many days ago, when the registry last answered; of `unknown`, as name@version, it was not asked. */
  | {
      readonly kind: 'recorded';
      readonly days: number;
      readonly packages: number;
      readonly unknown: readonly string[];
    }
  /** The registry last answered too long ago. */
  | { readonly kind: 'outdated'; readonly days: number }
  /** The registry did not say; nothing is known. */
  | { readonly kind: 'unanswered'; readonly why: string };

export const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string().default(''),
      nodes: z.array(z.string()).default([]),
      fixAvailable: z.unknown(),
    }),
  ),
  metadata: z.object({ dependencies: z.object({ total: z.number() }) }),
});
const refusal = z.object({ message: z.string() });

export const GRAVE = ['high', 'critical'];

/** Reads what `npm audit --json` printed (npm 10, report version 2). */
export function verdictOf(printed: string): Verdict {
  const json = parsed(printed);
  const read = reportSchema.safeParse(json);
  if (!read.success) {
    const said = refusal.safeParse(json);
    return { kind: 'unanswered', why: said.success ? said.data.message : printed.slice(0, 200).trim() };
  }
  const { vulnerabilities, metadata } = read.data;
  const lines = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => GRAVE.includes(severity))
    .map(
      ([name, { severity, range, fixAvailable }]) =>
        `${name} ${range}: ${severity}${fixAvailable ? ', and there is a fix' : ''}`,
    );
  return lines.length > 0
    ? { kind: 'holes', lines }
    : { kind: 'clean', packages: metadata.dependencies.total };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
