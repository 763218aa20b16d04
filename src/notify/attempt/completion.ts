import type { Settlement } from '../../storage/alertStore';
import { deliveryToText, type PlacedMessage, placedToText } from '../model/codec';
import type { Delivery } from '../model/notification';
import { behind } from '../model/predicates';

/**
 * What the ledger keeps once a delivery, claimed as `text`, is done with: its incident's messages as they are now. What was
 * left behind is brought up to date next.
 */
export function settlementOf(delivery: Delivery, text: string, placed: PlacedMessage | null): Settlement {
  if (delivery.kind !== 'incident' || placed === null) return { text, message: null };
  const { incident } = delivery;
  const [next] = behind(incident, placed);
  const left = next === undefined ? null : deliveryToText({ ...delivery, leftIn: next.channel });
  return { text, message: { incidentId: incident.id, text: placedToText(placed) }, left };
}
