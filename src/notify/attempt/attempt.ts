import type { Incident } from '../../alerting/incidents/incident';
import { isBlindness, isSameBlindness } from '../../alerting/observation/gap';
import { between, CLOCKS_DIFFER_MS } from '../../lib/time';
import type { Posted } from '../../slack/outbound/slackApi';
import type { Claim, StoredDelivery } from '../../storage/alertStore';
import { deliveryFromText, type PlacedMessage, placedFromText } from '../model/codec';
import { messagesOf } from '../model/messageRefs';
import type { Delivery } from '../model/notification';
import { incidentOf } from '../model/predicates';
import { LATE_MS } from '../rendering';
import type { Sender } from '../slackSender';
import { Course, type CourseDeps } from './deliver';
import { Lease, LeaseLost } from './lease';
import type { Ending } from './result';

const DEFAULT_LEASE_MS = 30_000;

/** One try to send one delivery. Throws StateUnavailableError; then the claim stays, and the next one looks first. */
export class Attempt {
  constructor(
    private readonly deps: CourseDeps,
    private readonly sender: Sender,
    private readonly toldBlindness: (delivery: Delivery) => Posted | null,
  ) {}

  /** What was detected before `inDoubtUntil`, or within a minute of it by another copy's clock, is looked up first. */
  async make(id: string, inDoubtUntil: Date): Promise<Ending> {
    const { ledger, owner, clock, settings } = this.deps;
    const lease = new Lease(ledger, clock, id, owner, settings.leaseMs ?? DEFAULT_LEASE_MS);
    const claim = await lease.take();
    const delivery = claim && deliveryFromText(claim.text);
    if (claim === null || delivery === null) return { kind: 'lost' };
    try {
      const { placed, taken } = await this.messagesFor(delivery);
      const isOld = wasDueFor(delivery, claim, clock.now()) > LATE_MS;
      return await new Course(
        this.deps,
        this.sender,
        lease,
        { ...claim, abandoned: claim.abandoned || isOld || mayBeThere(delivery, placed, inDoubtUntil) },
        delivery,
        placed,
        this.toldBlindness(delivery),
        taken,
      ).run();
    } catch (error) {
      if (error instanceof LeaseLost) return { kind: 'lost' };
      throw error;
    }
  }

  /** Where the message of the delivery's incident is, and which others', read after the claim: another copy may just have posted it. */
  private async messagesFor(
    delivery: Delivery,
  ): Promise<{ readonly placed: PlacedMessage | null; readonly taken: ReadonlySet<string> }> {
    const incidentId = incidentOf(delivery);
    if (incidentId === null) return { placed: null, taken: new Set() };
    const { ledger } = this.deps;
    const messages = await ledger.messages();
    const text = messages.get(incidentId);
    const taken =
      delivery.kind === 'incident' && isBlindness(delivery.incident)
        ? [...othersTs(messages, incidentId), ...othersWaiting(await ledger.waiting(), delivery.incident)]
        : [];
    return { placed: text === undefined ? null : placedFromText(text), taken: new Set(taken) };
  }
}

const othersTs = (messages: ReadonlyMap<string, string>, incidentId: string): readonly string[] =>
  [...messages].flatMap(([id, text]) =>
    id === incidentId ? [] : messagesOf(placedFromText(text)).map(({ ts }) => ts),
  );

/** The ids of the other blindnesses that are still to be told of: their messages may be there already. */
const othersWaiting = (waiting: readonly StoredDelivery[], incident: Incident): readonly string[] =>
  waiting.flatMap(({ text }) => {
    const other = deliveryFromText(text);
    const isOther =
      other?.kind === 'incident' &&
      isBlindness(other.incident) &&
      other.incident.id !== incident.id &&
      !isSameBlindness(other.incident, incident);
    return isOther ? [other.id] : [];
  });

/**
 * For how long it could have been tried, in ms. Nobody does so in all that time where the ledger is older than it was: then
 * it may have been sent.
 */
function wasDueFor({ detectedAt }: Delivery, { attempts }: Claim, now: Date): number {
  const notBefore = attempts?.notBefore ?? null;
  return Math.min(
    between(detectedAt, now),
    notBefore === null ? Infinity : between(new Date(notBefore), now),
  );
}

/** Whether a message may be in Slack of which the ledger, which may have lost data, knows nothing. */
function mayBeThere(delivery: Delivery, placed: PlacedMessage | null, inDoubtUntil: Date): boolean {
  // Another copy's clock may have told when it was detected.
  if (delivery.restored || between(delivery.detectedAt, inDoubtUntil) > -CLOCKS_DIFFER_MS) return true;
  return delivery.kind === 'incident' && placed === null && delivery.incident.revision > 1;
}
