import { z } from 'zod';

/** When each file was measured last (ISO, UTC), and with which tests: how their paths begin, empty for all in memory. */
export const runsSchema = z.record(z.string(), z.object({ at: z.iso.datetime(), tests: z.string() }));
export type MutationRuns = z.output<typeof runsSchema>;

interface MutationRun {
  /** All that was ever measured. */
  readonly files: readonly string[];
  /** What this run measured: files and folders. */
  readonly paths: readonly string[];
  readonly run: MutationRuns[string];
}

/** What is noted after a run. Throws ZodError for what was not noted by this. */
export function runsAfter(before: unknown, { files, paths, run }: MutationRun): MutationRuns {
  const measured = files.filter((file) => paths.some((path) => file === path || file.startsWith(`${path}/`)));
  return { ...runsSchema.parse(before), ...Object.fromEntries(measured.map((file) => [file, run])) };
}
