import { posix } from 'node:path';
import { tableText } from '../bench/table';
import { EQUIVALENTS, type Equivalent } from './equivalents';
import { isOf, type Measured, type MeasuredMutant, type MutantResult } from './measured';
import type { MutationRuns } from './runs';

const COLUMNS: readonly MutantResult[] = ['killed', 'survived', 'equivalent', 'not covered', 'static'];

const countOf = (mutants: readonly MeasuredMutant[], ...results: readonly MutantResult[]): number =>
  mutants.filter(({ result }) => results.includes(result)).length;

/** Of the covered ones that can be noticed, how many are; rounded down. */
function killedShare(mutants: readonly MeasuredMutant[]): string {
  const killed = countOf(mutants, 'killed');
  const covered = killed + countOf(mutants, 'survived');
  return covered === 0 ? 'none' : `${Math.floor((100 * killed) / covered)} %`;
}

/** A row for each folder of which files were measured. */
export function tableOf({ mutants }: Measured): string {
  const folders = [...new Set(mutants.map(({ file }) => posix.dirname(file)))].sort();
  const row = (name: string, some: readonly MeasuredMutant[]): readonly string[] => [
    name,
    `${new Set(some.map(({ file }) => file)).size}`,
    ...COLUMNS.map((result) => `${countOf(some, result)}`),
    killedShare(some),
  ];
  return tableText({
    head: ['folder', 'files', ...COLUMNS, 'killed of covered'],
    rows: [
      ...folders.map((folder) =>
        row(
          folder,
          mutants.filter(({ file }) => posix.dirname(file) === folder),
        ),
      ),
      row('all of these', mutants),
    ],
  });
}

export interface PageFacts {
  readonly measured: Measured;
  readonly runs: MutationRuns;
  /** All that could be measured. */
  readonly sources: readonly string[];
}

/** docs/mutation.md. */
export function pageOf({ measured, runs, sources }: PageFacts): string {
  const files = new Set(measured.mutants.map(({ file }) => file));
  const unmeasured = sources.filter((source) => !files.has(source)).length;
  const days = [...files].flatMap((file) => runs[file]?.at.slice(0, 10) ?? []).sort();
  const partly = [...files].filter((file) => runs[file]?.tests !== '').length;
  const shown = EQUIVALENTS.filter((each) => measured.mutants.some((one) => isOf(each, one)));
  return `# Mutation testing

\`npm run mutate -- src/alerting/rules\` changes the code in one place after the other (an operator, a condition, a string, a block left out), and
runs the tests in memory against each change. A change that no test notices is a behaviour that no test asserts. \`npm run mutate -- --table
--write\` writes this page from what such runs measured; the tool is [StrykerJS](https://stryker-mutator.io/).

Measured from ${days[0]} to ${days.at(-1)}: ${files.size} of ${sources.length} files. The other ${unmeasured} were not measured, or have changed since; nothing is known of
them here. Of ${partly} of these files only some of the tests in memory were tried (\`--tests\`): what survived there may be noticed by another test.

${tableOf(measured)}

- **killed**: a test failed, or did not end.
- **survived**: all tests passed that run this code. **equivalent**: so did they, but the program does the same with it; see below.
- **not covered**: none of the tests that were tried runs this code. Others may, such as those with real servers and processes.
- **static**: runs once when a module is loaded (tables, schemas); not tried.

## Equivalents

${shown.length === 0 ? 'None is named.' : shown.map(equivalentText).join('\n')}
`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 120);

const equivalentText = ({ file, original, replacement, why }: Equivalent): string =>
  `- \`${file}\`: \`${oneLine(original)}\` → \`${oneLine(replacement)}\`: ${why}`;
