import { z } from 'zod';
import { EQUIVALENTS, type Equivalent } from './equivalents';

const place = z.object({ line: z.number(), column: z.number() });
const mutantSchema = z.object({
  mutatorName: z.string(),
  replacement: z.string().default(''),
  status: z.string(),
  testsCompleted: z.number().optional(),
  location: z.object({ start: place, end: place }),
});
const reportSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutantSchema) })),
});

/** What came of a change. `static`: in code that runs once when a module is loaded, which is not tried. */
export type MutantResult = 'killed' | 'survived' | 'equivalent' | 'not covered' | 'static';

export interface MeasuredMutant {
  readonly file: string;
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
  readonly result: MutantResult;
}

export interface Measured {
  readonly mutants: readonly MeasuredMutant[];
  /** Files that have changed since they were measured, which counts for nothing. */
  readonly outdated: readonly string[];
}

/** `Pending` and errors of the compiler are not here: no run leaves them. */
const RESULTS: Readonly<Record<string, MutantResult>> = {
  Killed: 'killed',
  Timeout: 'killed',
  RuntimeError: 'killed',
  Survived: 'survived',
  NoCoverage: 'not covered',
  Ignored: 'static',
};

/** Reads Stryker's report; `isCurrent` tells whether a file is as it was when it was measured. Throws ZodError. */
export function measuredIn(
  json: unknown,
  isCurrent: (file: string) => boolean,
  equivalents: readonly Equivalent[] = EQUIVALENTS,
): Measured {
  const files = Object.entries(reportSchema.parse(json).files);
  const mutants = files
    .filter(([file]) => isCurrent(file))
    .flatMap(([file, { source, mutants: found }]) =>
      found.flatMap(({ replacement, status, testsCompleted, location }): MeasuredMutant[] => {
        const result = RESULTS[status];
        // Where no test was run, nothing was measured.
        if (result === undefined || (result === 'survived' && testsCompleted === 0)) return [];
        const one = { file, line: location.start.line, original: textAt(source, location), replacement };
        const isEquivalent = result === 'survived' && equivalents.some((each) => isOf(each, one));
        return [{ ...one, result: isEquivalent ? 'equivalent' : result }];
      }),
    );
  return { mutants, outdated: files.map(([file]) => file).filter((file) => !isCurrent(file)) };
}

export const isOf = (
  { file, original, replacement }: Equivalent,
  one: Pick<MeasuredMutant, 'file' | 'original' | 'replacement'>,
): boolean => file === one.file && original === one.original && replacement === one.replacement;

/** Lines and columns count from 1. */
function textAt(source: string, { start, end }: z.output<typeof mutantSchema>['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
    .join('\n');
}
