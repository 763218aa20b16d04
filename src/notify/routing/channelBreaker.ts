import { channelBackoffMs, FAULT_RETRY_MS } from '../retryPolicy';

/** Something that a person has to mend in Slack. */
export interface ChannelFault {
  /** A channel, or null for the token, which is a fault everywhere. */
  readonly channel: string | null;
  /** Slack's word, such as `is_archived`. */
  readonly code: string;
  readonly since: Date;
}

interface OpenCircuit {
  readonly fault: ChannelFault | null;
  readonly failures: number;
  readonly opensAt: number;
}

const TOKEN = '';

/**
 * Which ways to Slack are open: a channel that fails is left alone for a while, longer each time, and the next try is
 * made with whatever is most urgent there. In this copy's memory only. Times are in ms since the epoch.
 */
export class ChannelCircuitBreaker {
  private readonly open = new Map<string, OpenCircuit>();
  private readonly failures = new Map<string, { readonly at: Date; readonly because: string }>();
  private readonly recovered = new Map<string, number>();

  constructor(private readonly random: () => number) {}

  /** When something may be tried in this channel; in the past when it may be now. */
  retryAt(channel: string): number {
    return Math.max(this.closedAt(channel), this.closedAt(TOKEN));
  }

  /** Slack could not be reached, or failed. */
  recordFailure(channel: string, now: Date): void {
    const failures = (this.open.get(channel)?.failures ?? 0) + 1;
    const opensAt = now.getTime() + channelBackoffMs(failures, this.random);
    this.open.set(channel, { fault: this.faultOf(channel), failures, opensAt });
    this.failures.set(channel, { at: now, because: 'Slack was unreachable' });
  }

  /** Slack has said that a person must mend the channel, or the token (null). True when that is news. */
  recordFault(channel: string | null, code: string, now: Date): boolean {
    const key = channel ?? TOKEN;
    const known = this.faultOf(key);
    const what = channel === null ? "the bot's token" : 'the channel';
    this.failures.set(key, { at: now, because: `Slack refused ${what}: ${code}` });
    const fault = { channel, code, since: known?.since ?? now };
    this.open.set(key, { fault, failures: 0, opensAt: now.getTime() + FAULT_RETRY_MS });
    return known?.code !== code;
  }

  /** Something went through. True when a fault is mended by that. */
  recordSuccess(channel: string, now: Date): boolean {
    const mended = [channel, TOKEN].filter((key) => this.faultOf(key) !== null).length > 0;
    if (this.open.has(channel) || this.open.has(TOKEN)) this.recovered.set(channel, now.getTime());
    this.open.delete(channel);
    this.open.delete(TOKEN);
    return mended;
  }

  /** When the channel last worked again after it had not; -Infinity for never. */
  recoveredAt(channel: string): number {
    return this.recovered.get(channel) ?? Number.NEGATIVE_INFINITY;
  }

  /** What kept messages from the channel at some time since, as the end of a sentence; null when nothing is known. */
  lastFailureSince(channel: string, since: Date): string | null {
    const found = [this.failures.get(channel), this.failures.get(TOKEN)].find(
      (one) => one && one.at >= since,
    );
    return found?.because ?? null;
  }

  /** Everything may be tried at once; what is at fault is still known to be. */
  forgetTimes(): void {
    for (const [key, closed] of this.open)
      this.open.set(key, { ...closed, opensAt: Number.NEGATIVE_INFINITY });
    this.recovered.clear();
  }

  faults(): readonly ChannelFault[] {
    return [...this.open.values()].flatMap(({ fault }) => (fault === null ? [] : [fault]));
  }

  /** The fault of a channel; null when it has none of its own. */
  faultOf(channel: string): ChannelFault | null {
    return this.open.get(channel)?.fault ?? null;
  }

  private closedAt(key: string): number {
    return this.open.get(key)?.opensAt ?? Number.NEGATIVE_INFINITY;
  }
}
