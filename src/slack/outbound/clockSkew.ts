import type { Clock } from '../../lib/clock';

/** What was measured longer ago, in ms, no longer counts. */
const KEPT_MS = 3_600_000;
/** Slack's `Date` has whole seconds, and an answer takes a while; in ms. */
const ACCURACY_MS = 2_000;

/** How far this machine's clock is ahead of Slack's, by the `Date` of its answers. */
export class ClockSkew {
  private most: { readonly aheadMs: number; readonly atMs: number } | null = null;

  constructor(private readonly clock: Clock) {}

  /** Slack has answered now, and dated its answer so. */
  record(date: string | null): void {
    const aheadMs = this.clock.now().getTime() - Date.parse(date ?? '');
    if (Number.isNaN(aheadMs)) return;
    const atMs = this.clock.monotonicMs();
    const isOld = this.most === null || atMs - this.most.atMs > KEPT_MS;
    if (isOld || aheadMs >= (this.most?.aheadMs ?? 0)) this.most = { aheadMs, atMs };
  }

  /** An instant of ours as one of Slack's, or earlier: of the last hour the largest difference counts. */
  atSlack(time: Date): Date {
    const aheadMs = this.most?.aheadMs ?? 0;
    return aheadMs > ACCURACY_MS ? new Date(time.getTime() - aheadMs) : time;
  }
}
