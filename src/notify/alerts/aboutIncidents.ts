import type { Incident, TargetId } from '../../alerting/incidents/incident';
import type { IncidentWithMessage } from '../../alerting/service';
import type { AuditEntry } from '../../alerting/types';
import { decodeMessageRef } from '../model/codec';

/** An incident, with where its message is. */
export function withMessage(incident: Incident, messages: ReadonlyMap<string, string>): IncidentWithMessage {
  const text = messages.get(incident.id);
  const placed = text === undefined ? null : decodeMessageRef(text);
  if (placed === null) return { incident, message: null };
  const { channel, ts, revision } = placed;
  return { incident, message: { channel, revision, postedAt: new Date(Number(ts) * 1000) } };
}

/** Whether an entry is about a target, or one of its incidents. */
export const isAbout = (entry: AuditEntry, target: TargetId, incidents: readonly Incident[]): boolean =>
  entry.target === target || incidents.some(({ id }) => id === entry.incident?.id);
