import { msBetween } from '../../lib/time';
import type { Incident } from './incident';

/** Closed incidents are kept for this long, in ms, and at most so many of them. */
export const RETENTION_MS = 7 * 86_400_000;
export const MAX_CLOSED_INCIDENTS = 200;

/**
 * The open incidents, and the newest 200 of those that were closed in the last 7 days, in the order in which they
 * were opened; and which are forgotten.
 */
export function applyRetention(
  incidents: readonly Incident[],
  now: Date,
): { readonly incidents: readonly Incident[]; readonly forgotten: readonly string[] } {
  const closedAt = (incident: Incident): number => incident.closedAt?.getTime() ?? 0;
  const closed = incidents
    .filter((incident) => incident.closedAt !== null && msBetween(incident.closedAt, now) <= RETENTION_MS)
    .sort((a, b) => closedAt(b) - closedAt(a))
    .slice(0, MAX_CLOSED_INCIDENTS);
  const stays = new Set([...incidents.filter((incident) => incident.closedAt === null), ...closed]);
  return {
    incidents: [...stays].sort((a, b) => msBetween(b.openedAt, a.openedAt)),
    forgotten: incidents.filter((incident) => !stays.has(incident)).map(({ id }) => id),
  };
}
