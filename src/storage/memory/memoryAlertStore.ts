import type { Clock } from '../../lib/clock';
import type { MemoryStore } from '../../state/stores/memoryStore';
import {
  type AlertStore,
  type Changeset,
  type Claim,
  type Completion,
  type Generations,
  LINEAGE,
  type OutboxRow,
  PARTS,
  type Part,
  type RetryState,
  type StateRecords,
  type StoredRecords,
} from '../alertStore';
import { IN_FLIGHT_MS, LONGEST_CLAIM_MS } from '../redis/alertScripts';

const AUDIT_LENGTH = 1000;
/** Whose claim keeps everybody off. */
const NO_OWNER = '';
/** Of whom it is not known who had it. */
const UNKNOWN = '?';
const NO_GENERATIONS: Generations = { outbox: null, retries: null, leases: null, messages: null };

/** The store in this process; fails when the store does. Leases end by `clock`. */
export class MemoryAlertStore implements AlertStore {
  private currentVersion = 0;
  private records = new Map<string, string>();
  /** At which version each part was changed last, also one that is gone. */
  private changedAt = new Map<string, number>();
  private readonly outbox = new Map<string, string>();
  private readonly retries = new Map<string, RetryState>();
  private readonly leases = new Map<string, { readonly owner: string; readonly untilMs: number }>();
  private messageTexts: ReadonlyMap<string, string> = new Map();
  private auditEntries: readonly string[] = [];
  private generationOf: Generations = NO_GENERATIONS;
  private made = 0;

  constructor(
    private readonly store: MemoryStore,
    private readonly clock: Clock,
  ) {}

  /** Whether nothing waits to be sent. */
  get isEmpty(): boolean {
    return this.outbox.size === 0;
  }

  /** The same, from now on apart from this one: to go back to, as a Redis that comes back from its last snapshot. */
  copy(): MemoryAlertStore {
    const copy = new MemoryAlertStore(this.store, this.clock);
    copy.currentVersion = this.currentVersion;
    copy.records = new Map(this.records);
    copy.changedAt = new Map(this.changedAt);
    for (const [id, text] of this.outbox) copy.outbox.set(id, text);
    for (const [id, attempts] of this.retries) copy.retries.set(id, attempts);
    for (const [id, claim] of this.leases) copy.leases.set(id, claim);
    copy.messageTexts = this.messageTexts;
    copy.auditEntries = this.auditEntries;
    copy.generationOf = this.generationOf;
    copy.made = this.made;
    return copy;
  }

  /** From now on this part is gone, as when Redis evicts its key. */
  lose(part: Part): void {
    if (part === 'messages') this.messageTexts = new Map();
    else this[part].clear();
    this.generationOf = { ...this.generationOf, [part]: null };
  }

  async load(since = 0): Promise<StoredRecords | null> {
    await this.store.ping();
    const version = this.currentVersion;
    if (version === 0) return null;
    const isComplete = since === 0 || since > version;
    const changed = [...this.changedAt].filter(([name, at]) => at > since || name === LINEAGE);
    const records: StateRecords = isComplete
      ? new Map(this.records)
      : new Map(changed.map(([name]) => [name, this.records.get(name) ?? null]));
    return { version, records, isComplete };
  }

  async version(): Promise<number> {
    await this.store.ping();
    return this.currentVersion;
  }

  async generations(): Promise<Generations | null> {
    await this.store.ping();
    const isKept = this.currentVersion > 0 || PARTS.some((part) => this.generationOf[part] !== null);
    return isKept ? this.generationOf : null;
  }

  async commit(change: Changeset): Promise<boolean> {
    const { from, to = from + 1, records, generations, enqueue, cancel, audit, messages } = change;
    await this.store.ping();
    this.mend();
    if (this.currentVersion !== from || !this.isStill(generations?.read)) return false;
    this.currentVersion = to;
    for (const [name, text] of records) this.setPart(name, text);
    this.make(generations?.next);
    for (const { id, text } of enqueue) this.outbox.set(id, text);
    for (const id of cancel) this.forget(id);
    this.auditEntries = [...audit].reverse().concat(this.auditEntries).slice(0, AUDIT_LENGTH);
    for (const { incidentId, text } of messages) this.keepMessage(incidentId, text);
    return true;
  }

  async pending(): Promise<readonly OutboxRow[]> {
    await this.store.ping();
    return [...this.outbox].map(([id, text]) => ({ id, text, attempts: this.retries.get(id) ?? null }));
  }

  async claim(
    id: string,
    owner: string,
    leaseMs: number,
    incidentId: string | null = null,
  ): Promise<Claim | null> {
    await this.store.ping();
    this.mend();
    const text = this.outbox.get(id);
    const earlier = this.leases.get(id);
    if (text === undefined) return null;
    if (earlier && earlier.untilMs > this.nowMs() && earlier.owner !== owner) {
      const latestMs = this.nowMs() + Math.max(LONGEST_CLAIM_MS, leaseMs);
      if (earlier.untilMs > latestMs) this.leases.set(id, { ...earlier, untilMs: latestMs });
      return null;
    }
    this.leases.set(id, { owner, untilMs: this.nowMs() + leaseMs });
    const abandoned = earlier !== undefined && earlier.owner !== NO_OWNER;
    const messageRef = (incidentId === null ? null : this.messageTexts.get(incidentId)) ?? null;
    return { text, attempts: this.retries.get(id) ?? null, previousLeaseExpired: abandoned, messageRef };
  }

  async release(id: string, owner: string, attempts: RetryState, heldForMs = 0): Promise<void> {
    await this.store.ping();
    this.mend();
    if (this.isHeldByAnother(id, owner)) return;
    const waits = this.outbox.has(id) || this.generationOf.outbox === null;
    if (waits) this.retries.set(id, attempts);
    if (waits && heldForMs > 0) this.leases.set(id, { owner: NO_OWNER, untilMs: this.nowMs() + heldForMs });
    else this.leases.delete(id);
  }

  async complete(id: string, owner: string, { text, message, remaining = null }: Completion): Promise<void> {
    await this.store.ping();
    this.mend();
    if (this.isHeldByAnother(id, owner)) return;
    const isOurs = this.leases.get(id)?.owner === owner;
    if (message !== null && (isOurs || !this.messageTexts.has(message.incidentId)))
      this.keepMessage(message.incidentId, message.text);
    if (this.outbox.get(id) === text) {
      if (remaining === null) this.outbox.delete(id);
      else this.outbox.set(id, remaining);
    }
    this.retries.delete(id);
    this.leases.delete(id);
  }

  async messageRefs(): Promise<ReadonlyMap<string, string>> {
    await this.store.ping();
    return this.messageTexts;
  }

  async audit(count: number): Promise<readonly string[]> {
    await this.store.ping();
    return this.auditEntries.slice(0, count);
  }

  private setPart(name: string, text: string | null): void {
    this.changedAt.set(name, this.currentVersion);
    if (text === null) this.records.delete(name);
    else this.records.set(name, text);
  }

  private forget(id: string): void {
    this.outbox.delete(id);
    this.retries.delete(id);
    if ((this.leases.get(id)?.untilMs ?? 0) <= this.nowMs()) this.leases.delete(id);
  }

  /** What was given out stays as it is: messages are asked for far more often than they change. */
  private keepMessage(incidentId: string, text: string | null): void {
    const texts = new Map(this.messageTexts);
    if (text === null) texts.delete(incidentId);
    else texts.set(incidentId, text);
    this.messageTexts = texts;
  }

  private isHeldByAnother(id: string, owner: string): boolean {
    const claim = this.leases.get(id);
    return claim !== undefined && claim.owner !== owner && claim.owner !== UNKNOWN;
  }

  private isStill(read: Generations | null = null): boolean {
    const { outbox, messages } = this.generationOf;
    return read === null || (read.outbox === outbox && read.messages === messages);
  }

  /** As the scripts in Redis do: of what waits without its attempts or claims it is not known whether it is being sent. */
  private mend(): void {
    const { retries, leases } = this.generationOf;
    if (retries !== null && leases !== null) return;
    const untilMs = leases === null && this.currentVersion > 0 ? this.nowMs() + IN_FLIGHT_MS : 0;
    for (const id of this.outbox.keys())
      if (!this.leases.has(id)) this.leases.set(id, { owner: UNKNOWN, untilMs });
    this.made += 1;
    this.generationOf = {
      ...this.generationOf,
      retries: retries ?? `${this.made}`,
      leases: leases ?? `${this.made}`,
    };
  }

  private make(next = 'first'): void {
    const missing = PARTS.filter((part) => this.generationOf[part] === null);
    this.generationOf = {
      ...this.generationOf,
      ...Object.fromEntries(missing.map((part) => [part, next])),
    };
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}
