import type { Incident } from '../../alerting/incidents/incident';
import type { IncidentWithMessage } from '../../alerting/service';
import { decodeMessageRef } from '../model/codec';

/** An incident with where its message is, as far as the store knows. */
export function withMessage(incident: Incident, messages: ReadonlyMap<string, string>): IncidentWithMessage {
  const text = messages.get(incident.id);
  const placed = text === undefined ? null : decodeMessageRef(text);
  if (placed === null) return { incident, message: null };
  const { channel, ts, revision } = placed;
  return { incident, message: { channel, revision, postedAt: new Date(Number(ts) * 1000) } };
}
