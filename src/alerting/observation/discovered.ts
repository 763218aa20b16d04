import { createHash } from 'node:crypto';
import { memoizeByObject } from '../../lib/memoize';
import { msBetween } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { configuredTargets, ignoring, type TargetSettings } from '../../monitors/live/targetDirectory';
import type { TargetId } from '../incidents/incident';
import type { AlertState, TargetRecord } from '../state/alertState';

/** A target that was found is not alerted on before it has written for so long, in ms. */
export const PROBATION_MS = 300_000;
/** One that has had no key for so long, in ms, is forgotten. */
export const FORGOTTEN_AFTER_MS = 7 * 86_400_000;

/** How a target came to be known, and what was seen of its keys. */
export type Origin = Pick<TargetRecord, 'origin' | 'firstSeenAt' | 'lastKeysAt' | 'probation'>;

/** Of a target that was there before any of this was noted. */
export const LONG_KNOWN: Origin = {
  origin: 'configured',
  firstSeenAt: new Date(0),
  lastKeysAt: null,
  probation: null,
};

/** Tells which targets are configured, and which are to be left out. */
export interface Membership {
  isConfigured(id: TargetId): boolean;
  isIgnored(id: TargetId): boolean;
}

const EVERYBODY: Membership = { isConfigured: () => true, isIgnored: () => false };

/**
 * Where nothing is configured, every target that is looked at is. Who stands in does not know what is to be left out by the
 * configuration that is active.
 */
export function membershipIn(settings: TargetSettings | undefined, isStandIn = false): Membership {
  if (settings === undefined) return EVERYBODY;
  const membership = membershipBy(settings);
  return isStandIn ? { ...membership, isIgnored: () => false } : membership;
}

const membershipBy = memoizeByObject((settings: TargetSettings): Membership => {
  const configured = configuredTargets(settings);
  return { isConfigured: (id) => configured.has(id), isIgnored: ignoring(settings) };
});

/** What is noted of a target at a check. `isFound`: the last pass over the keyspace found a key of it. */
export function noted(
  before: TargetRecord | null,
  snapshot: LiveStatusSnapshot,
  {
    now,
    isConfigured,
    isFound,
    checkIntervalMs,
  }: {
    readonly now: Date;
    readonly isConfigured: boolean;
    readonly isFound: boolean;
    readonly checkIntervalMs: number;
  },
): Origin {
  const hasKeys = isFound || !snapshot.reportsNothing;
  const firstSeenAt = before?.firstSeenAt ?? (hasKeys ? now : null);
  return {
    origin: isConfigured ? 'configured' : 'discovered',
    firstSeenAt,
    lastKeysAt: hasKeys ? now : (before?.lastKeysAt ?? null),
    probation: isConfigured ? null : probationAfter(before, snapshot, now, checkIntervalMs),
  };
}

/**
 * A target that was found proves that somebody runs it by writing for 5 minutes, without a pause as long: else a key that
 * somebody left there would be called a dead trader.
 */
function probationAfter(
  before: TargetRecord | null,
  snapshot: LiveStatusSnapshot,
  now: Date,
  checkIntervalMs: number,
): TargetRecord['probation'] {
  const mark = markOf(snapshot);
  if (before === null || (before.probation === null && before.firstSeenAt === null))
    return { mark, since: now, wroteAt: now };
  const { probation } = before;
  if (probation === null || probation.mark === mark) return probation;
  // Where checks are further apart, each sees one write at most.
  const pauseMs = Math.max(PROBATION_MS, 2 * checkIntervalMs);
  const isPaused = msBetween(probation.wroteAt, now) > pauseMs || now < probation.wroteAt;
  const since = isPaused ? now : probation.since;
  return msBetween(since, now) >= PROBATION_MS ? null : { mark, since, wroteAt: now };
}

/** Changes with whatever the trader writes. */
const markOf = (snapshot: LiveStatusSnapshot): string =>
  createHash('sha1')
    .update(
      JSON.stringify([
        snapshot.signs.map(({ component, text }) => [component, text]),
        snapshot.tradesTotal,
        snapshot.tradesToday,
        snapshot.safetyViolationsTotal,
        snapshot.circuitBreakerTriggersTotal,
        snapshot.liveMetrics,
      ]),
    )
    .digest('base64');

/**
 * The targets that stay known though this check did not look at them, such as those that another instance has just
 * found. What is configured no more, and was never seen, is forgotten.
 */
export function notLookedAt(
  known: AlertState,
  looked: ReadonlySet<TargetId>,
  { isConfigured }: Membership,
): readonly TargetRecord[] {
  return known.targets
    .filter(({ target }) => !looked.has(target))
    .filter(({ target, origin }) => origin === 'discovered' || !isConfigured(target))
    .map((target) => ({ ...target, origin: 'discovered' }));
}

/** Whether the configuration names a target no more, so that nobody watches it: it is left out, or has never written. */
export function isTakenOut({ targets }: AlertState, id: TargetId, membership: Membership): boolean {
  if (membership.isIgnored(id)) return true;
  const isUnseen = targets.some(
    ({ target, muted, firstSeenAt }) => target === id && !muted && firstSeenAt === null,
  );
  return isUnseen && !membership.isConfigured(id);
}

/**
 * Whether a target is forgotten: one that was found and has had no key for 7 days, unless it is off watch on purpose, or
 * an alert of it is open; and one that is to be left out, at once.
 */
export function isForgotten(
  target: TargetRecord,
  { now, openOf, membership }: { now: Date; openOf: ReadonlySet<TargetId>; membership: Membership },
): boolean {
  const { target: id, origin, muted, lastKeysAt } = target;
  if (membership.isIgnored(id)) return true;
  if (origin === 'configured' || muted || openOf.has(id)) return false;
  return lastKeysAt === null || msBetween(lastKeysAt, now) > FORGOTTEN_AFTER_MS;
}
