import { withMentions } from '../../../formatters';
import type { Message } from '../../../formatters/blockKit/message';
import { msBetween } from '../../lib/time';
import type { SendFailure } from '../../slack/outbound/slackApi';
import type { DispatcherDeps } from '../dispatcherOptions';
import { type FoundMessage, findExisting, keepOldest, removeDuplicates } from '../idempotency/lookup';
import { searchFrom } from '../idempotency/metadata';
import { isFirstNotification, isOutageNotification, isShownByMessage } from '../model/predicates';
import { postedAnew, postingChanged } from '../posting/posting';
import { placementOf } from '../posting/repost';
import { fallbackMessage, mentionsOf, type RenderContext, renderContext } from '../rendering';
import { DUPLICATE_CHECK_DELAY_MS, lookupGiveUpMs, REDIRECT_LOOKUP_GIVE_UP_MS } from '../retryPolicy';
import { possibleFallbackRoutes, possibleRoutes, type Route } from '../routing/route';
import type { SlackSender } from '../slackSender';
import { adopted, completed, keptAsShown } from './completion';
import { LeaseLost } from './lease';
import { nextRoute } from './nextRoute';
import type { AttemptResult } from './result';
import { type RetryArguments, retryLater } from './retryLater';
import { type AttemptState, firstDetectedAt, type PostedState } from './state';

type AttemptDeps = Pick<DispatcherDeps, 'clock' | 'log' | 'settings' | 'random' | 'hooks'>;
type Outcome = Promise<AttemptState | AttemptResult>;

const UNRESOLVED = 'duplicates_unresolved';
const DUPLICATES_UNRESOLVED: SendFailure = { kind: 'rejected', code: UNRESOLVED, scope: 'transient' };

/** Sends one notification: verify that it was not sent, send, resolve duplicates, complete. */
export class DeliveryAttempt {
  constructor(
    private readonly deps: AttemptDeps,
    private readonly sender: SlackSender,
  ) {}

  /** Steps to the end. Throws StateUnavailableError; then the claim stays, and the next attempt verifies first. */
  async run(start: AttemptState): Promise<AttemptResult> {
    let state: AttemptState | AttemptResult = start;
    try {
      while ('step' in state) state = await this.step(state);
      return state;
    } catch (error) {
      if (error instanceof LeaseLost) return { kind: 'conflict' };
      throw error;
    }
  }

  step(state: AttemptState): Outcome {
    switch (state.step) {
      case 'place':
        return this.place(state);
      case 'verify':
        return this.verify(state);
      case 'send':
        return this.send(state);
      case 'resolveDuplicates':
        return this.resolveDuplicates(state);
      case 'complete':
        return this.complete(state);
    }
  }

  /** Whether its incident's message is changed or posted again. */
  private async place(state: AttemptState): Outcome {
    const lookUp = (routes: readonly Route[], since: Date) => this.lookUp(state, routes, since);
    const deps = { ...this.deps, sender: this.sender, lookUp };
    const placement = await placementOf(state, deps);
    switch (placement.kind) {
      case 'update':
        return (await keptAsShown(state, deps)) ?? { ...state, step: 'verify' };
      case 'post':
        return { ...state, step: 'send', isRepost: true, route: placement.route };
      case 'found':
        return this.foundMessage(state, placement);
      case 'retry':
        return this.retry(state, placement.failure, 'find');
    }
  }

  private foundMessage(state: AttemptState, { posted, metadata }: FoundMessage): AttemptState {
    this.deps.log.info(
      { notification: state.notification.id, ...posted },
      'existing message found; not re-sent',
    );
    const { attempts } = state.claim;
    const isOwnInDoubt = state.isLocal && attempts !== null && attempts.inDoubtSince !== null;
    const step = isOwnInDoubt ? 'resolveDuplicates' : 'complete';
    return { ...state, step, posted, found: metadata, isExisting: true };
  }

  private async verify(state: AttemptState): Outcome {
    const { notification, claim, refs, route, mayHaveBeenSent } = state;
    const stored = refs.toStored();
    if (isShownByMessage(notification, stored)) return completed(state, stored);
    // Another instance without the store may have sent the same.
    const mustLookUp =
      mayHaveBeenSent || state.isLocal || (isOutageNotification(notification) && refs.current === null);
    if (route.operation !== 'post' || !mustLookUp) return { ...state, step: 'send' };
    const { inDoubtThread } = claim.attempts ?? {};
    const messages = [...refs.existing, ...refs.superseded, ...(inDoubtThread ? [inDoubtThread] : [])];
    const routes = possibleRoutes(notification, route, messages, this.deps.settings);
    const found = await this.lookUp(state, routes);
    if (found.kind === 'found') return this.foundMessage(state, found);
    if (found.kind === 'absent') {
      const isDenied = routes.some(({ channel }) => this.sender.lookups.isDenied(channel));
      return { ...state, step: 'send', mayHaveBeenSent: isDenied };
    }
    return this.hasWaitedForLookup(state, found.channel)
      ? { ...state, step: 'send', isUnverified: true }
      : this.retry(state, found.failure, 'find');
  }

  /** A duplicate is better than a lost alert. */
  private hasWaitedForLookup({ notification, claim: { attempts } }: AttemptState, channel: string): boolean {
    const unverifiedPosts = attempts?.unverifiedPosts ?? 0;
    const limitMs = lookupGiveUpMs(notification, unverifiedPosts);
    const since = attempts?.lookupSince;
    const waitedMs = since === undefined ? 0 : msBetween(new Date(since), this.deps.clock.now());
    const failingMs = unverifiedPosts === 0 ? this.sender.lookups.failingForMs(channel) : 0;
    return Math.max(waitedMs, failingMs) >= limitMs;
  }

  private async send(state: AttemptState): Outcome {
    const { route, lease, notification } = state;
    if (!(await this.sender.waitForSlot(route))) return this.retry(state, state.lastFailure, route.operation);
    const message = await this.message(state);
    await lease.renewIfNeeded();
    const sent = await this.sender.send(notification, message, route);
    if (sent.kind === 'done') {
      const isShared = state.isLocal || isOutageNotification(notification);
      const step = isShared && route.operation === 'post' ? 'resolveDuplicates' : 'complete';
      return { ...state, step, posted: sent.value, isExisting: false };
    }
    if (sent.kind === 'rejected' && sent.scope === 'message')
      this.deps.log.error({ notification: notification.id, code: sent.code }, 'message rejected');
    const { clock, settings } = this.deps;
    const { breaker } = this.sender;
    const lastTakenAt = this.sender.lastTakenAt(route.channel);
    const context = { breaker, lastTakenAt, fallback: settings.fallbackChannel, now: clock.now() };
    return nextRoute(state, sent, context) ?? this.retry(state, sent, route.operation);
  }

  /** An instance without a store may have sent the same at the same time: the oldest message stays. */
  private async resolveDuplicates(state: PostedState): Outcome {
    const { notification, posted, excluded, isLocal, claim, route } = state;
    const { sender } = this;
    const mine = { ...posted, threadTs: route.threadTs };
    const since = searchFrom(notification, claim.attempts?.inDoubtSince ?? null);
    if (state.isExisting) {
      const areRemoved = await removeDuplicates(sender, notification, mine, since);
      return areRemoved ? { ...state, step: 'complete' } : this.retry(state, DUPLICATES_UNRESOLVED, 'find');
    }
    const { duplicateCheckDelayMs = DUPLICATE_CHECK_DELAY_MS } = this.deps.settings;
    await state.lease.renewIfNeeded();
    const oldest = await keepOldest(sender, notification, mine, since, duplicateCheckDelayMs, excluded);
    if (oldest === null && isLocal) return this.retry(state, DUPLICATES_UNRESOLVED, 'find', posted);
    if (oldest === null || oldest.ts === posted.ts) return { ...state, step: 'complete' };
    return { ...state, step: 'complete', posted: oldest, isExisting: true };
  }

  private async complete(state: PostedState): Outcome {
    const { notification, posted, route, refs } = state;
    if (state.isExisting) return adopted(state);
    if (notification.kind === 'incident' && isFirstNotification(notification) && route.operation === 'update')
      return this.completeUpdate(state);
    this.recordDelivered(state);
    if (notification.kind !== 'incident') return completed(state, null);
    const { incident, pointer } = notification;
    const { revision, closedAt } = incident;
    if (pointer !== undefined) return completed(state, refs.withoutSuperseded(pointer.ts));
    return completed(
      state,
      isFirstNotification(notification)
        ? refs.withCurrent({ ...posted, revision }, closedAt, postedAnew(notification))
        : refs.withUpdated(posted.ts, revision),
    );
  }

  /** What was posted in another channel meanwhile, without our knowing, is brought up to date next. */
  private async completeUpdate(state: PostedState): Outcome {
    const { notification, posted, refs } = state;
    const { lookups } = this.sender;
    const elsewhere = possibleFallbackRoutes(notification, refs.existing, this.deps.settings.fallbackChannel);
    const found = state.mayHaveBeenSent ? await this.lookUp(state, elsewhere) : null;
    if (found?.kind === 'failed' && lookups.failingForMs(found.channel) < REDIRECT_LOOKUP_GIVE_UP_MS)
      return this.retry(state, found.failure, 'find');
    this.recordDelivered(state);
    const misrouted = found?.kind === 'found' ? [{ ...found.posted, revision: 0 }] : [];
    const { current } = refs;
    if (notification.kind !== 'incident') return completed(state, null);
    const { revision } = notification.incident;
    const coveredUntil = current?.coveredUntil ?? null;
    const posting = postingChanged(notification, current, this.deps.settings.fallbackChannel);
    return completed(state, refs.withCurrent({ ...posted, revision }, coveredUntil, posting, misrouted));
  }

  private lookUp(
    { notification, claim, excluded, lease }: AttemptState,
    routes: readonly Route[],
    since = searchFrom(notification, claim.attempts?.inDoubtSince ?? null),
  ) {
    const renew = () => lease.renewIfNeeded();
    return findExisting(this.sender, notification, routes, since, excluded, renew);
  }

  private async message(state: AttemptState): Promise<Message> {
    const { notification, refs } = state;
    if (state.isBare)
      return withMentions(fallbackMessage(notification), mentionsOf(notification, this.renderContext(state)));
    const isPointer = notification.kind === 'incident' && notification.pointer !== undefined;
    const newest =
      isPointer && refs.current
        ? { newest: await this.sender.newestOf(refs.current, state.route.channel) }
        : {};
    const code = state.rejectedBlocks;
    const layout = code === null ? {} : { withoutLayout: code };
    return this.sender.render(notification, { ...this.renderContext(state), ...newest, ...layout });
  }

  private renderContext(state: AttemptState): RenderContext {
    const { notification, route, claim } = state;
    const given = { ...notification, detectedAt: firstDetectedAt(state) };
    const context = renderContext(given, route.channel, this.sender.breaker, this.deps.clock.now());
    const lastFailure = claim.attempts?.lastFailure ?? null;
    const delayReason = lastFailure ?? context.delayReason;
    // An older message may be in neither the main nor the fallback channel.
    const isFallback = route.channel === this.deps.settings.fallbackChannel;
    const redirectedFrom = isFallback ? context.redirectedFrom : null;
    const code = this.sender.breaker.faultOf(notification.channel)?.code ?? lastFailure?.detail;
    return {
      ...context,
      delayReason,
      redirectedFrom: redirectedFrom && { ...redirectedFrom, ...(code && { code }) },
      isUpdate: route.operation === 'update',
      isOutsideThread: notification.kind === 'note' && route.threadTs === null,
    };
  }

  private recordDelivered(state: PostedState): void {
    const { notification, posted, route } = state;
    const { log, hooks, clock } = this.deps;
    const what = { notification: notification.id, ...posted, operation: route.operation };
    log.info(what, 'notification delivered');
    if (!isFirstNotification(notification)) return;
    hooks?.onDelivered?.({ notification, detectedAt: firstDetectedAt(state), deliveredAt: clock.now() });
  }

  private retry(...[state, failure, call, unresolved]: RetryArguments): AttemptResult {
    return retryLater(this.deps, this.sender, { state, failure, call, unresolved });
  }
}
