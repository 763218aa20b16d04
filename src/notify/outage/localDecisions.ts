import type { Clock } from '../../lib/clock';
import type { Posted } from '../../slack/outbound/slackApi';
import type {
  Claim,
  Completion,
  MessageRefRow,
  Outbox,
  OutboxRow,
  RetryState,
} from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification, encodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { incidentIdOf, outdatedMessages } from '../model/predicates';
import { byPriority } from '../queue/priority';
import { isNewer, mergedText, type Put } from '../recovery/snapshots';

interface Row {
  text: string;
  attempts: RetryState | null;
  isClaimed: boolean;
  /** Not to be sent before, in ms by the monotonic clock. */
  readonly heldUntilMs: number;
}

/** So much waits at most, the most urgent; and of so much that was sent it is known. */
const MOST = 1_000;

/**
 * What follows from decisions that the store did not take: this instance alone sends it from here, until the store has
 * it. What was sent stays known, so that it is not sent from the store again.
 */
export class LocalDecisions implements Outbox {
  private rows = new Map<string, Row>();
  private current: ReadonlyMap<string, string> = new Map();
  private readonly sent = new Map<string, Posted | null>();
  private readonly inFlightUntilMs = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly most = MOST,
  ) {}

  /** From now on this waits, and these are the messages. What is new waits for `holdMs`: another instance may send it. */
  hold(waiting: readonly Put[], messages: readonly MessageRefRow[], holdMs: number): void {
    const refs = new Map(
      messages.flatMap(({ incidentId, text }) => (text === null ? [] : [[incidentId, text]])),
    );
    for (const [incidentId, text] of this.current)
      if (isNewer({ incidentId, text }, refs)) refs.set(incidentId, mergedText({ incidentId, text }, refs));
    this.current = refs;
    const heldUntilMs = this.clock.monotonicMs() + holdMs;
    const rows = mostUrgent(waiting, refs, this.most).flatMap(({ id, text }) => {
      if (this.isDone(id, text)) return [];
      const before = this.rows.get(id);
      if (before === undefined)
        return [[id, { text, attempts: null, isClaimed: false, heldUntilMs }] as const];
      // It is only marked anew to be looked up, which is always done from here.
      return [[id, isSameText(before.text, text) ? before : { ...before, text }] as const];
    });
    this.rows = new Map(rows);
  }

  /** The store has all of it: nothing is sent from here any more. */
  handOver(): void {
    this.rows = new Map();
    this.current = new Map();
  }

  /** Where messages are, by incident id. */
  get refs(): ReadonlyMap<string, string> {
    return this.current;
  }

  has(id: string): boolean {
    return this.rows.has(id);
  }

  /** Until when Slack may still carry out a post of it that it did not answer, in ms by the monotonic clock. */
  inFlightUntil(id: string): number {
    return this.inFlightUntilMs.get(id) ?? Number.NEGATIVE_INFINITY;
  }

  /** Where it was sent from here; null for nowhere. */
  messageOf(id: string): Posted | null {
    return this.sent.get(id) ?? null;
  }

  /** What is left to another instance is not among it yet. */
  async pending(): Promise<readonly OutboxRow[]> {
    const nowMs = this.clock.monotonicMs();
    return [...this.rows].flatMap(([id, { text, attempts, heldUntilMs }]) =>
      heldUntilMs > nowMs ? [] : [{ id, text, attempts }],
    );
  }

  async claim(
    id: string,
    _owner: string,
    _leaseMs: number,
    incidentId?: string | null,
  ): Promise<Claim | null> {
    const row = this.rows.get(id);
    if (row === undefined) return null;
    const previousLeaseExpired = row.isClaimed;
    row.isClaimed = true;
    const messageRef = (incidentId ? this.current.get(incidentId) : null) ?? null;
    return { text: row.text, attempts: row.attempts, previousLeaseExpired, messageRef };
  }

  async release(id: string, _owner: string, attempts: RetryState, heldForMs = 0): Promise<void> {
    if (heldForMs > 0) this.inFlightUntilMs.set(id, this.clock.monotonicMs() + heldForMs);
    if (attempts.posted !== undefined) this.remember(id, attempts.posted);
    const row = this.rows.get(id);
    if (row === undefined) return;
    row.attempts = attempts;
    row.isClaimed = false;
  }

  async complete(
    id: string,
    _owner: string,
    { text, message, posted, remaining = null }: Completion,
  ): Promise<void> {
    this.remember(id, posted ?? null);
    if (message !== null) this.current = new Map(this.current).set(message.incidentId, message.text);
    const row = this.rows.get(id);
    if (row === undefined) return;
    if (row.text === text && remaining === null) this.rows.delete(id);
    else
      this.rows.set(id, {
        ...row,
        text: row.text === text ? (remaining ?? text) : row.text,
        attempts: null,
        isClaimed: false,
      });
  }

  /** It was sent from the store, as the store took it at times. */
  sentFromStore(id: string, { text, message }: Completion): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    if (message !== null) this.current = new Map(this.current).set(message.incidentId, message.text);
    if (text !== null && isSameText(row.text, text)) this.rows.delete(id);
  }

  async messageRefs(): Promise<ReadonlyMap<string, string>> {
    return this.current;
  }

  /** Whether Slack has it: a note or an event once it was sent, an incident as far as its message shows it. */
  private isDone(id: string, text: string): boolean {
    const notification = decodeNotification(text);
    if (notification?.kind !== 'incident')
      return this.sent.has(id) && this.rows.get(id)?.attempts?.posted === undefined;
    const stored = this.current.get(notification.incident.id);
    const ref = stored === undefined ? null : decodeMessageRef(stored);
    const { incident } = notification;
    return ref !== null && ref.revision >= incident.revision && outdatedMessages(incident, ref).length === 0;
  }

  private remember(id: string, posted: Posted | null): void {
    this.sent.delete(id);
    this.sent.set(id, posted);
    for (const map of [this.sent, this.inFlightUntilMs]) {
      const [oldest] = map.keys();
      if (map.size > this.most && oldest !== undefined) map.delete(oldest);
    }
  }
}

const unmarked = (text: string): string => {
  const notification = decodeNotification(text);
  if (notification === null) return text;
  const { verifyBeforeSend: _, ...rest } = notification;
  return encodeNotification(rest as Notification);
};

const isSameText = (one: string, other: string): boolean =>
  one === other || unmarked(one) === unmarked(other);

function mostUrgent(
  waiting: readonly Put[],
  refs: ReadonlyMap<string, string>,
  most: number,
): readonly Put[] {
  if (waiting.length <= most) return waiting;
  const read = waiting.flatMap((put) => {
    const notification = decodeNotification(put.text);
    return notification === null
      ? []
      : [{ put, notification, isPosted: refs.has(incidentIdOf(notification) ?? '') }];
  });
  return read
    .sort(byPriority)
    .slice(0, most)
    .map(({ put }) => put);
}
