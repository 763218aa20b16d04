import { z } from 'zod';

/**
 * When each file was measured last (ISO, UTC), with which tests (how their paths begin, empty for all in memory), and a digest of
 * what stood in it: Stryker's own report has the text of today beside the results of then.
 */
export const runsSchema = z.record(
  z.string(),
  z.object({ at: z.iso.datetime(), tests: z.string(), digest: z.string() }),
);
export type MutationRuns = z.output<typeof runsSchema>;

interface MutationRun {
  /** All that was ever measured. */
  readonly files: readonly string[];
  /** What this run measured: files and folders. */
  readonly paths: readonly string[];
  readonly run: Omit<MutationRuns[string], 'digest'>;
  /** Of a file's text as the run began; null for one that was not there. */
  readonly digestOf: (file: string) => string | null;
}

/** What is noted after a run. Throws ZodError for what was not noted by this. */
export function runsAfter(before: unknown, { files, paths, run, digestOf }: MutationRun): MutationRuns {
  const measured = files.filter((file) => paths.some((path) => file === path || file.startsWith(`${path}/`)));
  const noted = measured.flatMap((file) => {
    const digest = digestOf(file);
    return digest === null ? [] : [[file, { ...run, digest }] as const];
  });
  return { ...runsSchema.parse(before), ...Object.fromEntries(noted) };
}
