import { encodeAuditEntry } from '../../alerting/auditLog';
import type { EvaluationResult } from '../../alerting/types';
import type { Changeset } from '../../storage/alertStore';
import { encodeNotification } from '../model/codec';

/** What a decision changes in the store, if its version is still `from`. */
export const toChangeset = (
  { notifications, cancelled, audit, expiredIncidents }: EvaluationResult,
  from: number,
  records: Changeset['records'],
): Changeset => ({
  from,
  records,
  enqueue: notifications.map((delivery) => ({ id: delivery.id, text: encodeNotification(delivery) })),
  cancel: cancelled,
  audit: audit.map(encodeAuditEntry),
  messages: expiredIncidents.map((incidentId) => ({ incidentId, text: null })),
});
