import type { Incident } from '../../alerting/incidents/incident';
import { isSameOutage } from '../../alerting/observation/gap';
import type { Clock } from '../../lib/clock';
import type { Posted } from '../../slack/outbound/slackApi';
import type { Claim, Completion, Outbox, OutboxRow, RetryState } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification, encodeMessageRef, encodeNotification } from '../model/codec';
import type { IncidentNotification } from '../model/notification';

interface Row {
  incident: Incident;
  text: string;
  attempts: RetryState | null;
  isClaimed: boolean;
  /** True of one that ended, or that the store has, before it was sent. */
  isCancelled: boolean;
  /** Until when Slack may still carry out what it did not answer, in ms by the monotonic clock. */
  inFlightUntilMs: number;
}

/** So many earlier outages are kept, so that the next does not take one of their messages for its own. */
const SENT_KEPT = 10;

/** What is sent while there is no store to keep it in: the outage, from memory, by this instance alone. */
export class LocalOutbox implements Outbox {
  private readonly rows = new Map<string, Row>();
  private sent: readonly { readonly incident: Incident; readonly posted: Posted }[] = [];

  constructor(private readonly clock: Clock) {}

  /** From now on this outage is to be sent, if it was not already as it is now; an earlier one no more. */
  enqueue(notification: IncidentNotification): void {
    const { id, incident } = notification;
    if (this.sent.some((each) => each.incident.id === id && each.incident.revision >= incident.revision))
      return;
    for (const [other, row] of this.rows) if (other !== id) this.drop(other, row);
    const text = encodeNotification(notification);
    const row = this.rows.get(id);
    if (row === undefined)
      this.rows.set(id, {
        incident,
        text,
        attempts: null,
        isClaimed: false,
        isCancelled: false,
        inFlightUntilMs: Number.NEGATIVE_INFINITY,
      });
    else if (row.incident.revision < incident.revision)
      this.rows.set(id, { ...row, incident, text, isCancelled: false });
    else row.isCancelled = false;
  }

  /** The outage has ended, and is sent from the store if it was not yet. */
  cancelUnsent(): void {
    for (const row of this.rows.values()) row.isCancelled ||= row.attempts?.posted === undefined;
  }

  /**
   * The store has this outage, and it is sent from there if it was not yet. Until when our own post of it may still be
   * carried out, in ms by the monotonic clock; -Infinity for not at all.
   */
  handOver(incident: Incident): number {
    const row = [...this.rows.values()].find((each) => isSameOutage(each.incident, incident));
    if (row === undefined || row.attempts?.posted !== undefined) return Number.NEGATIVE_INFINITY;
    row.isCancelled = true;
    return row.inFlightUntilMs;
  }

  /** Where this outage was posted from here; null for nowhere. */
  messageOf(incident: Incident): Posted | null {
    return this.sent.findLast((each) => isSameOutage(each.incident, incident))?.posted ?? null;
  }

  /** Whether Slack may still carry out a post that it did not answer. */
  isInFlight(): boolean {
    const nowMs = this.clock.monotonicMs();
    return [...this.rows.values()].some(({ inFlightUntilMs }) => inFlightUntilMs > nowMs);
  }

  async pending(): Promise<readonly OutboxRow[]> {
    return [...this.rows].flatMap(([id, { text, attempts, isCancelled }]) =>
      isCancelled ? [] : [{ id, text, attempts }],
    );
  }

  async claim(id: string): Promise<Claim | null> {
    const row = this.rows.get(id);
    if (row === undefined) return null;
    const previousLeaseExpired = row.isClaimed;
    row.isClaimed = true;
    const posted = this.sent.findLast(({ incident }) => incident.id === id)?.posted;
    const messageRef = posted === undefined ? null : refText(posted);
    return { text: row.text, attempts: row.attempts, previousLeaseExpired, messageRef };
  }

  async release(id: string, _instanceId: string, attempts: RetryState, heldForMs = 0): Promise<void> {
    const row = this.rows.get(id);
    if (row === undefined) return;
    row.attempts = attempts;
    row.isClaimed = false;
    if (heldForMs > 0) row.inFlightUntilMs = this.clock.monotonicMs() + heldForMs;
    // It was posted while it was cancelled: its duplicates still have to be resolved.
    if (attempts.posted !== undefined) row.isCancelled = false;
  }

  async complete(id: string, _instanceId: string, { text, message }: Completion): Promise<void> {
    const row = this.rows.get(id);
    const notification = text === null ? null : decodeNotification(text);
    // A newer revision that came meanwhile stays.
    const sent = notification?.kind === 'incident' ? notification.incident : row?.incident;
    if (row !== undefined && sent !== undefined && row.incident.revision > sent.revision)
      this.rows.set(id, { ...row, attempts: null, isClaimed: false });
    else this.rows.delete(id);
    const ref = message && decodeMessageRef(message.text);
    if (sent !== undefined && ref !== null) this.keep(sent, { channel: ref.channel, ts: ref.ts });
  }

  async messageRefs(): Promise<ReadonlyMap<string, string>> {
    return new Map(this.sent.map(({ incident, posted }) => [incident.id, refText(posted)]));
  }

  private drop(id: string, row: Row): void {
    if (row.attempts?.posted !== undefined) this.keep(row.incident, row.attempts.posted);
    if (row.inFlightUntilMs <= this.clock.monotonicMs()) this.rows.delete(id);
    else row.isCancelled = true;
  }

  private keep(incident: Incident, posted: Posted): void {
    const others = this.sent.filter((each) => each.incident.id !== incident.id);
    this.sent = [...others, { incident, posted }].slice(-SENT_KEPT);
  }
}

const refText = (posted: Posted): string =>
  encodeMessageRef({ ...posted, revision: 1, coveredUntil: null, staleMessages: [] });
