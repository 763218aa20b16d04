import { pageNotification } from '../../alerting/escalation/pagePlan';
import { endPages } from '../../alerting/escalation/webhookEnd';
import type { Incident } from '../../alerting/incidents/incident';
import { incidentNotification } from '../../alerting/incidents/notificationIds';
import type { AlertState } from '../../alerting/state/alertState';
import { sameIncidents } from '../../alerting/state/sameIncidents';
import type { MessageRefRow } from '../../storage/alertStore';
import {
  decodeMessageRef,
  encodeMessageRef,
  encodeNotification,
  type IncidentMessageRef,
} from '../model/codec';
import { allRefs, MessageRefs } from '../model/messageRefs';
import { homeOf } from '../posting/posting';
import { type CachedSnapshot, isNewer, mergedText, type Put, type StoredSnapshot } from './snapshots';

interface Joined {
  readonly messages: readonly MessageRefRow[];
  readonly enqueue: readonly Put[];
}

/**
 * What follows from two incidents having been found to be one: the newest of their messages is its message, the others
 * become pointers to it; and what a webhook opened for the one that is dropped is over.
 */
export function joinIncidents(
  cached: CachedSnapshot,
  stored: StoredSnapshot,
  { incidents, observedAt }: AlertState,
): Joined {
  const refOf = ({ id }: Incident): IncidentMessageRef | null => {
    const own = cached.messages.find(({ incidentId, text }) => incidentId === id && text !== null);
    const text =
      own && isNewer(own, stored.messages) ? mergedText(own, stored.messages) : stored.messages.get(id);
    return text ? decodeMessageRef(text) : null;
  };
  const joined = sameIncidents(cached.known, stored.known ?? { incidents: [] }).map(
    ({ kept, dropped }): Joined => {
      const incident = incidents.find(({ id }) => id === kept.id);
      const [ref, other] = [refOf(kept), refOf(dropped)];
      const forgotten = { incidentId: dropped.id, text: null };
      const ended = endOfPages(dropped, observedAt);
      if (incident === undefined || other === null || ref?.ts === other.ts)
        return { messages: [forgotten], enqueue: ended };
      const message = joinedRef(incident, ref, other);
      const told = { channel: message.posting?.home ?? message.channel, detectedAt: observedAt };
      const update = incidentNotification(incident, told);
      return {
        messages: [{ incidentId: kept.id, text: encodeMessageRef(message) }, forgotten],
        enqueue: [{ id: update.id, text: encodeNotification(update) }, ...ended],
      };
    },
  );
  return {
    messages: joined.flatMap(({ messages }) => messages),
    enqueue: joined.flatMap(({ enqueue }) => enqueue),
  };
}

/** Which revision the newest of the messages shows is not known: it is brought up to date next. */
function joinedRef(
  { posting, channel }: Incident,
  ref: IncidentMessageRef | null,
  other: IncidentMessageRef,
): IncidentMessageRef {
  const newest = ref === null || Number(other.ts) > Number(ref.ts) ? other : ref;
  const home = homeOf(newest, null) ?? channel ?? newest.channel;
  return new MessageRefs(ref).withCurrent(
    { ...newest, revision: 0 },
    newest.coveredUntil,
    { handled: posting, postedAs: ref?.posting?.postedAs ?? 1, home },
    [...allRefs(other), ...(other.superseded ?? [])],
  );
}

/** Nobody else would ever tell a webhook that an incident is over which is another one now. */
function endOfPages(dropped: Incident, at: Date): Put[] {
  if (dropped.closedAt !== null || dropped.escalation === undefined) return [];
  const over = { ...dropped, state: 'closed', closedAt: at } as const;
  const told = { channel: dropped.channel ?? '', detectedAt: at };
  return endPages(over, dropped.escalation, at).pages.map((plan) => {
    const page = pageNotification(over, plan, told);
    return { id: page.id, text: encodeNotification(page) };
  });
}
