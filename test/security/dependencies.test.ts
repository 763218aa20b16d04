import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { verdictOf } from '../../tools/audit/verdict';

const text = readFileSync(join(__dirname, '../../package-lock.json'), 'utf8');
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().default(false),
      optional: z.boolean().default(false),
      link: z.boolean().default(false),
      hasInstallScript: z.boolean().default(false),
    }),
  ),
});
const packages = Object.entries(lock.parse(JSON.parse(text)).packages).filter(([path]) => path !== '');
const pathsOf = (found: typeof packages): string[] => found.map(([path]) => path);

describe('package-lock.json', () => {
  test('has the hash of every package except binaries of other platforms', () => {
    const unhashed = packages.filter(
      ([, { integrity, optional }]) => !integrity?.startsWith('sha512-') && !optional,
    );
    expect(pathsOf(unhashed)).toEqual([]);
  });

  test('takes packages only from the registry', () => {
    const elsewhere = packages.filter(
      ([, { resolved, link }]) =>
        link || (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
    );
    expect(pathsOf(elsewhere)).toEqual([]);
  });

  test('has no shipped package with an install script, but for SQLite where Node has none', () => {
    const scripted = packages.filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev);
    expect(pathsOf(scripted)).toEqual(['node_modules/@photostructure/sqlite']);
    // The bot runs without it, and keeps its history in memory then.
    expect(scripted.every(([, { optional }]) => optional)).toBe(true);
  });
});

describe('npm run audit', () => {
  const reportOf = (vulnerabilities: object): string =>
    JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { dependencies: { total: 654 } } });
  const hole = (severity: string) => ({ severity, range: '<1.2.6', fixAvailable: true });

  test.each(['high', 'critical'])('reports a vulnerability of severity %s', (severity) => {
    const verdict = verdictOf(reportOf({ minimist: hole(severity) }));
    expect(verdict).toEqual({ kind: 'holes', lines: [`minimist <1.2.6: ${severity}, and there is a fix`] });
  });

  test('ignores less severe ones', () => {
    expect(verdictOf(reportOf({ a: hole('moderate'), b: hole('low') }))).toEqual({
      kind: 'clean',
      packages: 654,
    });
  });

  test.each([
    ['a refusal', '{"message":"405 Method Not Allowed","statusCode":405}', '405 Method Not Allowed'],
    ['nothing', '', ''],
    ['a page of a proxy', '<html>Sign in</html>', '<html>Sign in</html>'],
  ])('treats %s as no answer instead of a good one', (_, printed, why) => {
    expect(verdictOf(printed)).toEqual({ kind: 'unanswered', why });
  });
});
