import type { Completion } from '../../storage/alertStore';
import { encodeMessageRef, encodeNotification, type IncidentMessageRef } from '../model/codec';
import type { Notification } from '../model/notification';
import { isOutageNotification, outdatedMessages } from '../model/predicates';
import type { AttemptResult } from './result';
import type { AttemptState, PostedState } from './state';

/**
 * What the outbox keeps once a notification, claimed as `text`, is sent: its incident's messages as they are now. What was
 * left behind is brought up to date next.
 */
function completionFor(notification: Notification, text: string, ref: IncidentMessageRef | null): Completion {
  if (notification.kind !== 'incident' || ref === null) return { text, message: null };
  const { incident } = notification;
  const [next] = outdatedMessages(incident, ref);
  const remaining =
    next === undefined ? null : encodeNotification({ ...notification, staleChannel: next.channel });
  return { text, message: { incidentId: incident.id, text: encodeMessageRef(ref) }, remaining };
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
  const { notification, posted, refs, isLocal } = state;
  if (notification.kind !== 'incident') return completed(state, null);
  const { closedAt, id, revision } = notification.incident;
  if (isLocal && isOutageNotification(notification))
    return completed(state, refs.withCurrent({ ...posted, revision }, null));
  const wasClosed = closedAt !== null && closedAt.getTime() <= Number(posted.ts) * 1000;
  const ref = refs.withCurrent({ ...posted, revision: 0 }, wasClosed ? closedAt : null);
  return {
    kind: 'completed',
    completion: { text: null, posted, message: { incidentId: id, text: encodeMessageRef(ref) } },
  };
}
