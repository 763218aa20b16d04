import { measuredIn } from '../../tools/mutate/measured';
import { mutateOptions } from '../../tools/mutate/options';
import { pageOf, tableOf } from '../../tools/mutate/page';
import { runsAfter } from '../../tools/mutate/runs';

const SOURCE = 'const a = 1;\nif (a > 0) {\n  b();\n}\n';
const mutant = (status: string, from: [number, number], to: [number, number], replacement: string) => ({
  mutatorName: 'Any',
  replacement,
  status,
  location: { start: { line: from[0], column: from[1] }, end: { line: to[0], column: to[1] } },
});
const REPORT = {
  files: {
    'src/x/a.ts': {
      source: SOURCE,
      mutants: [
        mutant('Killed', [2, 5], [2, 10], 'true'),
        mutant('Timeout', [2, 5], [2, 10], 'false'),
        mutant('Survived', [2, 5], [2, 10], 'a >= 0'),
        mutant('Survived', [2, 12], [4, 2], '{}'),
        { ...mutant('Survived', [3, 3], [3, 4], 'c'), testsCompleted: 0 },
        mutant('NoCoverage', [3, 3], [3, 7], ''),
        mutant('Ignored', [1, 11], [1, 12], '2'),
      ],
    },
    'src/x/b.ts': { source: 'older', mutants: [mutant('Killed', [1, 1], [1, 2], 'y')] },
    'src/y/gone.ts': { source: SOURCE, mutants: [] },
  },
};
const isCurrent = (file: string): boolean => file === 'src/x/a.ts';
const EQUAL = { file: 'src/x/a.ts', original: 'a > 0', replacement: 'a >= 0', why: 'a is never 0.' };

describe('What npm run mutate measured', () => {
  const measured = measuredIn(REPORT, isCurrent, [EQUAL]);

  test('is what came of each change, with an equivalent apart from what survived', () => {
    expect(measured.mutants.map(({ result, original }) => [result, original])).toEqual([
      ['killed', 'a > 0'],
      ['killed', 'a > 0'],
      ['equivalent', 'a > 0'],
      ['survived', '{\n  b();\n}'],
      ['not covered', 'b();'],
      ['static', '1'],
    ]);
  });

  test('counts nothing of a file that has changed since, or is gone', () => {
    expect(measured.outdated).toEqual(['src/x/b.ts', 'src/y/gone.ts']);
  });

  test('is shown for each folder, with the share of killed ones among those that could be noticed', () => {
    const [head, , row] = tableOf(measured).split('\n');
    const cells = (line = '') => line.split('|').map((cell) => cell.trim());
    expect(Object.fromEntries(cells(head).map((name, i) => [name, cells(row)[i]]))).toMatchObject({
      folder: 'src/x',
      killed: '2',
      survived: '1',
      equivalent: '1',
      'not covered': '1',
      static: '1',
      'killed of covered': '66 %',
    });
  });

  test('is published with its date, and with how much was not measured', () => {
    const at = '2026-11-29T19:00:00Z';
    const page = pageOf({
      measured,
      runs: {
        'src/x/a.ts': { at, tests: 'test/alerting', digest: '1' },
        'src/x/b.ts': { at, tests: '', digest: '2' },
      },
      sources: ['src/x/a.ts', 'src/x/b.ts', 'src/z/c.ts'],
    });
    expect(page).toContain(
      'Measured from 2026-11-29 to 2026-11-29: 1 of 3 files. The other 2 were not measured',
    );
    expect(page).toContain('Of 1 of these files only some of the tests in memory were tried');
  });
});

test('A run is noted for the files below its paths as they were, and leaves the others as they stand', () => {
  const before = { at: '2026-11-28T00:00:00Z', tests: '', digest: 'before' };
  const run = { at: '2026-11-29T00:00:00Z', tests: 't' };
  const runs = runsAfter(
    { 'src/xy/b.ts': before },
    {
      files: ['src/x/a.ts', 'src/x/new.ts', 'src/xy/b.ts', 'src/y/c.ts'],
      paths: ['src/x', 'src/y/c.ts'],
      run,
      digestOf: (file) => (file === 'src/x/new.ts' ? null : file.slice(-4)),
    },
  );
  expect(runs).toEqual({
    'src/x/a.ts': { ...run, digest: 'a.ts' },
    'src/xy/b.ts': before,
    'src/y/c.ts': { ...run, digest: 'c.ts' },
  });
});

describe('npm run mutate', () => {
  test('takes files and folders of the product', () => {
    expect(mutateOptions(['src/alerting/rules/', 'src/alerting/evaluate.ts', '--write'])).toEqual({
      paths: ['src/alerting/rules', 'src/alerting/evaluate.ts'],
      globs: ['src/alerting/rules/**/*.ts', 'src/alerting/evaluate.ts'],
      tests: '',
      write: true,
    });
  });

  test('limits the tests to some where asked', () => {
    expect(mutateOptions(['--tests', 'test/alerting', 'src'])).toMatchObject({ tests: 'test/alerting' });
  });

  test.each([
    [['src/nosuch'], 'src/nosuch is no file'],
    [['test/alerting'], 'test/alerting is no file'],
    [['--table', 'src'], '--table runs nothing'],
    [['--fast'], '--fast'],
  ])('with the words %j says what is wrong', (words, said) => {
    expect(mutateOptions(words)).toEqual(expect.stringContaining(said));
  });
});
