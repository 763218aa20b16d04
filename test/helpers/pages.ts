import type { PageNotification } from '../../src/notify/model/notification';
import { minutesAgo, NIGHT, realMoney } from './incidents';

/** An escalation sends an alert that nobody has acknowledged by the webhook `hook`. */
export const webhookPage = (change: Partial<PageNotification> = {}): PageNotification => ({
  kind: 'page',
  id: `${(change.incident ?? realMoney).id}/escalation/${change.n ?? 3}`,
  channel: 'C0ALERTS',
  detectedAt: NIGHT,
  via: { webhook: 'hook' },
  event: 'trigger',
  incident: { ...realMoney, severity: 'critical', openedAt: minutesAgo(20) },
  n: 3,
  openForMs: 20 * 60_000,
  ...change,
});
