import type { Clock } from '../../lib/clock';
import type { StoredFailure } from '../../storage/alertStore';
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
  readonly retryAtMs: number;
}

const TOKEN = '';

/**
 * Which channels may be tried: one that fails is left alone for a while, longer each time, and the next attempt is made
 * with whatever is most urgent there. In this instance's memory only. Times are in ms by the monotonic clock.
 */
export class ChannelCircuitBreaker {
  private readonly open = new Map<string, OpenCircuit>();
  private readonly failures = new Map<string, { readonly at: Date; readonly failure: StoredFailure }>();
  private readonly recovered = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** When this channel may be tried; in the past when it may be now. */
  retryAt(channel: string): number {
    return Math.max(this.openUntil(channel), this.openUntil(TOKEN));
  }

  /** Whether this channel may be tried now. */
  isClosed(channel: string): boolean {
    return this.retryAt(channel) <= this.clock.monotonicMs();
  }

  /** Slack could not be reached, or failed. */
  recordFailure(channel: string): void {
    const failures = (this.open.get(channel)?.failures ?? 0) + 1;
    const retryAtMs = this.clock.monotonicMs() + channelBackoffMs(failures, this.random);
    this.open.set(channel, { fault: this.faultOf(channel), failures, retryAtMs });
    this.failures.set(channel, {
      at: this.clock.now(),
      failure: { kind: 'unreachable', detail: '' },
    });
  }

  /** Slack has said that a person must mend the channel, or the token (null): retried then, in ms. True when that is new. */
  recordFault(channel: string | null, code: string, retryInMs = FAULT_RETRY_MS): boolean {
    const key = channel ?? TOKEN;
    const now = this.clock.now();
    const known = this.faultOf(key);
    const kind = channel === null ? 'token' : 'channel';
    this.failures.set(key, { at: now, failure: { kind, detail: code } });
    const fault = { channel, code, since: known?.since ?? now };
    this.open.set(key, { fault, failures: 0, retryAtMs: this.clock.monotonicMs() + retryInMs });
    return known?.code !== code;
  }

  /** Something went through. True when a fault is mended by that. */
  recordSuccess(channel: string): boolean {
    const isMended = [channel, TOKEN].some((key) => this.faultOf(key) !== null);
    if (this.open.has(channel) || this.open.has(TOKEN)) this.recovered.set(channel, this.clock.monotonicMs());
    this.open.delete(channel);
    this.open.delete(TOKEN);
    return isMended;
  }

  /** When the channel last worked again after it had not; -Infinity for never. */
  recoveredAt(channel: string): number {
    return this.recovered.get(channel) ?? Number.NEGATIVE_INFINITY;
  }

  /** What kept messages from the channel at some time since; null when nothing is known. */
  lastFailureSince(channel: string, since: Date): StoredFailure | null {
    const found = [this.failures.get(channel), this.failures.get(TOKEN)].find(
      (each) => each && each.at >= since,
    );
    return found?.failure ?? null;
  }

  faults(): readonly ChannelFault[] {
    return [...this.open.values()].flatMap(({ fault }) => (fault === null ? [] : [fault]));
  }

  /** The fault of a channel; null when it has none of its own. */
  faultOf(channel: string): ChannelFault | null {
    return this.open.get(channel)?.fault ?? null;
  }

  private openUntil(key: string): number {
    return this.open.get(key)?.retryAtMs ?? Number.NEGATIVE_INFINITY;
  }
}
