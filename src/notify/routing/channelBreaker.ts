import { channelBackoffMs, FAULT_RETRY_MS } from '../retryPolicy';

/** Something that a person has to mend in Slack. */
export interface Fault {
  /** A channel, or null for the token, which is a fault everywhere. */
  readonly channel: string | null;
  /** Slack's word, such as `is_archived`. */
  readonly code: string;
  readonly since: Date;
}

interface OpenCircuit {
  readonly fault: Fault | null;
  readonly failures: number;
  readonly opensAt: number;
}

const TOKEN = '';

/**
 * Which ways to Slack are open: a channel that fails is left alone for a while, longer each time, and the next try is
 * made with whatever is most urgent there. In this copy's memory only. Times are in ms since the epoch.
 */
export class ChannelCircuitBreaker {
  private readonly closed = new Map<string, OpenCircuit>();
  private readonly troubles = new Map<string, { readonly at: Date; readonly because: string }>();
  private readonly reopened = new Map<string, number>();

  constructor(private readonly random: () => number) {}

  /** When something may be tried in this channel; in the past when it may be now. */
  opensAt(channel: string): number {
    return Math.max(this.closedAt(channel), this.closedAt(TOKEN));
  }

  /** Slack could not be reached, or failed. */
  failed(channel: string, now: Date): void {
    const failures = (this.closed.get(channel)?.failures ?? 0) + 1;
    const opensAt = now.getTime() + channelBackoffMs(failures, this.random);
    this.closed.set(channel, { fault: this.faultIn(channel), failures, opensAt });
    this.troubles.set(channel, { at: now, because: 'Slack was unreachable' });
  }

  /** Slack has said that a person must mend the channel, or the token (null). True when that is news. */
  faulty(channel: string | null, code: string, now: Date): boolean {
    const key = channel ?? TOKEN;
    const known = this.faultIn(key);
    const what = channel === null ? "the bot's token" : 'the channel';
    this.troubles.set(key, { at: now, because: `Slack refused ${what}: ${code}` });
    const fault = { channel, code, since: known?.since ?? now };
    this.closed.set(key, { fault, failures: 0, opensAt: now.getTime() + FAULT_RETRY_MS });
    return known?.code !== code;
  }

  /** Something went through. True when a fault is mended by that. */
  worked(channel: string, now: Date): boolean {
    const mended = [channel, TOKEN].filter((key) => this.faultIn(key) !== null).length > 0;
    if (this.closed.has(channel) || this.closed.has(TOKEN)) this.reopened.set(channel, now.getTime());
    this.closed.delete(channel);
    this.closed.delete(TOKEN);
    return mended;
  }

  /** When the channel last worked again after it had not; -Infinity for never. */
  reopenedAt(channel: string): number {
    return this.reopened.get(channel) ?? Number.NEGATIVE_INFINITY;
  }

  /** What kept messages from the channel at some time since, as the end of a sentence; null when nothing is known. */
  lastTroubleSince(channel: string, since: Date): string | null {
    const found = [this.troubles.get(channel), this.troubles.get(TOKEN)].find(
      (one) => one && one.at >= since,
    );
    return found?.because ?? null;
  }

  /** Everything may be tried at once; what is at fault is still known to be. */
  forgetTimes(): void {
    for (const [key, closed] of this.closed)
      this.closed.set(key, { ...closed, opensAt: Number.NEGATIVE_INFINITY });
    this.reopened.clear();
  }

  faults(): readonly Fault[] {
    return [...this.closed.values()].flatMap(({ fault }) => (fault === null ? [] : [fault]));
  }

  /** The fault of a channel; null when it has none of its own. */
  faultIn(channel: string): Fault | null {
    return this.closed.get(channel)?.fault ?? null;
  }

  private closedAt(key: string): number {
    return this.closed.get(key)?.opensAt ?? Number.NEGATIVE_INFINITY;
  }
}
