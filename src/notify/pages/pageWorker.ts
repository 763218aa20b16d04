import type { PageVia } from '../../alerting/escalation/pageVia';
import { backoffMs } from '../../lib/backoff';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import type { Posted } from '../../slack/outbound/slackApi';
import type { Claim, Outbox } from '../../storage/alertStore';
import type { PagingDeps } from '../dispatcherOptions';
import { decodeMessageRef, decodeNotification } from '../model/codec';
import type { PageNotification } from '../model/notification';
import type { QueuedNotification } from '../queue/queue';
import { SlackRateLimiter } from '../routing/rateLimiter';
import type { PageResult, SendPage } from './page';
import { endDelayMs, isGivenUp, LONGEST_PAGE_WAIT_MS } from './pageLimits';

export interface PageWorkerDeps extends PagingDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly instanceId: string;
  readonly random: () => number;
  readonly directMessage: SendPage;
  /** The address of a message in Slack; null where that is not known. */
  readonly messageUrl?: (message: Posted) => Promise<string | null>;
}

/** Somebody, or a webhook, that could not be paged. */
export interface PageFault {
  readonly via: PageVia;
  readonly code: string;
  readonly since: Date;
  readonly lastAt: Date;
}

/** Other instances leave a page alone for so long while this one sends it, in ms. */
const LEASE_MS = 30_000;
const RETRY = { firstMs: 2_000, maxMs: 20_000 } as const;
/** Another instance has it, or the store does not take that it failed, in ms. */
const LATER_MS = 2_000;
const FAULT_KEPT_MS = 86_400_000;
/** So many that were sent are remembered, so that none is sent twice though the store does not know it. */
const SENT_KEPT = 500;

/**
 * Sends pages, each by itself: a person or a webhook that is slow to answer keeps nothing else. A page is sent at least once:
 * nothing is looked up.
 */
export class PageWorker {
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly notBeforeMs = new Map<string, number>();
  /** Slack takes one message a second for a person; webhooks are spared as much. */
  private readonly pace: SlackRateLimiter;
  private readonly sent = new Set<string>();
  private readonly faults = new Map<string, PageFault>();
  private stopped = false;

  constructor(private readonly deps: PageWorkerDeps) {
    this.pace = new SlackRateLimiter(deps.clock);
  }

  /** Begins to send those of these that are due. */
  offer(queued: readonly QueuedNotification[], outbox: Outbox): void {
    if (this.stopped) return;
    const ids = new Set(queued.map(({ notification }) => notification.id));
    for (const id of this.notBeforeMs.keys())
      if (!ids.has(id) && this.waitMs(id) <= 0) this.notBeforeMs.delete(id);
    for (const { notification, attempts } of queued) {
      if (notification.kind !== 'page' || this.inFlight.has(notification.id)) continue;
      if (!(this.deps.isOurs?.(notification) ?? true)) continue;
      const storedMs = Date.parse(attempts?.notBefore ?? '') - this.deps.clock.now().getTime() || 0;
      // No wait of our own is longer: it is by another clock.
      const isStoredDue = storedMs <= 0 || storedMs > LONGEST_PAGE_WAIT_MS;
      this.delayEnd(notification);
      if (!isStoredDue || this.waitMs(notification.id) > 0) continue;
      const to = keyOf(notification.via);
      const pacedMs = this.pace.waitMs('post', to);
      if (pacedMs > 0) {
        this.delay(notification.id, pacedMs);
        continue;
      }
      this.pace.consume('post', to);
      const work = this.deliver(notification.id, notification.incident.id, outbox)
        .catch((error: unknown) => this.failedUnexpectedly(notification.id, error))
        .finally(() => this.inFlight.delete(notification.id));
      this.inFlight.set(notification.id, work);
    }
  }

  /** Resolves when nothing is in flight. */
  async settled(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight.values());
  }

  /** How long until the next one that waits may be tried, in ms. */
  nextInMs(): number {
    return Math.min(Infinity, ...[...this.notBeforeMs.keys()].map((id) => Math.max(0, this.waitMs(id))));
  }

  /** Begins nothing any more. */
  stop(): void {
    this.stopped = true;
  }

  /** Whom the last attempt could not reach, within a day. */
  health(): readonly PageFault[] {
    const since = this.deps.clock.now().getTime() - FAULT_KEPT_MS;
    return [...this.faults.values()].filter(({ lastAt }) => lastAt.getTime() > since);
  }

  /** From when it is first seen. */
  private delayEnd(page: PageNotification): void {
    const waitMs = endDelayMs(page, this.deps.clock.now());
    if (waitMs > 0 && !this.notBeforeMs.has(page.id)) this.delay(page.id, waitMs);
  }

  private waitMs(id: string): number {
    return (this.notBeforeMs.get(id) ?? Number.NEGATIVE_INFINITY) - this.deps.clock.monotonicMs();
  }

  private async deliver(id: string, incidentId: string, outbox: Outbox): Promise<void> {
    const { instanceId, log, onSent } = this.deps;
    const claim = await outbox.claim(id, instanceId, LEASE_MS, incidentId);
    const page = claim && decodeNotification(claim.text);
    if (claim === null || page?.kind !== 'page') {
      this.delay(id, LATER_MS);
      return;
    }
    const isNeeded = this.deps.isNeeded?.(page) ?? true;
    if (!isNeeded) log.info({ notification: id }, 'page not needed any more');
    else if (!this.sent.has(id)) {
      const result = await this.send(page, claim);
      if (result.kind !== 'sent') return this.recordFailure(page, claim, result, outbox);
      this.rememberSent(id);
      this.faults.delete(keyOf(page.via));
      log.info({ notification: id, via: page.via }, 'page sent');
      await onSent?.(page);
    }
    await outbox.complete(id, instanceId, { text: claim.text, message: null });
    this.notBeforeMs.delete(id);
  }

  private async send(page: PageNotification, claim: Claim): Promise<PageResult> {
    const { directMessage, webhook, messageUrl, clock } = this.deps;
    const ref = claim.messageRef === null ? null : decodeMessageRef(claim.messageRef);
    const alertUrl = ref && ((await messageUrl?.(ref).catch(() => null)) ?? null);
    const context = { now: clock.now(), alertUrl, attempts: claim.attempts?.count ?? 0 };
    if ('dm' in page.via) return directMessage(page, context);
    return (await webhook?.(page, context)) ?? { kind: 'refused', code: 'not_configured' };
  }

  private async recordFailure(
    page: PageNotification,
    { attempts: before, text }: Claim,
    result: Exclude<PageResult, { kind: 'sent' }>,
    outbox: Outbox,
  ): Promise<void> {
    const { clock, log, instanceId, random } = this.deps;
    const { id, via } = page;
    const now = clock.now();
    const count = (before?.count ?? 0) + 1;
    const detail = result.kind === 'refused' ? result.code : result.detail;
    const isFailed = result.kind === 'refused' || isGivenUp(page, count, now);
    log.warn({ notification: id, via, reason: detail, count }, 'page not sent');
    const key = keyOf(via);
    this.faults.set(key, { via, code: detail, since: this.faults.get(key)?.since ?? now, lastAt: now });
    if (isFailed && (await this.fail(page, detail, result.kind !== 'refused'))) {
      // It waits no more; this ends its claim.
      await outbox.complete(id, instanceId, { text, message: null });
      return;
    }
    const retryAfterMs = Math.min(retryAfterOf(result), LONGEST_PAGE_WAIT_MS);
    const waitMs = retryAfterMs || backoffMs(count, { ...RETRY, random });
    this.delay(id, waitMs);
    if (retryAfterMs > 0) this.pace.block('post', key, retryAfterMs);
    await outbox.release(id, instanceId, {
      count,
      notBefore: new Date(now.getTime() + waitMs).toISOString(),
      inDoubtSince: null,
      lastFailure: { kind: result.kind === 'refused' ? 'message' : 'unreachable', detail },
    });
  }

  private async fail(page: PageNotification, code: string, isInDoubt: boolean): Promise<boolean> {
    const { id, incident, n } = page;
    const failed = { id, incidentId: incident.id, n, code, ...(isInDoubt && { inDoubt: true as const }) };
    return (await this.deps.onFailed?.(failed)) ?? false;
  }

  private failedUnexpectedly(id: string, error: unknown): void {
    this.delay(id, LATER_MS);
    if (!(error instanceof StateUnavailableError))
      this.deps.log.error({ err: error, notification: id }, 'unexpected error with a page');
  }

  private delay(id: string, ms: number): void {
    this.notBeforeMs.set(id, this.deps.clock.monotonicMs() + ms);
  }

  private rememberSent(id: string): void {
    this.sent.add(id);
    const [oldest] = this.sent;
    if (this.sent.size > SENT_KEPT && oldest !== undefined) this.sent.delete(oldest);
  }
}

const keyOf = (via: PageVia): string => JSON.stringify(via);

const retryAfterOf = (result: PageResult): number =>
  result.kind === 'retry' ? (result.retryAfterMs ?? 0) : 0;
