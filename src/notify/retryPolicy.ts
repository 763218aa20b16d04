import { backoffMs } from '../lib/backoff';
import type { Notification } from './model/notification';

/** The longest wait between two attempts, in ms. */
const LONGEST_MS = 60_000;

/** The wait before the next attempt after `failures` of them, in ms: doubling from 1 s to 60 s. */
export const retryBackoffMs = (failures: number, random: () => number): number =>
  backoffMs(failures, { firstMs: 1000, maxMs: LONGEST_MS, random });

/** From this failure on a delivery waits longer than its channel, so that one that always fails lets others by. */
const YIELD_FROM_ATTEMPT = 3;

/** The wait of a delivery that Slack has failed to take, in ms: so that others in its channel are tried, too. */
export const backoffYieldingMs = (failures: number, random: () => number): number =>
  retryBackoffMs(failures < YIELD_FROM_ATTEMPT ? failures : failures + 1, random);

/** The wait of a channel after `failures` in a row, in ms: doubling to 30 s. */
export const channelBackoffMs = (failures: number, random: () => number): number =>
  Math.min(LONGEST_MS / 2, retryBackoffMs(failures, random));

/** The longest time between an attempt and its retry, in ms. */
export const LONGEST_RETRY_MS = LONGEST_MS;

/**
 * After nobody waits for Slack's answer any more it may carry the call out so much later, in ms: until then the same is
 * not asked for again.
 */
export const IN_FLIGHT_WINDOW_MS = 10_000;

/** How often to retry what only a person can fix, in ms. */
export const FAULT_RETRY_MS = 180_000;

/**
 * For how long, in ms, look-ups must fail before what may have been sent is sent anyway: a duplicate is better than a lost
 * alert. With the last one under way, no look-up delays an alert by more than a minute.
 */
const LOOKUP_GIVE_UP_MS = 40_000;
/** After each time that it was sent so, and not answered, twice as long; at most this, in ms. */
const LONGEST_LOOKUP_GIVE_UP_MS = 1_800_000;

/** The same for this notification: a thread entry or a digest may come late, and had better not come twice. */
export const lookupGiveUpMs = ({ kind }: Pick<Notification, 'kind'>, unverifiedPosts: number): number =>
  kind === 'note' || kind === 'digest'
    ? LONGEST_LOOKUP_GIVE_UP_MS
    : Math.min(LOOKUP_GIVE_UP_MS * 2 ** unverifiedPosts, LONGEST_LOOKUP_GIVE_UP_MS);

/** A look-up that failed is made again after this at the latest, in ms. */
export const LONGEST_LOOKUP_RETRY_MS = 10_000;

/** The same limit for a second copy of a message that is already in Slack, in ms. */
export const REDIRECT_LOOKUP_GIVE_UP_MS = 120_000;

/** So long after an outage was posted it is looked up whether another instance posted it first, in ms. */
export const DUPLICATE_CHECK_DELAY_MS = 2_000;
