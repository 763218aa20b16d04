import { existsSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run mutate [-- [--tests PATHS] [--write] [PATH…]]
       npm run mutate -- --table [--write]   prints what earlier runs measured, and runs nothing

Changes the code in one place after the other, and runs the tests in memory against each change (StrykerJS). A change that no test
notices is printed. What was measured is kept in .cache/mutate: a run repeats only what the code or its tests have changed since.

  PATH…          files or folders, such as src/alerting/rules; everything in src, commands and formatters unless given: days
  --tests PATHS  only these tests, such as "test/alerting/counters test/alerting/events": fast, and what they let pass is no
                 verdict; a run without it then repeats only what survived
  --write        writes docs/mutation.md, too

Exit code 0 when it ran, whatever survived; 2 for a wrong argument.
`;

export interface MutateOptions {
  /** Files and folders of which the code is to be changed; empty for nothing. */
  readonly paths: readonly string[];
  /** The same, as Stryker wants it. */
  readonly globs: readonly string[];
  /** How the paths of the only tests begin, with spaces between; empty for all. */
  readonly tests: string;
  readonly write: boolean;
}

export const SOURCES = ['src', 'commands', 'formatters'];

/** What was asked for; a sentence that says what is wrong with it. */
export function mutateOptions(args: readonly string[]): MutateOptions | string {
  let given: {
    readonly values: { write: boolean; table: boolean; tests: string };
    readonly positionals: readonly string[];
  };
  try {
    given = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        write: { type: 'boolean', default: false },
        table: { type: 'boolean', default: false },
        tests: { type: 'string', default: '' },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { values, positionals } = given;
  const { tests, write } = values;
  if (values.table)
    return positionals.length === 0
      ? { paths: [], globs: [], tests, write }
      : '--table runs nothing, and takes no path';
  const paths = positionals.map((path) => path.replace(/\/+$/, ''));
  const wrong = paths.find((path) => !isSource(path));
  if (wrong !== undefined)
    return `${wrong} is no file and no folder of ${SOURCES.join(', ')} below the project's folder`;
  const chosen = paths.length === 0 ? SOURCES : paths;
  return { paths: chosen, globs: chosen.map(globOf), tests, write };
}

const isSource = (path: string): boolean =>
  existsSync(path) && SOURCES.some((folder) => path === folder || path.startsWith(`${folder}/`));

const globOf = (path: string): string => (statSync(path).isDirectory() ? `${path}/**/*.ts` : path);
