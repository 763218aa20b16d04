import type { Incident } from '../../alerting/incidents/incident';
import { isOutage, isSameOutage } from '../../alerting/observation/gap';
import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { Posted } from '../../slack/outbound/slackApi';
import type { Claim, OutboxRow } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification, type IncidentMessageRef } from '../model/codec';
import { allRefs } from '../model/messageRefs';
import type { Notification } from '../model/notification';
import { incidentIdOf } from '../model/predicates';
import { DELAYED_AFTER_MS } from '../rendering';
import type { SlackSender } from '../slackSender';
import { DeliveryAttempt, type DeliveryDeps } from './deliver';
import { Lease, LeaseLost } from './lease';
import type { Ending } from './result';

const DEFAULT_LEASE_MS = 30_000;

/** One try to send one delivery. Throws StateUnavailableError; then the claim stays, and the next one looks first. */
export class Attempt {
  constructor(
    private readonly deps: DeliveryDeps,
    private readonly sender: SlackSender,
    private readonly toldOutage: (delivery: Notification) => Posted | null,
  ) {}

  /** What was detected before `inDoubtUntil`, or within a minute of it by another copy's clock, is looked up first. */
  async make(id: string, inDoubtUntil: Date): Promise<Ending> {
    const { alertStore, instanceId, clock, settings } = this.deps;
    const lease = new Lease(alertStore, clock, id, instanceId, settings.leaseMs ?? DEFAULT_LEASE_MS);
    const claim = await lease.take();
    const delivery = claim && decodeNotification(claim.text);
    if (claim === null || delivery === null) return { kind: 'lost' };
    try {
      const { placed, taken } = await this.messagesFor(delivery);
      const isOld = overdueMs(delivery, claim, clock.now()) > DELAYED_AFTER_MS;
      return await new DeliveryAttempt(
        this.deps,
        this.sender,
        lease,
        {
          ...claim,
          previousLeaseExpired:
            claim.previousLeaseExpired || isOld || mayHaveBeenSent(delivery, placed, inDoubtUntil),
        },
        delivery,
        placed,
        this.toldOutage(delivery),
        taken,
      ).run();
    } catch (error) {
      if (error instanceof LeaseLost) return { kind: 'lost' };
      throw error;
    }
  }

  /** Where the message of the delivery's incident is, and which others', read after the claim: another copy may just have posted it. */
  private async messagesFor(
    delivery: Notification,
  ): Promise<{ readonly placed: IncidentMessageRef | null; readonly taken: ReadonlySet<string> }> {
    const incidentId = incidentIdOf(delivery);
    if (incidentId === null) return { placed: null, taken: new Set() };
    const { alertStore } = this.deps;
    const messages = await alertStore.messageRefs();
    const text = messages.get(incidentId);
    const taken =
      delivery.kind === 'incident' && isOutage(delivery.incident)
        ? [
            ...otherIncidentTs(messages, incidentId),
            ...otherPendingOutages(await alertStore.pending(), delivery.incident),
          ]
        : [];
    return { placed: text === undefined ? null : decodeMessageRef(text), taken: new Set(taken) };
  }
}

const otherIncidentTs = (messages: ReadonlyMap<string, string>, incidentId: string): readonly string[] =>
  [...messages].flatMap(([id, text]) =>
    id === incidentId ? [] : allRefs(decodeMessageRef(text)).map(({ ts }) => ts),
  );

/** The ids of the other outages that are still to be told of: their messages may be there already. */
const otherPendingOutages = (waiting: readonly OutboxRow[], incident: Incident): readonly string[] =>
  waiting.flatMap(({ text }) => {
    const other = decodeNotification(text);
    const isOther =
      other?.kind === 'incident' &&
      isOutage(other.incident) &&
      other.incident.id !== incident.id &&
      !isSameOutage(other.incident, incident);
    return isOther ? [other.id] : [];
  });

/**
 * For how long it could have been tried, in ms. Nobody does so in all that time where the store is older than it was: then
 * it may have been sent.
 */
function overdueMs({ detectedAt }: Notification, { attempts }: Claim, now: Date): number {
  const notBefore = attempts?.notBefore ?? null;
  return Math.min(
    msBetween(detectedAt, now),
    notBefore === null ? Infinity : msBetween(new Date(notBefore), now),
  );
}

/** Whether a message may be in Slack of which the store, which may have lost data, knows nothing. */
function mayHaveBeenSent(
  delivery: Notification,
  placed: IncidentMessageRef | null,
  inDoubtUntil: Date,
): boolean {
  // Another copy's clock may have told when it was detected.
  if (delivery.verifyBeforeSend || msBetween(delivery.detectedAt, inDoubtUntil) > -MAX_CLOCK_SKEW_MS)
    return true;
  return delivery.kind === 'incident' && placed === null && delivery.incident.revision > 1;
}
