import { isOutage, isSameOutage, isStartupOutage, startedAfter } from '../../alerting/observation/gap';
import type { MessageMetadata } from '../../slack/outbound/slackApi';
import type { Notification } from '../model/notification';
import { isOutageNotification } from '../model/predicates';
import { pointerId, postingId, postingOf } from '../posting/posting';
import { eventMetadata, isSameEvent } from './eventMetadata';
import { incidentMetadata, isSameIncident, isSameNote, isSeenToSince } from './sameIncident';

/** How far before the time from which a message can exist it is looked up, since clocks differ, in ms. */
const SEARCH_WINDOW_MS = 300_000;
/** How far where that time is not known: of an outage that may have begun before the start, or before data was lost. */
const SEARCH_WINDOW_LONG_MS = 86_400_000;

/** By what a notification's message is found again. */
export function metadataFor(notification: Notification): MessageMetadata {
  const { id } = notification;
  if (notification.kind === 'event') return eventMetadata(notification);
  if (notification.kind !== 'incident') return { id };
  const { incident, pointer } = notification;
  if (pointer !== undefined) return { id: pointerId(incident.id, pointer.ts) };
  if (!isOutage(incident)) return { id: postingId(incident), ...incidentMetadata(incident) };
  const { openedAt, closedAt } = notification.incident;
  const metadata = { id, outageSince: seconds(openedAt) };
  return closedAt === null ? metadata : { ...metadata, outageUntil: seconds(closedAt) };
}

/** Whether metadata is this notification's. */
export const matcher =
  (notification: Notification) =>
  (metadata: MessageMetadata): boolean => {
    if (metadata.id === metadataFor(notification).id) return true;
    if (notification.kind === 'event') return isSameEvent(metadata, notification);
    if (notification.kind === 'note') return isSameEntry(metadata.id, notification);
    const reported = outageFromMetadata(metadata);
    if (notification.kind !== 'incident') return false;
    const { incident } = notification;
    if (!isOutage(incident)) return isSameIncident(metadata, incident);
    if (reported === null) return false;
    // An outage whose message says that it lasts is this one, unless it began when this one was over: it was reported by an
    // instance that may have died, or had observed the traders a check earlier or later, or not at all. And an outage need
    // not be reported twice.
    const isOngoing = reported.closedAt === null && !startedAfter(reported, incident);
    return isOngoing || isSameOutage(reported, incident);
  };

type Note = Extract<Notification, { readonly kind: 'note' }>;

/** An instance that lost Redis does not know what people did since: a reminder of what they have seen to is not needed. */
function isSameEntry(found: string, { id, note, incident, replyBroadcast }: Note): boolean {
  if (isSameNote(found, id)) return true;
  if (note.kind !== 'reminder' || incident === null) return false;
  // The end of a snooze, which the channel hears of, is a revision itself.
  const decidedFrom = replyBroadcast ? incident.revision - 1 : incident.revision;
  return isSeenToSince(found, { id, revision: decidedFrom });
}

/** Whether metadata is that of this outage, and of no other, as lasting. */
export const isDuplicateOutage =
  (notification: Notification) =>
  (metadata: MessageMetadata): boolean => {
    const reported = outageFromMetadata(metadata);
    if (notification.kind !== 'incident' || reported === null || reported.closedAt !== null) return false;
    return metadata.id === notification.id || isSameOutage(reported, notification.incident);
  };

/** The outage in metadata, `closedAt` null while it lasts; null where there is none. */
const outageFromMetadata = ({ outageSince, outageUntil }: MessageMetadata) =>
  outageSince === undefined
    ? null
    : { openedAt: instant(outageSince), closedAt: outageUntil === undefined ? null : instant(outageUntil) };

/**
 * The matchers in the order in which to look up: of the messages about an outage that is over, its very own comes first, and
 * then one that still says that it lasts.
 */
export function orderedMatchers(
  notification: Notification,
): readonly ((metadata: MessageMetadata) => boolean)[] {
  const fits = matcher(notification);
  if (notification.kind === 'incident' && notification.incident.posting > 1)
    return [fits, ({ id }) => postingOf(notification.incident.id, id) !== null];
  if (!isOutageNotification(notification) || notification.incident.closedAt === null) return [fits];
  const { outageSince } = metadataFor(notification);
  const isItsOwn = (metadata: MessageMetadata): boolean =>
    metadata.id === notification.id || metadata.outageSince === outageSince;
  return [isItsOwn, (metadata) => metadata.outageUntil === undefined && fits(metadata), fits];
}

/**
 * Since when to look up a notification's message: it cannot have been sent before what it tells had begun, by whichever
 * instance, so that in a busy channel a few pages are read, and not a day of it.
 */
export function searchFrom(notification: Notification, inDoubtSince: string | null): Date {
  const began = earliestOf(notification);
  const times = [
    notification.detectedAt,
    ...(inDoubtSince === null ? [] : [new Date(inDoubtSince)]),
    ...(began === null ? [] : [began]),
  ];
  const isLong =
    (began === null && notification.verifyBeforeSend === true) ||
    (isOutageNotification(notification) &&
      (notification.verifyBeforeSend === true || isStartupOutage(notification.incident)));
  const backMs = isLong ? SEARCH_WINDOW_LONG_MS : SEARCH_WINDOW_MS;
  return new Date(Math.min(...times.map((time) => time.getTime())) - backMs);
}

/** When what a notification tells began, the same in every instance; null where that is not known. */
function earliestOf(notification: Notification): Date | null {
  switch (notification.kind) {
    // Another instance may have observed the trader soon after this one last did.
    case 'event':
      return notification.occurrence && new Date(notification.occurrence.after);
    case 'incident':
    case 'page':
    case 'note': {
      const { incident } = notification;
      if (incident === null) return null;
      const times = [incident.openedAt, ...incident.targets.map(({ startedAt }) => startedAt)];
      return new Date(Math.min(...times.map((time) => time.getTime())));
    }
    case 'digest':
    case 'silence':
    case 'configuration':
      return null;
  }
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
const instant = (epochSeconds: number): Date => new Date(epochSeconds * 1000);
