import { DEFAULT_REPOST, type RepostSettings } from '../../alerting/flapping/settings';
import { isOutage } from '../../alerting/observation/gap';
import type { SendFailure } from '../../slack/outbound/slackApi';
import type { AttemptState } from '../attempt/state';
import type { DispatcherDeps } from '../dispatcherOptions';
import type { FoundMessage, LookupResult } from '../idempotency/lookup';
import type { IncidentMessageRef } from '../model/codec';
import { isFirstNotification } from '../model/predicates';
import { REDIRECT_LOOKUP_GIVE_UP_MS } from '../retryPolicy';
import { possibleRoutes, postTo, type Route } from '../routing/route';
import type { SlackSender } from '../slackSender';
import { handledPosting, homeOf } from './posting';

/** How an incident that has a message is sent: that is changed, or posted again; or it was already. */
export type Placement =
  | { readonly kind: 'update' }
  | { readonly kind: 'post'; readonly route: Route }
  | FoundMessage
  | { readonly kind: 'retry'; readonly failure: SendFailure };

interface PlacementDeps extends Pick<DispatcherDeps, 'clock' | 'settings'> {
  readonly sender: SlackSender;
  readonly lookUp: (routes: readonly Route[], since: Date) => Promise<LookupResult>;
}

/** Clocks differ: what was posted after a message is looked up from so long before it, in ms. */
const LOOKUP_LEEWAY_MS = 1_000;

/**
 * Whether an incident's message is posted again: where people must notice it anew and it is out of sight, or where it is
 * meant for another channel now.
 */
export async function placementOf(state: AttemptState, deps: PlacementDeps): Promise<Placement> {
  const { notification, refs } = state;
  const { current } = refs;
  if (notification.kind !== 'incident' || !isFirstNotification(notification) || current === null)
    return UPDATE;
  const { incident, channel } = notification;
  if (isOutage(incident)) return UPDATE;
  const { fallbackChannel: fallback, repost = DEFAULT_REPOST } = deps.settings;
  const home = homeOf(current, fallback);
  const isMoved = incident.closedAt === null && home !== null && home !== channel;
  if (handledPosting(current) >= incident.posting && !isMoved) return UPDATE;
  const route = postTo(channel);
  if (state.mayHaveBeenSent) {
    const since = new Date(Number(current.ts) * 1000 - LOOKUP_LEEWAY_MS);
    const found = await deps.lookUp(possibleRoutes(notification, route, [], deps.settings), since);
    if (found.kind === 'found') return found;
    const { lookups } = deps.sender;
    if (found.kind === 'failed' && lookups.failingForMs(found.channel) < REDIRECT_LOOKUP_GIVE_UP_MS)
      return { kind: 'retry', failure: found.failure };
  }
  // Where it cannot be posted, the message that is there is better than none.
  if (incident.closedAt !== null || deps.sender.breaker.faultOf(channel) !== null) return UPDATE;
  return isMoved || (await isOutOfSight(current, repost, deps)) ? { kind: 'post', route } : UPDATE;
}

const UPDATE: Placement = { kind: 'update' };

/** By its age; else by how many messages came since, where that can be found out at once. */
async function isOutOfSight(
  { channel, ts }: IncidentMessageRef,
  repost: RepostSettings,
  { sender, clock }: PlacementDeps,
): Promise<boolean> {
  const ageMs = clock.now().getTime() - Number(ts) * 1000;
  if (ageMs >= repost.afterMs) return true;
  const since = await sender.countAfter({ channel, ts }, repost.afterMessages + 1);
  return since !== null && since > repost.afterMessages;
}
