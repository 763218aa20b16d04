import type { Incident } from '../incidents/incident';
import { isOutage } from '../observation/gap';
import type { AddressSettings } from './addressSettings';
import { channelFor, channelOf, routedBy } from './alertRoutes';

/**
 * An open incident with the channel that its alerts go to now, where its own takes none any more, or where it became more
 * severe. Its message is posted there, and the old one points to it. Of instances with different configurations the one that
 * was started last decides.
 */
export function movedIncident(
  before: Incident,
  incident: Incident,
  settings: AddressSettings,
  now: Date,
): Incident {
  const { channel, closedAt, movedAt, openedAt } = incident;
  if (channel === undefined || closedAt !== null || isOutage(incident)) return incident;
  const isRaised = before.severity !== incident.severity;
  const isOlder = settings.startedAt !== undefined && (movedAt ?? openedAt) > settings.startedAt;
  if (isOlder && !isRaised) return incident;
  const next = isRaised ? channelFor(settings, routedBy(incident)) : channelOf(incident, settings);
  return next === channel
    ? incident
    : { ...incident, channel: next, movedAt: now, posting: incident.posting + 1 };
}
