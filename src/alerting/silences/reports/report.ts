import { z } from 'zod';
import { instant } from '../../../lib/time';
import { silenceSchema } from '../silence';
import { silenceSummarySchema } from './summarySchema';

/** A target that was muted on an alert, until it recovers. */
const mutedTarget = z.object({
  target: z.string(),
  /** Null where an earlier version muted it. */
  since: instant.nullable(),
  by: z.string().nullable(),
});
export type MutedTarget = z.output<typeof mutedTarget>;

/** What is silenced without an end. */
const reminderSchema = z.object({
  kind: z.literal('reminder'),
  silences: z.array(silenceSchema),
  muted: z.array(mutedTarget),
});
export type SilenceReminder = z.output<typeof reminderSchema>;

/** What the bot says of silences by itself. */
export const silenceReportSchema = z.discriminatedUnion('kind', [
  silenceSummarySchema.extend({ kind: z.literal('ended') }),
  reminderSchema,
]);
export type SilenceReport = z.output<typeof silenceReportSchema>;
