import type { AlertStore, Generations, OutboxRow } from '../../storage/alertStore';
import type { Notification } from '../model/notification';

/** So many that are gone are remembered. */
const MOST = 1_000;

/** The store at one moment. */
export interface StoreSnapshot {
  readonly version: number;
  readonly deliveries: readonly Notification[];
  /** Where messages are. */
  readonly messages: ReadonlyMap<string, string>;
  readonly generations: Generations | null;
}

/** What the store has now. Throws StateUnavailableError. */
export async function storedIn(
  alertStore: AlertStore,
): Promise<Omit<StoreSnapshot, 'deliveries'> & { readonly stored: readonly OutboxRow[] }> {
  // In this order: what was settled between the two reads has its message in the second.
  const stored = await alertStore.pending();
  const [messages, version, generations] = await Promise.all([
    alertStore.messageRefs(),
    alertStore.version(),
    alertStore.generations(),
  ]);
  return { stored, messages, version, generations };
}

/**
 * Tells that the store has gone back in time: its version is an older one, or something waits again that was there and
 * was gone, in the same revision or an older one; or a part of it is gone, or was made anew. A Redis that falls back to older data (a snapshot, a replica that
 * lagged) need not be away for a moment.
 */
export class RollbackDetector {
  private waiting = new Map<string, number>();
  private messages: ReadonlyMap<string, string> = new Map();
  private version = 0;
  private generations: Generations | null = null;
  private readonly gone = new Map<string, number>();

  /** Takes note of the store as it is now: whether it has gone back in time, and whether something in it is new. */
  seen({ version, deliveries, messages, generations }: StoreSnapshot): {
    readonly isBack: boolean;
    readonly isNew: boolean;
  } {
    const now = new Map(deliveries.map((delivery) => [delivery.id, revisionOf(delivery)]));
    for (const [id, revision] of this.waiting) if (!now.has(id)) this.keep(id, revision);
    const back = [...now].filter(
      ([id, revision]) => revision <= (this.gone.get(id) ?? Number.NEGATIVE_INFINITY),
    );
    for (const [id] of back) this.gone.delete(id);
    const isOlder = version < this.version || this.isPartLost(generations);
    const isNew =
      version !== this.version ||
      [...now].some(([id, revision]) => this.waiting.get(id) !== revision) ||
      [...messages].some(([id, text]) => this.messages.get(id) !== text);
    this.messages = messages;
    this.waiting = now;
    this.version = version;
    this.generations = generations;
    return { isBack: isOlder || back.length > 0, isNew };
  }

  private isPartLost(now: Generations | null): boolean {
    const before = this.generations;
    return (['outbox', 'messages'] as const).some(
      (part) => before !== null && now !== null && before[part] !== null && before[part] !== now[part],
    );
  }

  private keep(id: string, revision: number): void {
    this.gone.delete(id);
    this.gone.set(id, revision);
    const [oldest] = this.gone.keys();
    if (this.gone.size > MOST && oldest !== undefined) this.gone.delete(oldest);
  }
}

/** What is no incident is sent once, and never changes. */
const revisionOf = (delivery: Notification): number =>
  delivery.kind === 'incident' ? delivery.incident.revision : 0;
