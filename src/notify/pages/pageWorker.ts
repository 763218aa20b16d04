import type { Clock, Sleep } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import type { Posted } from '../../slack/outbound/slackApi';
import type { Claim } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification } from '../model/codec';
import type { PageNotification } from '../model/notification';
import { PollLoop } from '../pollLoop';
import type { SendPage } from './page';
import { isGivenUp, nextPageRetry } from './pageLimits';
import { PageSchedule, type PageSource, pagesIn, type WaitingPage } from './pageQueue';

/** What became of a page, once and for all. */
export type PageOutcome = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly code: string };

export interface PageWorkerDeps {
  readonly sources: readonly PageSource[];
  /** Which pages this worker sends; of those with the same lane one is sent at a time, of others none waits for it. Null: not its own. */
  readonly laneOf: (page: PageNotification) => string | null;
  readonly send: SendPage;
  /** Stores what became of a page, which then waits no more. Throws StateUnavailableError. */
  readonly onOutcome: (page: PageNotification, outcome: PageOutcome) => Promise<void>;
  /** True of a page that nobody needs any more, as far as this instance knows: the outbox may be older than that. */
  readonly isObsolete?: (page: PageNotification) => boolean;
  /** Where a message can be opened; null where that is not known. */
  readonly urlOf?: (message: Posted) => string | null;
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly log: Logger;
  readonly instanceId: string;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The outboxes are read again at least this often, in ms. Default: 1 s. */
  readonly intervalMs?: number;
}

/** Longer than a page takes to be sent, and stored, in ms. */
const LEASE_MS = 30_000;
const CONFLICT_DELAY_MS = 1_000;
const UNAVAILABLE_DELAY_MS = 5_000;
const UNEXPECTED_ERROR_DELAY_MS = 30_000;
/** So many ids of what was sent are remembered, in case the store takes up what is sent already. */
const SENT_KEPT = 200;

/**
 * Sends pages, each at least once, beside the dispatcher: what is slow or dead there holds up nothing here, nor the other way
 * round.
 */
export class PageWorker {
  private readonly loop: PollLoop;
  private readonly schedule: PageSchedule;
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly sent = new Set<string>();
  private stopping = false;
  private waiting: readonly WaitingPage[] = [];

  constructor(private readonly deps: PageWorkerDeps) {
    this.schedule = new PageSchedule(deps.clock);
    this.loop = new PollLoop(() => this.startDue(), deps.sleep);
  }

  start(): void {
    this.loop.start();
  }

  /** Looks at once: something was committed. */
  wake(): void {
    this.loop.wake();
  }

  /** Lets the requests under way end, within `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    await this.loop.stop(limitMs);
    await Promise.all(this.lanes.values());
  }

  /** How many wait, as of the last look. */
  get pending(): number {
    return this.waiting.length;
  }

  /** Sends all that may be sent now; resolves to how long until the next may, in ms. Never rejects. */
  async dispatchDue(): Promise<number> {
    for (;;) {
      const waitMs = await this.startDue();
      if (this.lanes.size === 0) return waitMs;
      await Promise.all(this.lanes.values());
    }
  }

  /** Starts what is due in each lane that is free; resolves to the time until the next look, in ms. */
  private async startDue(): Promise<number> {
    const { intervalMs = 1_000, clock, laneOf } = this.deps;
    if (this.stopping) return intervalMs;
    this.waiting = await this.read();
    const nowMs = clock.monotonicMs();
    let nextMs = nowMs + intervalMs;
    for (const each of this.waiting) {
      const lane = laneOf(each.page);
      if (lane === null || this.lanes.has(lane)) continue;
      const readyAt = this.schedule.readyAt(each);
      if (readyAt > nowMs) nextMs = Math.min(nextMs, readyAt);
      else this.startIn(lane, each);
    }
    return nextMs - nowMs;
  }

  private startIn(lane: string, waiting: WaitingPage): void {
    const done = this.deliver(waiting).finally(() => {
      this.lanes.delete(lane);
      this.loop.wake();
    });
    this.lanes.set(lane, done);
  }

  private async read(): Promise<readonly WaitingPage[]> {
    const { sources, laneOf, log } = this.deps;
    const all: WaitingPage[] = [];
    for (const source of sources)
      try {
        all.push(...pagesIn(await source.outbox.pending(), source));
      } catch (error) {
        if (!(error instanceof StateUnavailableError)) log.error({ err: error }, 'unexpected page error');
      }
    const own = all.filter(({ page }) => laneOf(page) !== null);
    this.schedule.prune(new Set(own.map(({ page }) => page.id)));
    return own;
  }

  /** Never rejects. */
  private async deliver({ source, page: queued }: WaitingPage): Promise<void> {
    const { clock, log, instanceId } = this.deps;
    const { id, incident } = queued;
    try {
      const askedAtMs = clock.monotonicMs();
      const claim = await source.outbox.claim(id, instanceId, LEASE_MS, incident.id);
      const page = claim && decodeNotification(claim.text);
      // An answer that took so long may come after the lease.
      const isLate = clock.monotonicMs() - askedAtMs > LEASE_MS / 2;
      if (page?.kind !== 'page' || claim === null || isLate) this.schedule.delay(id, CONFLICT_DELAY_MS);
      else await this.attempt(source, page, claim);
    } catch (error) {
      const isUnavailable = error instanceof StateUnavailableError;
      this.schedule.delay(id, isUnavailable ? UNAVAILABLE_DELAY_MS : UNEXPECTED_ERROR_DELAY_MS);
      if (!isUnavailable) log.error({ err: error, notification: id }, 'unexpected page error');
    }
  }

  private async attempt(source: PageSource, page: PageNotification, claim: Claim): Promise<void> {
    const { clock, send, isObsolete, random, log, instanceId } = this.deps;
    const { id } = page;
    if (this.sent.has(id)) return this.finish(source, page, claim, { kind: 'sent' });
    if (isObsolete?.(page)) return this.complete(source, id, claim);
    const now = clock.now();
    const attempts = claim.attempts?.count ?? 0;
    const result = await send(page, { now, alertUrl: this.alertUrl(claim), attempts });
    if (result.kind === 'sent') {
      this.remember(id);
      return this.finish(source, page, claim, { kind: 'sent' });
    }
    if (result.kind === 'refused')
      return this.finish(source, page, claim, { kind: 'failed', code: result.code });
    const retry = nextPageRetry(claim.attempts, result, clock.now(), random);
    if (isGivenUp(page, retry, clock.now())) {
      log.error({ notification: id, attempts: retry.count, reason: result.detail }, 'page given up');
      return this.finish(source, page, claim, { kind: 'failed', code: result.detail });
    }
    await source.outbox.release(id, instanceId, retry);
  }

  /** What became of it is stored first, and in the same step it stops waiting; then its claim ends. */
  private async finish(
    source: PageSource,
    page: PageNotification,
    claim: Claim,
    outcome: PageOutcome,
  ): Promise<void> {
    await this.deps.onOutcome(page, outcome);
    await this.complete(source, page.id, claim);
  }

  private complete({ outbox }: PageSource, id: string, { text }: Claim): Promise<void> {
    return outbox.complete(id, this.deps.instanceId, { text, message: null });
  }

  private alertUrl({ messageRef }: Claim): string | null {
    const message = messageRef === null ? null : decodeMessageRef(messageRef);
    return message === null ? null : (this.deps.urlOf?.(message) ?? null);
  }

  private remember(id: string): void {
    this.sent.add(id);
    const [oldest] = this.sent;
    if (this.sent.size > SENT_KEPT && oldest !== undefined) this.sent.delete(oldest);
  }
}
