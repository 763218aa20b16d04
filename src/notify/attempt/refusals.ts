import { earlier } from '../../lib/time';
import type { SendFailure } from '../../slack/outbound/slackApi';
import type { Refusals, RetryState } from '../../storage/alertStore';
import type { Notification } from '../model/notification';
import { isCritical, isFirstNotification } from '../model/predicates';

/** After so many refusals it is tried another way. */
const REFUSALS_BEFORE_NEXT = 5;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** How long it is tried at least, and how long and how often at most where nothing tells whether Slack or the message is at fault. */
const LEAST_MS = { critical: 30 * MINUTE_MS, other: 10 * MINUTE_MS };
const MOST_MS = { critical: 24 * HOUR_MS, other: 6 * HOUR_MS };
const MOST_REFUSALS = 20;

/** What else the channel took of late tells a refusal of this message from an outage. */
export interface RefusalContext {
  readonly notification: Notification;
  readonly now: Date;
  /** When Slack last took another message in the channel where it was refused; null for never. */
  readonly lastTakenAt: Date | null;
  /** The same of any channel in which it was refused. */
  readonly lastTakenAnywhereAt: Date | null;
  readonly fallback: string | null;
}

/** Whether Slack refuses this message, and not all of them: a token, a limit and an outage are about all. */
function isRefusal(
  failure: SendFailure,
  before: RetryState | null,
  { lastTakenAt }: RefusalContext,
): boolean {
  if (failure.kind === 'rejected' && failure.scope !== 'transient') return failure.scope !== 'token';
  if (failure.kind === 'rate_limited' || failure.kind === 'not_sent' || lastTakenAt === null) return false;
  // What is tried again and again fails, while others go through.
  const since = before?.notBefore ?? null;
  return since !== null && lastTakenAt.getTime() > Date.parse(since) - MINUTE_MS;
}

/** Whether Slack refuses to change this message, whatever the channel takes. */
const isOfMessage = (failure: SendFailure, { kind }: Pick<Notification, 'kind'>): boolean =>
  kind === 'incident' &&
  failure.kind === 'rejected' &&
  (failure.scope === 'message' || failure.scope === 'unknown');

/**
 * Whether an older message of an incident, which was left behind, stays as it is: Slack has refused to change it for long, and
 * took others in its channel meanwhile. Nobody misses anything by that: the newest message has the state.
 */
export function staysAsItIs(
  failure: SendFailure,
  before: RetryState | null,
  { notification, now, lastTakenAt }: Pick<RefusalContext, 'notification' | 'now' | 'lastTakenAt'>,
): boolean {
  const known = before?.refusals;
  if (isFirstNotification(notification) || !isOfMessage(failure, notification)) return false;
  if (known === undefined || known.count < REFUSALS_BEFORE_NEXT || lastTakenAt === null) return false;
  const since = new Date(known.since);
  return lastTakenAt > since && now.getTime() - since.getTime() > LEAST_MS.other;
}

/** The refusals after one more failure; undefined for none. */
export function nextRefusals(
  failure: SendFailure,
  before: RetryState | null,
  context: RefusalContext,
): Refusals | undefined {
  const { notification, now } = context;
  const known = before?.refusals;
  const isFirst = isFirstNotification(notification);
  if (!(isFirst ? isRefusal(failure, before, context) : isOfMessage(failure, notification))) return known;
  const way = known?.way ?? 'usual';
  const count = (known?.count ?? 0) + 1;
  // Our clock may have been set back since.
  const since = known === undefined ? now : earlier(new Date(known.since), now);
  // A channel at fault is gone around without that.
  const isOfChannel = failure.kind === 'rejected' && failure.scope === 'channel';
  const next = !isFirst || isOfChannel || count < REFUSALS_BEFORE_NEXT ? null : nextWay(way, context);
  const last = { since: since.toISOString() };
  return next === null ? { count, way, ...last } : { count: 0, way: next, ...last };
}

/** A thread entry and an update go to their channel as a message; then everything to the fallback. */
function nextWay(way: Refusals['way'], { notification, fallback }: RefusalContext): Refusals['way'] | null {
  const { kind, channel } = notification;
  if (way === 'usual' && (kind === 'note' || kind === 'incident')) return 'plain';
  return way !== 'elsewhere' && fallback !== null && fallback !== channel ? 'elsewhere' : null;
}

/** Whether it is to be given up after this failure: no way is left, and it was tried for long. A critical one is tried longest. */
export function isUndeliverable(
  failure: SendFailure,
  refusals: Refusals | undefined,
  context: RefusalContext,
): boolean {
  const { notification, now, lastTakenAnywhereAt } = context;
  if (refusals === undefined || refusals.count === 0 || !isFirstNotification(notification)) return false;
  const isOfChannel = failure.kind === 'rejected' && failure.scope === 'channel';
  if (!isOfChannel && nextWay(refusals.way, context) !== null) return false;
  const kind = isCritical(notification) ? 'critical' : 'other';
  const since = new Date(refusals.since);
  const triedForMs = now.getTime() - since.getTime();
  if (triedForMs > MOST_MS[kind]) return refusals.count >= MOST_REFUSALS;
  const leastMs = failure.kind === 'rejected' ? LEAST_MS[kind] : LEAST_MS.critical;
  const othersPass = !isOfChannel && lastTakenAnywhereAt !== null && lastTakenAnywhereAt > since;
  return othersPass && refusals.count >= REFUSALS_BEFORE_NEXT && triedForMs > leastMs;
}
