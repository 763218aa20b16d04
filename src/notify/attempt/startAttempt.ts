import type { Incident } from '../../alerting/incidents/incident';
import { isNamedAlike } from '../../alerting/incidents/incidentId';
import { isSameOutage } from '../../alerting/observation/gap';
import type { Clock } from '../../lib/clock';
import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { Posted } from '../../slack/outbound/slackApi';
import type { Claim, Outbox, OutboxRow } from '../../storage/alertStore';
import type { DispatcherDeps } from '../dispatcherOptions';
import { decodeMessageRef, decodeNotification } from '../model/codec';
import { allRefs, MessageRefs } from '../model/messageRefs';
import type { Notification } from '../model/notification';
import { incidentIdOf, isFirstNotification, isOutageNotification } from '../model/predicates';
import { DELAYED_AFTER_MS } from '../rendering';
import { selectRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';
import { Lease } from './lease';
import { type AttemptState, NO_FAILURE_YET } from './state';

const DEFAULT_LEASE_MS = 30_000;

export interface AttemptSource {
  readonly outbox: Outbox;
  readonly isLocal: boolean;
  /** What was detected before may have been sent although the outbox says that it waits; null for nothing. */
  readonly verifyBefore: Date | null;
  /** Where this instance itself has posted it from its local outbox. */
  readonly ownMessage: Posted | null;
}

/** Claims a notification; null where another instance has it, or it is gone. Throws StateUnavailableError. */
export async function startAttempt(
  queued: Notification,
  source: AttemptSource,
  deps: Pick<DispatcherDeps, 'clock' | 'instanceId' | 'settings'>,
  sender: SlackSender,
): Promise<AttemptState | null> {
  const { outbox, isLocal, verifyBefore, ownMessage } = source;
  const { clock, instanceId, settings } = deps;
  const { leaseMs = DEFAULT_LEASE_MS, fallbackChannel: fallback } = settings;
  const lease = new Lease(outbox, clock, instanceId, leaseMs, queued.id, incidentIdOf(queued));
  const claim = await lease.acquire();
  const notification = claim && decodeNotification(claim.text);
  if (claim === null || notification === null) return null;
  const ref = claim.messageRef === null ? null : decodeMessageRef(claim.messageRef);
  const refs = new MessageRefs(ref);
  const isInDoubt = claim.previousLeaseExpired || (claim.attempts?.inDoubtSince ?? null) !== null;
  const mayHaveBeenSent =
    isFirstNotification(notification) &&
    (isInDoubt || (verifyBefore !== null && mayBeLost(notification, claim, verifyBefore, clock)));
  // One that can no longer be updated must not count as "already sent".
  const excluded = new Set([
    ...[...refs.existing, ...refs.superseded].map(({ ts }) => ts),
    ...(await messagesOfOthers(notification, outbox, mayHaveBeenSent || isLocal)),
  ]);
  const facts = {
    notification,
    claim,
    lease,
    startedAt: clock.now(),
    isLocal,
    refs,
    hadMessage: ref !== null,
    excluded,
    mayHaveBeenSent,
    route: selectRoute(notification, {
      messages: refs.existing,
      breaker: sender.breaker,
      fallback,
      way: claim.attempts?.refusals?.way ?? 'usual',
    }),
    isRepost: false,
    found: null,
    isUnverified: false,
    rejectedBlocks: null,
    isBare: false,
    lastFailure: NO_FAILURE_YET,
  };
  const unresolved = claim.attempts?.posted;
  if (unresolved !== undefined)
    return { ...facts, step: 'resolveDuplicates', posted: unresolved, isExisting: false };
  if (ref === null && ownMessage !== null && !excluded.has(ownMessage.ts))
    return { ...facts, step: 'complete', posted: ownMessage, isExisting: true };
  const hasMessage = notification.kind === 'incident' && refs.current !== null;
  return { ...facts, step: hasMessage ? 'place' : 'verify' };
}

/** An incident's message must not be mistaken for that of another. */
async function messagesOfOthers(
  notification: Notification,
  outbox: Outbox,
  isLookedUp: boolean,
): Promise<readonly string[]> {
  if (notification.kind !== 'incident') return [];
  const { incident } = notification;
  if (!isOutageNotification(notification))
    return isLookedUp ? otherIncidentTs(await outbox.messageRefs(), incident.id) : [];
  const [messageRefs, pending] = [await outbox.messageRefs(), await outbox.pending()];
  return [...otherIncidentTs(messageRefs, incident.id), ...otherPendingOutages(pending, incident)];
}

const otherIncidentTs = (messageRefs: ReadonlyMap<string, string>, incidentId: string): readonly string[] =>
  [...messageRefs].flatMap(([id, text]) =>
    id === incidentId || isNamedAlike(id, incidentId)
      ? []
      : allRefs(decodeMessageRef(text)).map(({ ts }) => ts),
  );

/** Their messages may be there already. */
const otherPendingOutages = (pending: readonly OutboxRow[], incident: Incident): readonly string[] =>
  pending.flatMap(({ text }) => {
    const other = decodeNotification(text);
    const isOther =
      other !== null &&
      isOutageNotification(other) &&
      other.incident.id !== incident.id &&
      !isSameOutage(other.incident, incident);
    return isOther ? [other.id] : [];
  });

/** Whether a message may be in Slack of which the store, which may have lost data, knows nothing. */
function mayBeLost(notification: Notification, claim: Claim, verifyBefore: Date, clock: Clock): boolean {
  const { verifyBeforeSend = false, detectedAt } = notification;
  if (verifyBeforeSend || overdueMs(detectedAt, claim, clock.now()) > DELAYED_AFTER_MS) return true;
  // It may have been detected by another instance's clock.
  if (msBetween(detectedAt, verifyBefore) > -MAX_CLOCK_SKEW_MS) return true;
  if (notification.kind !== 'incident' || claim.messageRef !== null) return false;
  const { revision, announcedAt } = notification.incident;
  // One that was held back until now is as new as one that was opened now.
  return revision > 1 && announcedAt?.getTime() !== detectedAt.getTime();
}

/** For how long it could have been sent, in ms: where nobody did in all that time, the store may be older than it was. */
function overdueMs(detectedAt: Date, { attempts }: Claim, now: Date): number {
  const notBefore = attempts?.notBefore ?? null;
  const sinceDetected = msBetween(detectedAt, now);
  return notBefore === null ? sinceDetected : Math.min(sinceDetected, msBetween(new Date(notBefore), now));
}
