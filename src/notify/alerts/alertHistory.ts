import { isDrill } from '../../alerting/drill/drill';
import type { Incident } from '../../alerting/incidents/incident';
import { shortIdsOf } from '../../alerting/incidents/shortIds';
import type { AlertHistory, IncidentWithMessage } from '../../alerting/service';
import { compareSeverity } from '../../alerting/severity/severity';
import type { AuditEntry } from '../../alerting/types';
import { decodeMessageRef } from '../model/codec';

/** What was open at some time since then, and what was done; of one target, or of all. `audit` has the newest first. */
export function alertHistory(
  known: readonly Incident[],
  audit: readonly AuditEntry[],
  { since, target, now }: Pick<AlertHistory, 'since' | 'target' | 'now'>,
): AlertHistory {
  const isAbout = (incident: Incident): boolean =>
    !isDrill(incident) && (target === null || incident.targets.some((each) => each.target === target));
  const incidents = known
    .filter((each) => isAbout(each) && (each.closedAt === null || each.closedAt >= since))
    .toSorted((a, b) => byOpenedAt(b, a));
  const ids = new Set(incidents.map(({ id }) => id));
  return {
    now,
    since,
    target,
    incidents,
    shortIds: shortIdsOf(known.map(({ id }) => id)),
    audit: audit.filter(
      (entry) =>
        entry.at >= since &&
        (target === null || entry.target === target || ids.has(entry.incident?.id ?? '')),
    ),
  };
}

/** One incident with what was done about it, the oldest first. `audit` has the newest first. */
export function incidentTimeline(
  incidentId: string,
  known: readonly Incident[],
  audit: readonly AuditEntry[],
): {
  readonly incident: Incident | null;
  readonly shortId: string;
  readonly audit: readonly AuditEntry[];
  readonly isAuditComplete: boolean;
} {
  const incident = known.find(({ id }) => id === incidentId) ?? null;
  const oldest: AuditEntry | null = audit.at(-1) ?? null;
  return {
    incident,
    shortId: shortIdsOf(known.map(({ id }) => id)).get(incidentId) ?? incidentId,
    audit: audit.filter((entry) => entry.incident?.id === incidentId).reverse(),
    isAuditComplete: incident !== null && oldest !== null && oldest.at < incident.openedAt,
  };
}

/** An incident, and where its message is. `messageRefs` are by incident id. */
export function withMessage(
  incident: Incident,
  messageRefs: ReadonlyMap<string, string>,
): IncidentWithMessage {
  const text = messageRefs.get(incident.id);
  const placed = text === undefined ? null : decodeMessageRef(text);
  if (placed === null) return { incident, message: null };
  const { channel, ts, revision } = placed;
  return { incident, message: { channel, revision, postedAt: new Date(Number(ts) * 1000) } };
}

/** The incident whose newest message this is; null where it is of none. `messageRefs` are by incident id. */
export function incidentOfMessage(
  { channel, ts }: { readonly channel: string; readonly ts: string },
  known: readonly Incident[],
  messageRefs: ReadonlyMap<string, string>,
): Incident | null {
  const isThere = ({ id }: Incident): boolean => {
    const text = messageRefs.get(id);
    const ref = text === undefined ? null : decodeMessageRef(text);
    return ref?.channel === channel && ref.ts === ts;
  };
  return known.find(isThere) ?? null;
}

/** The most severe first, and of the same severity the oldest. */
export const byUrgency = (a: Incident, b: Incident): number =>
  compareSeverity(a.severity, b.severity) || byOpenedAt(a, b);

const byOpenedAt = (a: Incident, b: Incident): number => a.openedAt.getTime() - b.openedAt.getTime();
