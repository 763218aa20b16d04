import { isOutage, isSameOutage, isStartupOutage, startedAfter } from '../../alerting/observation/gap';
import type { MessageMetadata } from '../../slack/outbound/slackApi';
import type { Notification } from '../model/notification';
import { eventMetadata, isSameEvent } from './eventMetadata';

/** How far before the detection a message is looked for, since clocks differ, in ms. */
const LOOK_BACK_MS = 300_000;
/** The same for an outage that may have begun, and been told of, before the bot was started. */
const LOOK_BACK_FROM_START_MS = 86_400_000;

/** The same for what may have been told before Redis came back older than it was. */
const LOOK_BACK_RESTORED_MS = 86_400_000;

/** What a delivery's message is found again by. */
export function metadataFor(delivery: Notification): MessageMetadata {
  const { id } = delivery;
  if (delivery.kind === 'event') return eventMetadata(delivery);
  if (delivery.kind !== 'incident' || !isOutage(delivery.incident)) return { id };
  const { openedAt, closedAt } = delivery.incident;
  const mark = { id, blindSince: seconds(openedAt) };
  return closedAt === null ? mark : { ...mark, blindUntil: seconds(closedAt) };
}

/** Whether a mark is this delivery's. */
export const matcher =
  (delivery: Notification) =>
  (mark: MessageMetadata): boolean => {
    if (mark.id === delivery.id) return true;
    if (delivery.kind === 'event') return isSameEvent(mark, delivery);
    const told = outageFromMetadata(mark);
    if (delivery.kind !== 'incident' || !isOutage(delivery.incident) || told === null) return false;
    const { incident } = delivery;
    // One that is still told of as lasting is this one, unless it began when this one was over: by a copy that may have died, or
    // that had seen the traders a check earlier or later, or before this bot was started without sight. And nobody need be
    // told twice at a time that nothing is seen.
    const isStillTold = told.closedAt === null && !startedAfter(told, incident);
    return isStillTold || isSameOutage(told, incident);
  };

/** Whether a mark tells of this outage, and of no other, as lasting. */
export const isDuplicateOutage =
  (delivery: Notification) =>
  (mark: MessageMetadata): boolean => {
    const told = outageFromMetadata(mark);
    if (delivery.kind !== 'incident' || told === null || told.closedAt !== null) return false;
    return mark.id === delivery.id || isSameOutage(told, delivery.incident);
  };

/** The outage that a mark tells of, `closedAt` null while it lasts; null for a mark of none. */
const outageFromMetadata = ({ blindSince, blindUntil }: MessageMetadata) =>
  blindSince === undefined
    ? null
    : { openedAt: instant(blindSince), closedAt: blindUntil === undefined ? null : instant(blindUntil) };

/**
 * The same in the order in which to look: of the messages about an outage that is over, its very own comes first, and
 * then one that still tells of it as lasting.
 */
export function orderedMatchers(delivery: Notification): readonly ((mark: MessageMetadata) => boolean)[] {
  const fits = matcher(delivery);
  if (delivery.kind !== 'incident' || !isOutage(delivery.incident) || delivery.incident.closedAt === null)
    return [fits];
  const { blindSince } = metadataFor(delivery);
  const isItsOwn = (mark: MessageMetadata): boolean =>
    mark.id === delivery.id || mark.blindSince === blindSince;
  return [isItsOwn, (mark) => mark.blindUntil === undefined && fits(mark), fits];
}

/** Since when to look for a delivery's message. */
export function searchFrom(delivery: Notification, inDoubtSince: string | null): Date {
  const times = [delivery.detectedAt, ...(inDoubtSince === null ? [] : [new Date(inDoubtSince)])];
  // Another copy may have seen the trader soon after this one last did.
  if (delivery.kind === 'event' && delivery.occurrence) times.push(new Date(delivery.occurrence.after));
  // The first post of an incident may have been an earlier revision's.
  if (delivery.kind === 'incident') times.push(delivery.incident.openedAt);
  const isFromStart = delivery.kind === 'incident' && isStartupOutage(delivery.incident);
  const backMs = isFromStart
    ? LOOK_BACK_FROM_START_MS
    : delivery.verifyBeforeSend
      ? LOOK_BACK_RESTORED_MS
      : LOOK_BACK_MS;
  return new Date(Math.min(...times.map((time) => time.getTime())) - backMs);
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
const instant = (epochSeconds: number): Date => new Date(epochSeconds * 1000);
