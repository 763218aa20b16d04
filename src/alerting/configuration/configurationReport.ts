import { z } from 'zod';
import { activatorSchema } from './activeConfiguration';
import { settingChangeSchema } from './settingChanges';

/** One thing that is wrong with a file, where it is. */
const problemSchema = z.object({ where: z.string(), message: z.string() });

/** What the alert channel reads of the configuration. */
export const configurationReportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('activated'),
    generation: z.number(),
    by: activatorSchema,
    changes: z.array(settingChangeSchema),
    /** So many changes are left out. */
    omitted: z.number(),
    /** Changed settings that only a restart applies, by their names. */
    needsRestart: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('refused'),
    by: activatorSchema,
    /** As people know it; null for none. */
    file: z.string().nullable(),
    problems: z.array(problemSchema),
    omitted: z.number(),
  }),
]);
export type ConfigurationReport = z.output<typeof configurationReportSchema>;
export type ReportedProblem = z.output<typeof problemSchema>;

/** A message holds no more: the rest is counted. */
export const REPORTED = 30;
