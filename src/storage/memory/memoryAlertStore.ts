import type { Clock } from '../../lib/clock';
import type { MemoryStore } from '../../state/stores/memoryStore';
import {
  type AlertStore,
  type Changeset,
  type Claim,
  type Completion,
  type Generations,
  type OutboxRow,
  PARTS,
  type Part,
  type RetryState,
} from '../alertStore';
import { IN_FLIGHT_MS } from '../redis/alertScripts';

const AUDIT_LENGTH = 1000;
/** Whose claim keeps everybody off. */
const NO_OWNER = '';
/** Of whom it is not known who had it. */
const UNKNOWN = '?';
const NO_GENERATIONS: Generations = { deliveries: null, attempts: null, claims: null, messages: null };

/** The store in this process; fails when the store does. Leases end by `clock`. */
export class MemoryAlertStore implements AlertStore {
  private state: { readonly version: number; readonly known: string } | null = null;
  private readonly deliveries = new Map<string, string>();
  private readonly attempts = new Map<string, RetryState>();
  private readonly claims = new Map<string, { readonly owner: string; readonly untilMs: number }>();
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
    return this.deliveries.size === 0;
  }

  /** The same, from now on apart from this one: to go back to, as a Redis that comes back from its last snapshot. */
  copy(): MemoryAlertStore {
    const copy = new MemoryAlertStore(this.store, this.clock);
    copy.state = this.state;
    for (const [id, text] of this.deliveries) copy.deliveries.set(id, text);
    for (const [id, attempts] of this.attempts) copy.attempts.set(id, attempts);
    for (const [id, claim] of this.claims) copy.claims.set(id, claim);
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

  async load(): Promise<{ version: number; known: string } | null> {
    await this.store.ping();
    return this.state;
  }

  async version(): Promise<number> {
    await this.store.ping();
    return this.state?.version ?? 0;
  }

  async generations(): Promise<Generations | null> {
    await this.store.ping();
    const isKept = this.state !== null || PARTS.some((part) => this.generationOf[part] !== null);
    return isKept ? this.generationOf : null;
  }

  async commit(change: Changeset): Promise<boolean> {
    const { from, to = from + 1, known, generations, enqueue, cancel, audit, messages } = change;
    await this.store.ping();
    this.mend();
    if ((this.state?.version ?? 0) !== from || !this.isStill(generations?.read)) return false;
    this.state = { version: to, known };
    this.make(generations?.next);
    for (const { id, text } of enqueue) this.deliveries.set(id, text);
    for (const id of cancel) this.forget(id);
    this.auditEntries = [...audit].reverse().concat(this.auditEntries).slice(0, AUDIT_LENGTH);
    for (const { incidentId, text } of messages) this.keepMessage(incidentId, text);
    return true;
  }

  async pending(): Promise<readonly OutboxRow[]> {
    await this.store.ping();
    return [...this.deliveries].map(([id, text]) => ({ id, text, attempts: this.attempts.get(id) ?? null }));
  }

  async claim(
    id: string,
    owner: string,
    leaseMs: number,
    incidentId: string | null = null,
  ): Promise<Claim | null> {
    await this.store.ping();
    this.mend();
    const text = this.deliveries.get(id);
    const earlier = this.claims.get(id);
    if (text === undefined || (earlier && earlier.untilMs > this.nowMs() && earlier.owner !== owner))
      return null;
    this.claims.set(id, { owner, untilMs: this.nowMs() + leaseMs });
    const abandoned = earlier !== undefined && earlier.owner !== NO_OWNER;
    const messageRef = (incidentId === null ? null : this.messageTexts.get(incidentId)) ?? null;
    return { text, attempts: this.attempts.get(id) ?? null, previousLeaseExpired: abandoned, messageRef };
  }

  async release(id: string, owner: string, attempts: RetryState, heldForMs = 0): Promise<void> {
    await this.store.ping();
    this.mend();
    if (this.isHeldByAnother(id, owner)) return;
    const waits = this.deliveries.has(id) || this.generationOf.deliveries === null;
    if (waits) this.attempts.set(id, attempts);
    if (waits && heldForMs > 0) this.claims.set(id, { owner: NO_OWNER, untilMs: this.nowMs() + heldForMs });
    else this.claims.delete(id);
  }

  async complete(id: string, owner: string, { text, message, remaining = null }: Completion): Promise<void> {
    await this.store.ping();
    this.mend();
    if (this.isHeldByAnother(id, owner)) return;
    const isOurs = this.claims.get(id)?.owner === owner;
    if (message !== null && (isOurs || !this.messageTexts.has(message.incidentId)))
      this.keepMessage(message.incidentId, message.text);
    if (this.deliveries.get(id) === text) {
      if (remaining === null) this.deliveries.delete(id);
      else this.deliveries.set(id, remaining);
    }
    this.attempts.delete(id);
    this.claims.delete(id);
  }

  async messageRefs(): Promise<ReadonlyMap<string, string>> {
    await this.store.ping();
    return this.messageTexts;
  }

  async audit(count: number): Promise<readonly string[]> {
    await this.store.ping();
    return this.auditEntries.slice(0, count);
  }

  private forget(id: string): void {
    this.deliveries.delete(id);
    this.attempts.delete(id);
    if ((this.claims.get(id)?.untilMs ?? 0) <= this.nowMs()) this.claims.delete(id);
  }

  /** What was given out stays as it is: messages are asked for far more often than they change. */
  private keepMessage(incidentId: string, text: string | null): void {
    const texts = new Map(this.messageTexts);
    if (text === null) texts.delete(incidentId);
    else texts.set(incidentId, text);
    this.messageTexts = texts;
  }

  private isHeldByAnother(id: string, owner: string): boolean {
    const claim = this.claims.get(id);
    return claim !== undefined && claim.owner !== owner && claim.owner !== UNKNOWN;
  }

  private isStill(read: Generations | null = null): boolean {
    const { deliveries, messages } = this.generationOf;
    return read === null || (read.deliveries === deliveries && read.messages === messages);
  }

  /** As the scripts in Redis do: of what waits without its attempts or claims it is not known whether it is being sent. */
  private mend(): void {
    const { attempts, claims } = this.generationOf;
    if (attempts !== null && claims !== null) return;
    const untilMs = claims === null && this.state !== null ? this.nowMs() + IN_FLIGHT_MS : 0;
    for (const id of this.deliveries.keys())
      if (!this.claims.has(id)) this.claims.set(id, { owner: UNKNOWN, untilMs });
    this.made += 1;
    this.generationOf = {
      ...this.generationOf,
      attempts: attempts ?? `${this.made}`,
      claims: claims ?? `${this.made}`,
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
