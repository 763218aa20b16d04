import type { Clock } from '../../lib/clock';
import { addMs, msBetween } from '../../lib/time';
import type { Outbox, OutboxRow } from '../../storage/alertStore';
import { decodeNotification } from '../model/codec';
import type { PageNotification } from '../model/notification';
import { MAX_PAGE_WAIT_MS } from './pageLimits';

/** What pages are sent from. */
export interface PageSource {
  readonly outbox: Outbox;
  /** True of the outbox that this instance alone sends from. */
  readonly isLocal: boolean;
}

export interface WaitingPage {
  readonly source: PageSource;
  readonly page: PageNotification;
  readonly attempts: OutboxRow['attempts'];
}

/**
 * What ends a page goes out so long after it was decided, in ms: another instance's request that pages may be under way, and
 * would ring after its end.
 */
export const END_DELAY_MS = 10_000;

/** Pages of these rows, those that were decided first before the others. */
export const pagesIn = (rows: readonly OutboxRow[], source: PageSource): readonly WaitingPage[] =>
  rows
    .flatMap(({ text, attempts }): WaitingPage[] => {
      const page = decodeNotification(text);
      return page?.kind === 'page' ? [{ source, page, attempts }] : [];
    })
    .sort((a, b) => msBetween(b.page.detectedAt, a.page.detectedAt) || (a.page.id < b.page.id ? -1 : 1));

interface SeenPage {
  readonly firstMs: number;
  /** The retry that the outbox asks for, and when this instance saw that first. */
  readonly notBefore: string | null;
  readonly askedMs: number;
}

/** When this instance may attempt pages. In ms by the monotonic clock. */
export class PageSchedule {
  private readonly seen = new Map<string, SeenPage>();
  private readonly delayed = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  delay(id: string, ms: number): void {
    this.delayed.set(id, this.clock.monotonicMs() + ms);
  }

  /**
   * From when on a page may be attempted; in the past for at once. The times are by another instance's clock, or ours was set
   * back: each counts for no longer than its wait can be.
   */
  readyAt({ page, attempts }: WaitingPage): number {
    const { firstMs, askedMs, notBefore } = this.see(page.id, attempts?.notBefore ?? null);
    const until = (at: Date, sinceMs: number, atMostMs: number): number =>
      Math.min(this.clock.monotonicMs() + msBetween(this.clock.now(), at), sinceMs + atMostMs);
    return Math.max(
      this.delayed.get(page.id) ?? Number.NEGATIVE_INFINITY,
      notBefore === null ? firstMs : until(new Date(notBefore), askedMs, MAX_PAGE_WAIT_MS),
      page.event === 'trigger' ? firstMs : until(addMs(page.detectedAt, END_DELAY_MS), firstMs, END_DELAY_MS),
    );
  }

  /** Forgets others than these. */
  prune(ids: ReadonlySet<string>): void {
    for (const map of [this.seen, this.delayed])
      for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
  }

  private see(id: string, notBefore: string | null): SeenPage {
    const nowMs = this.clock.monotonicMs();
    const before = this.seen.get(id);
    if (before?.notBefore === notBefore) return before;
    const now = { firstMs: before?.firstMs ?? nowMs, notBefore, askedMs: nowMs };
    this.seen.set(id, now);
    return now;
  }
}
