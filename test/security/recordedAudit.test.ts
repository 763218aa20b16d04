import { MAX_AGE_DAYS, recordOf, verdictFrom } from '../../tools/audit/recorded';

const LOCK = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/minimist': { version: '1.2.5' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/@s/b': { version: '2.0.0' },
  },
};
const ANSWER = {
  auditReportVersion: 2,
  vulnerabilities: {
    minimist: { severity: 'critical', range: '<1.2.6', nodes: ['node_modules/minimist'], fixAvailable: true },
    a: { severity: 'moderate', range: '<2', nodes: ['node_modules/a'], fixAvailable: true },
  },
  metadata: { dependencies: { total: 3 } },
};
const RECORDED_AT = new Date('2026-11-01T12:00:00Z');
const daysLater = (days: number): Date => new Date(RECORDED_AT.getTime() + days * 86_400_000);
const record = recordOf(ANSWER, LOCK, RECORDED_AT);

describe("The registry's last answer, where it does not answer now,", () => {
  test('names the grave holes of what is installed, with their versions', () => {
    expect(verdictFrom(record, LOCK, daysLater(MAX_AGE_DAYS))).toEqual({
      kind: 'holes',
      lines: ['minimist@1.2.5: critical, in <1.2.6'],
    });
  });

  test('says of which packages it knows nothing, since they came later', () => {
    const mended = { packages: { ...LOCK.packages, 'node_modules/minimist': { version: '1.2.8' } } };
    expect(verdictFrom(record, mended, daysLater(10))).toEqual({
      ...{ kind: 'recorded', days: 10, packages: 2 },
      unknown: ['minimist@1.2.8'],
    });
  });

  test('is worth nothing after 60 days', () => {
    expect(MAX_AGE_DAYS).toBe(60);
    expect(verdictFrom(record, LOCK, daysLater(61))).toEqual({ kind: 'outdated', days: 61 });
  });

  test.each([[{ message: '405 Method Not Allowed' }], [null], ['<html>']])(
    'is no answer like %j, which is not recorded',
    (answer) => {
      expect(recordOf(answer, LOCK, RECORDED_AT)).toBeNull();
    },
  );
});
