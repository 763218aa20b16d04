import { z } from 'zod';
import { instant } from '../../lib/time';
import type { SilenceNotification } from '../../notify/model/notification';
import type { NotificationTarget } from '../incidents/notificationIds';
import { silenceSchema } from './silence';
import { type SilenceSummary, silenceSummarySchema } from './summary';

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

/** Of one silence and end there is one summary, whichever instance notices the end. */
export const summaryNotification = (
  summary: SilenceSummary,
  until: Date,
  told: NotificationTarget,
): SilenceNotification => ({
  kind: 'silence',
  id: `silence:${summary.silence.id}:${until.getTime()}`,
  ...told,
  // An instance whose stored state was lost since may have sent it.
  verifyBeforeSend: true,
  report: { kind: 'ended', ...summary },
});

/** One reminder for each due time. */
export const reminderNotification = (
  reminder: Omit<SilenceReminder, 'kind'>,
  dueAt: Date,
  told: NotificationTarget,
): SilenceNotification => ({
  kind: 'silence',
  id: `muted:${dueAt.getTime()}`,
  ...told,
  verifyBeforeSend: true,
  report: { kind: 'reminder', ...reminder },
});
