import { msBetween } from '../../lib/time';
import type { PageNotification } from '../model/notification';

/** The longest wait between two attempts, whatever is asked for, in ms. */
export const LONGEST_PAGE_WAIT_MS = 120_000;

/**
 * What could not be sent for so long has failed, in ms: the next step has waited long enough. For what ends a page nothing
 * waits, and a service that is not notified goes on ringing.
 */
const GIVE_UP_MS = { trigger: 120_000, acknowledge: 3_600_000, resolve: 3_600_000 } as const;
/** However late a page is, as when the bot did not run, it is tried so often. */
const MIN_ATTEMPTS = 3;

/** What somebody asked for is worth reading for so long, in ms, and no step of an escalation waits for it. */
const GIVE_UP_PERSONAL_MS = 6 * 3_600_000;

/** Whether a page that has failed so often is given up. */
export const isGivenUp = (
  { event, detectedAt, isPersonal }: PageNotification,
  attempts: number,
  now: Date,
): boolean =>
  attempts >= MIN_ATTEMPTS &&
  msBetween(detectedAt, now) >= (isPersonal ? GIVE_UP_PERSONAL_MS : GIVE_UP_MS[event]);

/** Longer than a request that pages takes, in ms. */
const LONGEST_REQUEST_MS = 10_000;

/**
 * What ends a page waits, in ms: another instance's request that pages may be under way, and what came after its end would
 * ring for nothing.
 */
export const endDelayMs = ({ event, detectedAt }: PageNotification, now: Date): number =>
  event === 'trigger'
    ? 0
    : Math.min(LONGEST_REQUEST_MS, Math.max(0, LONGEST_REQUEST_MS - msBetween(detectedAt, now)));
