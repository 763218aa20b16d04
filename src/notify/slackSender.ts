import type { Message } from '../../formatters/blockKit/message';
import { type Sleep, systemSleep } from '../lib/clock';
import type { MessageMetadata, Posted, SendResult } from '../slack/outbound/slackApi';
import type { DispatcherDeps } from './dispatcherOptions';
import type { Failure } from './failure';
import { LookupLimits } from './idempotency/lookupLimits';
import { metadataFor } from './idempotency/metadata';
import type { Notification } from './model/notification';
import { fallbackMessage, type RenderContext } from './rendering';
import { ChannelCircuitBreaker } from './routing/channelBreaker';
import { SlackRateLimiter } from './routing/rateLimiter';
import type { Place } from './routing/route';

/** Another way to send the same is waited for this long, in ms: a post of our own was just refused. */
const MAX_INLINE_WAIT_MS = 1_500;

interface TaggedMessage {
  readonly mark: MessageMetadata;
  readonly posted: Posted;
}

/** Speaks to Slack for the dispatcher, and learns from what comes of it when and where to speak next. */
export class SlackSender {
  readonly pace = new SlackRateLimiter();
  readonly roads: ChannelCircuitBreaker;
  readonly sleep: Sleep;
  readonly looks: LookupLimits;
  /** Why messages cannot be looked up; null while they can be, as far as is known. */
  cannotLookUp: string | null = null;

  constructor(
    private readonly deps: Pick<
      DispatcherDeps,
      'slack' | 'clock' | 'sleep' | 'log' | 'render' | 'random' | 'hooks'
    >,
  ) {
    this.roads = new ChannelCircuitBreaker(deps.random);
    this.looks = new LookupLimits(deps.clock);
    this.sleep = deps.sleep ?? systemSleep;
  }

  /** After the clock was set back: what is to be waited for is not known any more. */
  forgetTimes(): void {
    this.pace.forgetAfter(this.deps.clock.now().getTime());
    this.looks.forget();
    this.roads.forgetTimes();
  }

  /** Waits until the place may be spoken to, where that is a moment; false where it is longer. */
  async isTurnOf({ operation, channel }: Place): Promise<boolean> {
    const waitMs = this.pace.readyAt(operation, channel) - this.deps.clock.now().getTime();
    if (waitMs > MAX_INLINE_WAIT_MS) return false;
    if (waitMs > 0) await this.sleep(waitMs);
    return true;
  }

  /** Posts, or updates, as the place says. */
  async send(delivery: Notification, message: Message, place: Place): Promise<SendResult<Posted>> {
    const { slack, clock } = this.deps;
    const { channel, ts, threadTs, operation } = place;
    const mark = metadataFor(delivery);
    this.pace.spend(operation, channel, clock.now().getTime());
    if (ts !== null) return this.noted('update', channel, await slack.update({ channel, ts, message, mark }));
    const alsoToChannel = delivery.kind === 'note' && delivery.alsoToChannel;
    const thread = threadTs === null ? {} : { threadTs, alsoToChannel };
    return this.noted('post', channel, await slack.post({ channel, message, mark, ...thread }));
  }

  /** The oldest message that fits in a channel or thread. `null` also where reading is not allowed. */
  async find(
    { channel, threadTs }: { readonly channel: string; readonly threadTs: string | null },
    since: Date,
    fits: (mark: MessageMetadata, ts: string) => boolean,
  ): Promise<SendResult<Posted | null>> {
    const heldMs = this.looks.heldForMs(channel);
    if (heldMs > 0) return { kind: 'throttled', retryAfterMs: heldMs };
    const thread = threadTs === null ? {} : { threadTs };
    const found = await this.deps.slack.find({ channel, since, ...thread, fits });
    if (found.kind === 'done') {
      this.cannotLookUp = null;
      this.looks.succeeded(channel);
      return found;
    }
    this.tellOf('find', found);
    const isShutOut = found.kind === 'refused' && found.mends === 'token' && found.code !== 'missing_scope';
    // While Slack cannot be reached, or refuses the token, nothing can be sent either.
    if (found.kind !== 'notSent' && !isShutOut) this.looks.hasFailed(channel);
    if (found.kind !== 'refused' || found.mends === 'retry') return this.waitingFor(channel, found);
    if (isShutOut) return this.noted('find', channel, found);
    if (found.code !== 'thread_not_found') this.lookingIsRefused(found.code, channel);
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
    if (this.pace.readyAt('remove', what.channel) > clock.now().getTime()) return false;
    const outcome = await slack.remove(what);
    if (outcome.kind === 'done') return true;
    this.tellOf('remove', outcome);
    if (outcome.kind === 'throttled')
      this.pace.hold('remove', what.channel, clock.now().getTime() + outcome.retryAfterMs);
    return outcome.kind === 'refused' && outcome.code === 'message_not_found';
  }

  /** The message of a delivery; a bare one when rendering fails, for an alert must not be lost by that. */
  say(delivery: Notification, context: RenderContext): Message {
    try {
      return this.deps.render(delivery, context).message;
    } catch (error) {
      this.deps.log.error({ err: error, delivery: delivery.id }, 'a message could not be made');
      return fallbackMessage(delivery);
    }
  }

  private noted<T>(call: 'post' | 'update' | 'find', channel: string, outcome: SendResult<T>): SendResult<T> {
    if (outcome.kind === 'done') {
      if (this.roads.worked(channel, this.deps.clock.now()))
        this.deps.log.info({ channel }, 'Slack takes messages again');
      return outcome;
    }
    this.tellOf(call, outcome);
    if (outcome.kind === 'throttled') this.holdFor(call, channel, outcome.retryAfterMs);
    else if (outcome.kind !== 'refused') this.roads.failed(channel, this.deps.clock.now());
    else if (outcome.mends === 'token') this.faulty(null, outcome.code);
    else if (outcome.mends === 'channel') this.faulty(channel, outcome.code);
    return outcome;
  }

  /** Not being able to look now must not keep what needs no look. */
  private waitingFor<T>(channel: string, failure: Failure): SendResult<T> {
    if (failure.kind === 'throttled') this.looks.hold(channel, failure.retryAfterMs);
    if (failure.kind === 'notSent') this.roads.failed(channel, this.deps.clock.now());
    return failure;
  }

  private holdFor(call: string, channel: string, ms: number): void {
    const operation = call === 'update' ? 'update' : 'post';
    this.pace.hold(operation, channel, this.deps.clock.now().getTime() + ms);
  }

  private faulty(channel: string | null, code: string): void {
    const isNew = this.roads.faulty(channel, code, this.deps.clock.now());
    const what = channel === null ? "Slack refuses the bot's token" : 'Slack refuses the channel';
    if (isNew) this.deps.log.error({ channel, code }, `${what}; what waits is kept and tried again`);
  }

  private lookingIsRefused(code: string, channel: string): void {
    this.looks.isRefused(channel);
    if (this.cannotLookUp !== code)
      this.deps.log.warn({ channel, code }, 'sent messages cannot be looked up, so that one may come twice');
    this.cannotLookUp = code;
  }

  private tellOf(call: string, failure: Failure): void {
    const detail = failure.kind === 'refused' ? failure.code : 'detail' in failure ? failure.detail : '';
    this.deps.hooks?.failed?.({ call, kind: failure.kind, detail });
    this.deps.log.warn({ call, ...failure }, 'a call of Slack did not go well');
  }
}
