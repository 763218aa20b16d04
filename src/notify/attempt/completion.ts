import { isOutage } from '../../alerting/observation/gap';
import type { Completion } from '../../storage/alertStore';
import type { DispatcherDeps } from '../dispatcherOptions';
import { showsNoLess } from '../idempotency/sameIncident';
import { encodeMessageRef, encodeNotification, type IncidentMessageRef } from '../model/codec';
import type { IncidentNotification, Notification } from '../model/notification';
import { isOutageNotification, outdatedMessages } from '../model/predicates';
import { foundPosting, postingChanged } from '../posting/posting';
import type { SlackSender } from '../slackSender';
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
  const { notification, posted, refs, isLocal, found } = state;
  if (notification.kind !== 'incident') return completed(state, null);
  const { incident } = notification;
  const { closedAt, id, revision } = incident;
  const posting = foundPosting(notification, found?.id ?? null);
  const isUpToDate = isOutageNotification(notification) || (found !== null && showsNoLess(found, incident));
  if (isLocal && isUpToDate)
    return completed(state, refs.withCurrent({ ...posted, revision }, null, posting));
  const wasClosed = closedAt !== null && closedAt.getTime() <= Number(posted.ts) * 1000;
  const ref = refs.withCurrent({ ...posted, revision: 0 }, wasClosed ? closedAt : null, posting);
  return {
    kind: 'completed',
    completion: { text: null, posted, message: { incidentId: id, text: encodeMessageRef(ref) } },
  };
}

/** Of an incident's message that others have brought further than this instance, which has no store, knows: it stays as it is. */
export async function keptAsShown(
  state: AttemptState,
  { sender, settings }: { readonly sender: SlackSender } & Pick<DispatcherDeps, 'settings'>,
): Promise<AttemptResult | null> {
  const { notification, refs, isLocal } = state;
  const { current } = refs;
  if (!isLocal || notification.kind !== 'incident' || current === null) return null;
  const { incident } = notification;
  if (isOutage(incident)) return null;
  const shown = await sender.metadataOf(current);
  if (shown === null || !showsNoLess(shown, incident)) return null;
  const posting = postingChanged(notification, current, settings.fallbackChannel);
  const { revision } = incident;
  return completed(state, refs.withCurrent({ ...current, revision }, current.coveredUntil, posting));
}
