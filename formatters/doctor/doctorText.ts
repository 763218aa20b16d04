import type { Finding } from '../../src/doctor/finding';
import { t } from '../text/catalogue';
import { plainLine } from '../text/plainText';

/** Every finding in a line for a terminal, how to fix it below it, and a summary. Instants in `zone`. */
export function doctorText(findings: readonly Finding[], zone: string): string {
  const width = Math.max(0, ...findings.map(({ level }) => t.doctor.level(level).length));
  const indent = ' '.repeat(width + 2);
  const lines = findings.flatMap((finding) => {
    const { what, fix } = t.doctor.finding(finding);
    return [
      `${t.doctor.level(finding.level).padEnd(width)}  ${plainLine(what, zone)}`,
      ...(fix === null ? [] : [`${indent}→ ${plainLine(fix, zone)}`]),
    ];
  });
  return [...lines, '', doctorSummary(findings)].join('\n');
}

/** `1 error, 2 warnings.` */
export const doctorSummary = (findings: readonly Finding[]): string =>
  t.doctor.summary(
    findings.filter(({ level }) => level === 'error').length,
    findings.filter(({ level }) => level === 'warning').length,
  );

/** What was found, for programs: the facts, and the same sentences as `doctorText`. */
export const doctorJson = (findings: readonly Finding[], zone: string): object => ({
  findings: findings.map((finding) => {
    const { what, fix } = t.doctor.finding(finding);
    return {
      ...finding,
      message: plainLine(what, zone),
      fix: fix === null ? null : plainLine(fix, zone),
    };
  }),
});
