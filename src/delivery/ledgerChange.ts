import { auditText } from '../alerts/auditText';
import type { Decision } from '../alerts/decision';
import { knownText } from '../alerts/knownText';
import type { LedgerChange } from '../state/ledger';
import { deliveryToText } from './deliveryText';

/** What a decision changes in the ledger, if its version is still `from`. */
export const ledgerChange = (
  { known, deliveries, drop, audit, forgotten }: Decision,
  from: number,
): LedgerChange => ({
  from,
  known: knownText(known),
  put: deliveries.map((delivery) => ({ id: delivery.id, text: deliveryToText(delivery) })),
  drop,
  audit: audit.map(auditText),
  messages: forgotten.map((incidentId) => ({ incidentId, text: null })),
});
