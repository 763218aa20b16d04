import { withMentions } from '../../formatters';
import type { Message } from '../../formatters/blockKit/message';
import { type Sleep, systemSleep } from '../lib/clock';
import { later } from '../lib/time';
import type { MessageMetadata, Posted, SendFailure, SendResult } from '../slack/outbound/slackApi';
import type { DispatcherDeps, SlackCall } from './dispatcherOptions';
import { LookupLimits } from './idempotency/lookupLimits';
import { metadataFor } from './idempotency/metadata';
import type { Notification } from './model/notification';
import { fallbackMessage, mentionsOf, type RenderContext } from './rendering';
import { ChannelCircuitBreaker } from './routing/channelBreaker';
import { LONGEST_RATE_LIMIT_MS, SlackRateLimiter } from './routing/rateLimiter';
import type { Route } from './routing/route';

/** Another route for the same message is waited for this long, in ms: a post of our own was just refused. */
const MAX_INLINE_WAIT_MS = 1_500;

interface TaggedMessage {
  readonly mark: MessageMetadata;
  readonly posted: Posted;
}

/** Calls Slack for the dispatcher, and learns from each result when and where to call next. */
export class SlackSender {
  readonly rateLimiter: SlackRateLimiter;
  readonly breaker: ChannelCircuitBreaker;
  readonly lookups: LookupLimits;
  readonly sleep: Sleep;
  /** Slack's code for why messages cannot be looked up; null while they can be, as far as is known. */
  historyDenied: string | null = null;
  private readonly taken = new Map<string, Date>();

  constructor(
    private readonly deps: Pick<
      DispatcherDeps,
      'slack' | 'clock' | 'sleep' | 'log' | 'render' | 'random' | 'hooks'
    >,
  ) {
    this.rateLimiter = new SlackRateLimiter(deps.clock);
    this.breaker = new ChannelCircuitBreaker(deps.clock, deps.random);
    this.lookups = new LookupLimits(deps.clock);
    this.sleep = deps.sleep ?? systemSleep;
  }

  /** When Slack last took a message of ours in one of these channels, or a change to one; null for never. */
  lastTakenAt(...channels: readonly (string | null)[]): Date | null {
    const times = channels.flatMap((channel) => (channel && this.taken.get(channel)) || []);
    return times.length === 0 ? null : times.reduce(later);
  }

  /** Waits until the route is free, where that is a moment; false where it is longer. */
  async waitForSlot({ operation, channel }: Route): Promise<boolean> {
    const waitMs = this.rateLimiter.waitMs(operation, channel);
    if (waitMs > MAX_INLINE_WAIT_MS) return false;
    if (waitMs > 0) await this.sleep(waitMs);
    return true;
  }

  /** Posts, or updates, as the route says. */
  async send(notification: Notification, message: Message, route: Route): Promise<SendResult<Posted>> {
    const { slack } = this.deps;
    const { channel, ts, threadTs, operation } = route;
    const mark = metadataFor(notification);
    this.rateLimiter.consume(operation, channel);
    if (ts !== null)
      return this.recordOutcome('update', channel, await slack.update({ channel, ts, message, mark }));
    const replyBroadcast = notification.kind === 'note' && notification.replyBroadcast;
    const thread = threadTs === null ? {} : { threadTs, replyBroadcast };
    return this.recordOutcome('post', channel, await slack.post({ channel, message, mark, ...thread }));
  }

  /**
   * The oldest message that fits in a channel or thread. `null` also where reading is not allowed. `isBackground`: nothing
   * waits for it, so that no failure of it counts.
   */
  async find(
    { channel, threadTs }: { readonly channel: string; readonly threadTs: string | null },
    since: Date,
    fits: (mark: MessageMetadata, ts: string) => boolean,
    { isBackground = false }: { readonly isBackground?: boolean } = {},
  ): Promise<SendResult<Posted | null>> {
    const retryAfterMs = this.lookups.retryAfterMs(channel);
    if (retryAfterMs > 0) {
      if (!isBackground) this.lookups.recordFailure(channel);
      return { kind: 'rate_limited', retryAfterMs };
    }
    const thread = threadTs === null ? {} : { threadTs };
    const found = await this.deps.slack.find({ channel, since, ...thread, fits });
    if (found.kind === 'done') {
      this.historyDenied = null;
      this.lookups.recordSuccess(channel);
      return found;
    }
    this.logFailure('find', found);
    const isTokenRefused =
      found.kind === 'rejected' && found.scope === 'token' && found.code !== 'missing_scope';
    // While Slack cannot be reached, or refuses the token, nothing can be sent either.
    if (found.kind !== 'not_sent' && !isTokenRefused && !isBackground) this.lookups.recordFailure(channel);
    const isDenied = found.kind === 'rejected' && found.scope !== 'transient' && found.scope !== 'unknown';
    if (!isDenied) return this.deferLookup(channel, found);
    if (isTokenRefused) return this.recordOutcome('find', channel, found);
    if (found.code !== 'thread_not_found') this.denyHistory(found.code, channel);
    return { kind: 'done', value: null };
  }

  /** A message in a channel since then whose metadata fits, with that. */
  async findTagged(
    channel: string,
    since: Date,
    fits: (mark: MessageMetadata) => boolean,
  ): Promise<SendResult<TaggedMessage | null>> {
    const marks: MessageMetadata[] = [];
    // Of several, one at a time.
    const isFirst = (mark: MessageMetadata): boolean =>
      marks.length === 0 && fits(mark) && marks.push(mark) > 0;
    const found = await this.find({ channel, threadTs: null }, since, isFirst, { isBackground: true });
    if (found.kind !== 'done') return found;
    const [mark] = marks;
    return { kind: 'done', value: found.value && mark ? { mark, posted: found.value } : null };
  }

  /** What a message in a channel says of itself by now; null where that cannot be found out at once. */
  async metadataOf({ channel, ts }: Posted): Promise<MessageMetadata | null> {
    const marks: MessageMetadata[] = [];
    const isIt = (mark: MessageMetadata, each: string): boolean => each === ts && marks.push(mark) > 0;
    // Slack gives the first message of a thread with the thread: a channel's newest may be many.
    const since = new Date(Number(ts) * 1000 - 1);
    await this.find({ channel, threadTs: ts }, since, isIt, { isBackground: true });
    return marks[0] ?? null;
  }

  /** How many messages came after one, at most `limit`; null where that cannot be found out at once. */
  async countAfter({ channel, ts }: Posted, limit: number): Promise<number | null> {
    const { slack } = this.deps;
    if (slack.countAfter === undefined || this.lookups.isDenied(channel)) return null;
    if (this.lookups.retryAfterMs(channel) > 0) return null;
    const counted = await slack.countAfter({ channel, ts, limit });
    if (counted.kind === 'done') return counted.value;
    this.logFailure('count', counted);
    if (counted.kind === 'rate_limited') this.lookups.delay(channel, counted.retryAfterMs);
    return null;
  }

  /** Where an old message points to. */
  async newestOf({ channel, ts }: Posted, from: string): Promise<NonNullable<RenderContext['newest']>> {
    const url = (await this.deps.slack.messageUrl?.({ channel, ts }).catch(() => null)) ?? null;
    return { channel: channel === from ? null : channel, url };
  }

  /** Removes a message, unless Slack has said to wait; true when it is gone. */
  async remove(message: Posted): Promise<boolean> {
    if (this.rateLimiter.waitMs('remove', message.channel) > 0) return false;
    const removed = await this.deps.slack.remove(message);
    if (removed.kind === 'done') return true;
    this.logFailure('remove', removed);
    if (removed.kind === 'rate_limited')
      this.rateLimiter.block('remove', message.channel, removed.retryAfterMs);
    return removed.kind === 'rejected' && removed.code === 'message_not_found';
  }

  /** The message of a notification; a bare one when rendering fails, for an alert must not be lost by that. */
  render(notification: Notification, context: RenderContext): Message {
    try {
      return this.deps.render(notification, context).message;
    } catch (error) {
      this.deps.log.error({ err: error, notification: notification.id }, 'failed to render message');
      return withMentions(fallbackMessage(notification), mentionsOf(notification, context));
    }
  }

  private recordOutcome<T>(
    call: 'post' | 'update' | 'find',
    channel: string,
    result: SendResult<T>,
  ): SendResult<T> {
    if (result.kind === 'done') {
      if (call !== 'find') this.taken.set(channel, this.deps.clock.now());
      if (call === 'post') this.rateLimiter.recordPosted(channel);
      if (this.breaker.recordSuccess(channel)) this.deps.log.info({ channel }, 'channel recovered');
      return result;
    }
    this.logFailure(call, result);
    if (result.kind === 'rate_limited') {
      const waitMs = Math.min(result.retryAfterMs, LONGEST_RATE_LIMIT_MS);
      const operation = call === 'update' ? 'update' : 'post';
      const isLong = this.rateLimiter.block(operation, channel, result.retryAfterMs);
      if (isLong) this.recordFault(channel, 'rate_limited', waitMs);
    } else if (result.kind !== 'rejected') this.breaker.recordFailure(channel);
    else if (result.scope === 'token') this.recordFault(null, result.code);
    else if (result.scope === 'channel') this.recordFault(channel, result.code);
    return result;
  }

  /** A failed lookup must not delay what needs none. */
  private deferLookup<T>(channel: string, failure: SendFailure): SendResult<T> {
    if (failure.kind === 'rate_limited') this.lookups.delay(channel, failure.retryAfterMs);
    if (failure.kind === 'not_sent') this.breaker.recordFailure(channel);
    return failure;
  }

  private recordFault(channel: string | null, code: string, retryInMs?: number): void {
    const isNew = this.breaker.recordFault(channel, code, retryInMs);
    const refused = channel === null ? "Slack refuses the bot's token" : 'Slack refuses the channel';
    if (isNew) this.deps.log.error({ channel, code }, `${refused}; notifications kept and retried`);
  }

  private denyHistory(code: string, channel: string): void {
    this.lookups.deny(channel);
    if (this.historyDenied !== code)
      this.deps.log.warn({ channel, code }, 'no access to channel history; duplicates possible');
    this.historyDenied = code;
  }

  private logFailure(call: SlackCall, failure: SendFailure): void {
    const detail = failure.kind === 'rejected' ? failure.code : 'detail' in failure ? failure.detail : '';
    this.deps.hooks?.onFailed?.({ call, kind: failure.kind, detail });
    this.deps.log.warn({ call, ...failure }, 'Slack API call failed');
  }
}
