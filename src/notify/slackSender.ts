import type { Message } from '../../formatters/blockKit/message';
import { type Sleep, systemSleep } from '../lib/clock';
import type { MessageMetadata, Posted, SendFailure, SendResult } from '../slack/outbound/slackApi';
import type { DispatcherDeps } from './dispatcherOptions';
import { LookupLimits } from './idempotency/lookupLimits';
import { metadataFor } from './idempotency/metadata';
import type { Notification } from './model/notification';
import { fallbackMessage, type RenderContext } from './rendering';
import { ChannelCircuitBreaker } from './routing/channelBreaker';
import { SlackRateLimiter } from './routing/rateLimiter';
import type { Route } from './routing/route';

/** Another way to send the same is waited for this long, in ms: a post of our own was just refused. */
const MAX_INLINE_WAIT_MS = 1_500;

interface TaggedMessage {
  readonly mark: MessageMetadata;
  readonly posted: Posted;
}

/** Speaks to Slack for the dispatcher, and learns from what comes of it when and where to speak next. */
export class SlackSender {
  readonly rateLimiter = new SlackRateLimiter();
  readonly breaker: ChannelCircuitBreaker;
  readonly sleep: Sleep;
  readonly lookups: LookupLimits;
  /** Why messages cannot be looked up; null while they can be, as far as is known. */
  historyDenied: string | null = null;

  constructor(
    private readonly deps: Pick<
      DispatcherDeps,
      'slack' | 'clock' | 'sleep' | 'log' | 'render' | 'random' | 'hooks'
    >,
  ) {
    this.breaker = new ChannelCircuitBreaker(deps.random);
    this.lookups = new LookupLimits(deps.clock);
    this.sleep = deps.sleep ?? systemSleep;
  }

  /** After the clock was set back: what is to be waited for is not known any more. */
  forgetTimes(): void {
    this.rateLimiter.dropFuture(this.deps.clock.now().getTime());
    this.lookups.forget();
    this.breaker.forgetTimes();
  }

  /** Waits until the place may be spoken to, where that is a moment; false where it is longer. */
  async waitForSlot({ operation, channel }: Route): Promise<boolean> {
    const waitMs = this.rateLimiter.readyAt(operation, channel) - this.deps.clock.now().getTime();
    if (waitMs > MAX_INLINE_WAIT_MS) return false;
    if (waitMs > 0) await this.sleep(waitMs);
    return true;
  }

  /** Posts, or updates, as the place says. */
  async send(delivery: Notification, message: Message, place: Route): Promise<SendResult<Posted>> {
    const { slack, clock } = this.deps;
    const { channel, ts, threadTs, operation } = place;
    const mark = metadataFor(delivery);
    this.rateLimiter.consume(operation, channel, clock.now().getTime());
    if (ts !== null)
      return this.recordOutcome('update', channel, await slack.update({ channel, ts, message, mark }));
    const replyBroadcast = delivery.kind === 'note' && delivery.replyBroadcast;
    const thread = threadTs === null ? {} : { threadTs, replyBroadcast };
    return this.recordOutcome('post', channel, await slack.post({ channel, message, mark, ...thread }));
  }

  /** The oldest message that fits in a channel or thread. `null` also where reading is not allowed. */
  async find(
    { channel, threadTs }: { readonly channel: string; readonly threadTs: string | null },
    since: Date,
    fits: (mark: MessageMetadata, ts: string) => boolean,
  ): Promise<SendResult<Posted | null>> {
    const heldMs = this.lookups.retryAfterMs(channel);
    if (heldMs > 0) return { kind: 'throttled', retryAfterMs: heldMs };
    const thread = threadTs === null ? {} : { threadTs };
    const found = await this.deps.slack.find({ channel, since, ...thread, fits });
    if (found.kind === 'done') {
      this.historyDenied = null;
      this.lookups.recordSuccess(channel);
      return found;
    }
    this.logFailure('find', found);
    const isShutOut = found.kind === 'refused' && found.mends === 'token' && found.code !== 'missing_scope';
    // While Slack cannot be reached, or refuses the token, nothing can be sent either.
    if (found.kind !== 'notSent' && !isShutOut) this.lookups.recordFailure(channel);
    if (found.kind !== 'refused' || found.mends === 'retry') return this.deferLookup(channel, found);
    if (isShutOut) return this.recordOutcome('find', channel, found);
    if (found.code !== 'thread_not_found') this.denyHistory(found.code, channel);
    return { kind: 'done', value: null };
  }

  /** A message in a channel since then whose mark fits, with the mark. */
  async findMarked(
    channel: string,
    since: Date,
    fits: (mark: MessageMetadata) => boolean,
  ): Promise<SendResult<TaggedMessage | null>> {
    const marks: MessageMetadata[] = [];
    // Of several, one at a time.
    const isFirst = (mark: MessageMetadata): boolean =>
      marks.length === 0 && fits(mark) && marks.push(mark) > 0;
    const found = await this.find({ channel, threadTs: null }, since, isFirst);
    if (found.kind !== 'done') return found;
    const [mark] = marks;
    return { kind: 'done', value: found.value && mark ? { mark, posted: found.value } : null };
  }

  /** Removes a message, unless Slack has said to wait; true when it is gone. */
  async remove(what: Posted): Promise<boolean> {
    const { slack, clock } = this.deps;
    if (this.rateLimiter.readyAt('remove', what.channel) > clock.now().getTime()) return false;
    const outcome = await slack.remove(what);
    if (outcome.kind === 'done') return true;
    this.logFailure('remove', outcome);
    if (outcome.kind === 'throttled')
      this.rateLimiter.block('remove', what.channel, clock.now().getTime() + outcome.retryAfterMs);
    return outcome.kind === 'refused' && outcome.code === 'message_not_found';
  }

  /** The message of a delivery; a bare one when rendering fails, for an alert must not be lost by that. */
  render(delivery: Notification, context: RenderContext): Message {
    try {
      return this.deps.render(delivery, context).message;
    } catch (error) {
      this.deps.log.error({ err: error, delivery: delivery.id }, 'failed to render message');
      return fallbackMessage(delivery);
    }
  }

  private recordOutcome<T>(
    call: 'post' | 'update' | 'find',
    channel: string,
    outcome: SendResult<T>,
  ): SendResult<T> {
    if (outcome.kind === 'done') {
      if (this.breaker.recordSuccess(channel, this.deps.clock.now()))
        this.deps.log.info({ channel }, 'channel recovered');
      return outcome;
    }
    this.logFailure(call, outcome);
    if (outcome.kind === 'throttled') this.applyRetryAfter(call, channel, outcome.retryAfterMs);
    else if (outcome.kind !== 'refused') this.breaker.recordFailure(channel, this.deps.clock.now());
    else if (outcome.mends === 'token') this.recordFault(null, outcome.code);
    else if (outcome.mends === 'channel') this.recordFault(channel, outcome.code);
    return outcome;
  }

  /** Not being able to look now must not keep what needs no look. */
  private deferLookup<T>(channel: string, failure: SendFailure): SendResult<T> {
    if (failure.kind === 'throttled') this.lookups.delay(channel, failure.retryAfterMs);
    if (failure.kind === 'notSent') this.breaker.recordFailure(channel, this.deps.clock.now());
    return failure;
  }

  private applyRetryAfter(call: string, channel: string, ms: number): void {
    const operation = call === 'update' ? 'update' : 'post';
    this.rateLimiter.block(operation, channel, this.deps.clock.now().getTime() + ms);
  }

  private recordFault(channel: string | null, code: string): void {
    const isNew = this.breaker.recordFault(channel, code, this.deps.clock.now());
    const what = channel === null ? "Slack refuses the bot's token" : 'Slack refuses the channel';
    if (isNew) this.deps.log.error({ channel, code }, `${what}; notifications kept and retried`);
  }

  private denyHistory(code: string, channel: string): void {
    this.lookups.deny(channel);
    if (this.historyDenied !== code)
      this.deps.log.warn({ channel, code }, 'no access to channel history; duplicates possible');
    this.historyDenied = code;
  }

  private logFailure(call: string, failure: SendFailure): void {
    const detail = failure.kind === 'refused' ? failure.code : 'detail' in failure ? failure.detail : '';
    this.deps.hooks?.onFailed?.({ call, kind: failure.kind, detail });
    this.deps.log.warn({ call, ...failure }, 'Slack API call failed');
  }
}
