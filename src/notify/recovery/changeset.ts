import { encodeAuditEntry } from '../../alerting/auditLog';
import { encodeState } from '../../alerting/state/codec';
import type { Decision } from '../../alerting/types';
import type { Changeset } from '../../storage/alertStore';
import { encodeNotification } from '../model/codec';

/** What a decision changes in the store, if its version is still `from`. */
export const toChangeset = (
  { known, deliveries, drop, audit, forgotten }: Decision,
  from: number,
): Changeset => ({
  from,
  known: encodeState(known),
  enqueue: deliveries.map((delivery) => ({ id: delivery.id, text: encodeNotification(delivery) })),
  cancel: drop,
  audit: audit.map(encodeAuditEntry),
  messages: forgotten.map((incidentId) => ({ incidentId, text: null })),
});
