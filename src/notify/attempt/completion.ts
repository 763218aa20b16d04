import type { Completion } from '../../storage/alertStore';
import { encodeMessageRef, encodeNotification, type IncidentMessageRef } from '../model/codec';
import type { IncidentNotification, Notification } from '../model/notification';
import { isOutageNotification, outdatedMessages } from '../model/predicates';
import { foundPosting } from '../posting/posting';
import type { AttemptResult } from './result';
import type { AttemptState, PostedState } from './state';

/**
 * What the outbox keeps once a notification, claimed as `text`, is sent: its incident's messages as they are now. What was
 * left behind is brought up to date next.
 */
function completionFor(notification: Notification, text: string, ref: IncidentMessageRef | null): Completion {
  if (notification.kind !== 'incident' || ref === null) return { text, message: null };
  const { incident } = notification;
  const remaining = remainingOf(notification, ref);
  return { text, message: { incidentId: incident.id, text: encodeMessageRef(ref) }, remaining };
}

/** First the old messages lose their buttons. */
function remainingOf(notification: IncidentNotification, ref: IncidentMessageRef): string | null {
  const { pointer: _, staleChannel: _channel, ...rest } = notification;
  const [old] = ref.superseded ?? [];
  if (old !== undefined)
    return encodeNotification({ ...rest, pointer: { channel: old.channel, ts: old.ts } });
  const [stale] = outdatedMessages(notification.incident, ref);
  return stale === undefined ? null : encodeNotification({ ...rest, staleChannel: stale.channel });
}

/** It is sent, and its incident's messages are these. */
export const completed = (state: AttemptState, ref: IncidentMessageRef | null): AttemptResult => ({
  kind: 'completed',
  completion: {
    ...completionFor(state.notification, state.claim.text, ref),
    ...('posted' in state && { posted: state.posted }),
  },
});

/** It was sent before; as which revision of an incident is not known, so that is brought up to date next. */
export function adopted(state: PostedState): AttemptResult {
  const { notification, posted, refs, isLocal, foundId } = state;
  if (notification.kind !== 'incident') return completed(state, null);
  const { closedAt, id, revision } = notification.incident;
  const posting = foundPosting(notification, foundId);
  if (isLocal && isOutageNotification(notification))
    return completed(state, refs.withCurrent({ ...posted, revision }, null, posting));
  const wasClosed = closedAt !== null && closedAt.getTime() <= Number(posted.ts) * 1000;
  const ref = refs.withCurrent({ ...posted, revision: 0 }, wasClosed ? closedAt : null, posting);
  return {
    kind: 'completed',
    completion: { text: null, posted, message: { incidentId: id, text: encodeMessageRef(ref) } },
  };
}
