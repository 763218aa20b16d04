import type { SilenceNotification } from '../../../notify/model/notification';
import type { NotificationTarget } from '../../incidents/notificationIds';
import { type Addressing, addressOf } from '../../routing/address';
import type { SilenceReminder } from './report';
import type { SilenceSummary } from './summarySchema';

/** Of one silence and end there is one summary, whichever instance notices the end. */
export const summaryNotification = (
  summary: SilenceSummary,
  until: Date,
  addressing: Addressing,
): SilenceNotification => ({
  kind: 'silence',
  id: `silence:${summary.silence.id}:${until.getTime()}`,
  ...infoFor(summary.silence.targets, addressing),
  // An instance whose stored state was lost since may have sent it.
  verifyBeforeSend: true,
  report: { kind: 'ended', ...summary },
});

/** One reminder for each due time. */
export const reminderNotification = (
  reminder: Omit<SilenceReminder, 'kind'>,
  dueAt: Date,
  addressing: Addressing,
): SilenceNotification => ({
  kind: 'silence',
  id: `muted:${dueAt.getTime()}`,
  ...infoFor([], addressing),
  verifyBeforeSend: true,
  report: { kind: 'reminder', ...reminder },
});

/** Where information about these targets goes; it mentions whom information does. */
const infoFor = (targets: readonly string[], addressing: Addressing): NotificationTarget =>
  addressOf({ severity: 'info', targets }, addressing);
