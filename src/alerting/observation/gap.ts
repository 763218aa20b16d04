import { approxDuration, later, msBetween } from '../../lib/time';
import type { StoreOutage } from '../../redis/errors';
import { type Incident, NEW_INCIDENT_DEFAULTS } from '../incidents/incident';
import { GRACE_COOLDOWN_MS } from '../rules/gracePeriod';
import { outageSeverity } from '../severity/outageSeverity';
import type { Severity } from '../severity/severity';
import type { AlertState, MasterState } from '../state/alertState';
import type { Observed } from './observation';

const CHECK_JITTER_MS = 5_000;
/** No trader's silence shorter than an interval and so much more is told of, in ms: see stale_after. */
const FAILED_SLACK_MS = 1_000;

interface ObserverSettings {
  readonly checkIntervalMs: number;
  readonly outageAfterMs: number;
}

/** What the time since the last observation means for a check that sees. */
export interface ObservationGap {
  /** Since when the traders are watched without a gap, which gives each one whole `stale_after`. */
  readonly continuousSince: Date;
  /** For how long nobody looked, where that does not begin the watch anew, in ms; 0 where no check was missed. */
  readonly unseenMs: number;
  /** What is read from now on. */
  readonly master: MasterState | null;
  /** True when the bot was without sight of Redis for long enough that it must be reported. */
  readonly isOutage: boolean;
  readonly reason: string | null;
}

/**
 * How watching goes on after the time since the last check that saw:
 *
 * 1. No check of the interval was missed, neither by the last observation that is stored nor by this instance's own: watching
 *    goes on.
 * 2. A check was missed (Redis away for some seconds, the bot restarted): nothing is said, and watching begins anew,
 *    but not within 5 minutes of the last time it did: then half of that time does not count against a trader.
 * 3. Longer than `outageAfterMs` (the bot was down, its process was paused, Redis was away): it is an outage, and
 *    watching begins anew. Who saw the traders last, and whose copy it was, does not matter.
 * 4. Another Redis took over: watching begins anew. A trader that is connected to the one before goes on writing to it
 *    until a Sentinel demotes that, 10 s after it is back and more; and the last seconds of before may be lost. Where
 *    they take over from each other all the time, for 5 minutes, and then no more for as long.
 * 5. Our clock was set back: watching begins anew.
 */
export function detectGap(
  known: AlertState,
  {
    at: now,
    source: name = null,
    lastObservedByThisInstance = null,
    lastFailedByThisInstance = null,
  }: Pick<Observed, 'at' | 'source' | 'lastObservedByThisInstance' | 'lastFailedByThisInstance'>,
  settings: ObserverSettings,
): ObservationGap {
  const takeover = detectFailover(known.master, name, now);
  const failedAt = lastFailedByThisInstance;
  const gap = gapSinceLast(known, lastObservedByThisInstance, failedAt, now, settings);
  if (gap.reason !== null || takeover.reason === null) return { ...gap, master: takeover.master };
  return { ...takeover, continuousSince: now, unseenMs: 0, isOutage: false };
}

/** After so long without an observation, in ms, a check was missed. */
export const missedCheckAfterMs = (checkIntervalMs: number): number =>
  checkIntervalMs + Math.max(checkIntervalMs / 2, CHECK_JITTER_MS);

function gapSinceLast(
  known: AlertState,
  lastObservedByThisInstance: Date | null,
  failedAt: Date | null,
  now: Date,
  settings: ObserverSettings,
): Omit<ObservationGap, 'master'> {
  // Another instance's clock may differ from ours by more than a check may be late.
  const isOwnKnown = lastObservedByThisInstance !== null && lastObservedByThisInstance <= now;
  const gapMs = msBetween(
    isOwnKnown ? later(lastObservedByThisInstance, known.observedAt) : known.observedAt,
    now,
  );
  const { continuousSince } = known;
  const anew = {
    continuousSince: now,
    unseenMs: 0,
    reason: `the traders were not seen for ${approxDuration(gapMs)}`,
  };
  if (gapMs > settings.outageAfterMs) return { ...anew, isOutage: true };
  const { checkIntervalMs } = settings;
  // One that is known to have failed was missed, though checks in between make the gap around it shorter.
  const hasFailed = failedAt !== null && failedAt > known.observedAt;
  const missedMs = hasFailed ? checkIntervalMs + FAILED_SLACK_MS : missedCheckAfterMs(checkIntervalMs);
  const isRenewable = msBetween(continuousSince, now) > GRACE_COOLDOWN_MS;
  if (gapMs > missedMs && isRenewable) return { ...anew, isOutage: false };
  if (continuousSince > now) return { ...anew, isOutage: false, reason: 'the clock was set back' };
  return { continuousSince, unseenMs: gapMs > missedMs ? gapMs : 0, isOutage: false, reason: null };
}

/** What is read from now on; and why that gives each trader its time anew, null where it does not. */
function detectFailover(
  known: MasterState | null,
  name: string | null,
  now: Date,
): { readonly master: MasterState | null; readonly reason: string | null } {
  if (name === null || known === null)
    return { master: name === null ? known : { name, failoversSince: null }, reason: null };
  if (name === known.name) return { master: known, reason: null };
  const restlessMs =
    known.failoversSince === null ? Infinity : Math.abs(msBetween(known.failoversSince, now));
  const isFirst = restlessMs > 2 * GRACE_COOLDOWN_MS;
  return {
    master: { name, failoversSince: isFirst ? now : known.failoversSince },
    reason:
      isFirst || restlessMs <= GRACE_COOLDOWN_MS
        ? `${name} took over from ${known.name}, so that each trader has its time anew`
        : null,
  };
}

/**
 * The outage since the last check that saw, as an open incident, if it lasts long enough by `now`; else null. It is
 * reported from memory while Redis is away; once there are observations again, `decide` makes it recovered under the same id.
 * `storeOutage`: why nothing can be stored, where the traders can be read.
 */
export function currentOutage(
  known: Pick<AlertState, 'observedAt' | 'targets'>,
  now: Date,
  settings: Pick<ObserverSettings, 'outageAfterMs'>,
  storeOutage: StoreOutage | null = null,
): Incident | null {
  if (msBetween(known.observedAt, now) <= settings.outageAfterMs) return null;
  return { ...outageSince(known.observedAt, outageSeverity(known)), ...(storeOutage && { storeOutage }) };
}

/** Copies of the bot may differ by so much about the last observation, in ms. */
const SAME_WITHIN_MS = 60_000;
/** The rule of an outage of the monitoring itself, which no rule decides. */
const MONITORING_OUTAGE = 'monitoring_outage';
const STARTUP_PREFIX = `${MONITORING_OUTAGE}:start:`;

/** True of an incident that each instance of the bot may have reported by itself. */
export const isOutage = ({ rule }: Pick<Incident, 'rule'>): boolean => rule === MONITORING_OUTAGE;

/**
 * The outage of a bot that has seen nothing since it was started, and remembers no observation from before; null while it
 * does not last long enough. It may have begun before: `isStartupOutage` tells it from one whose beginning is known.
 */
export function outageSinceStartup(
  startedAt: Date,
  now: Date,
  settings: Pick<ObserverSettings, 'outageAfterMs'>,
): Incident | null {
  if (msBetween(startedAt, now) <= settings.outageAfterMs) return null;
  return { ...outageSince(startedAt), id: `${STARTUP_PREFIX}${Math.floor(startedAt.getTime() / 1000)}` };
}

/** True of the id of such an incident, whether or not the store knows it. */
export const isOutageId = (id: string): boolean => /^monitoring_outage:(?:start:)?\d+$/.test(id);

export const isStartupOutage = ({ id }: Pick<Incident, 'id'>): boolean => id.startsWith(STARTUP_PREFIX);

type Span = Pick<Incident, 'openedAt' | 'closedAt'>;

/** Whether two outages are one: they began at about the same time, or one of them while the other lasted. */
export const isSameOutage = (a: Span, b: Span): boolean =>
  !startedAfter(a, b) &&
  !startedAfter(b, a) &&
  (beganTogether(a, b) || startedDuring(a, b) || startedDuring(b, a));

const beganTogether = (a: Span, b: Span): boolean =>
  Math.abs(msBetween(a.openedAt, b.openedAt)) <= SAME_WITHIN_MS;

/** Whether an outage began when another was over: the next begins with the observation that ends one. Times are reported in whole seconds. */
export const startedAfter = ({ openedAt }: Span, { closedAt }: Span): boolean =>
  closedAt !== null && msBetween(openedAt, closedAt) < 1000;

const startedDuring = ({ openedAt }: Span, span: Span): boolean =>
  span.closedAt !== null && openedAt > span.openedAt;

/** The outage since that observation: open, as it is reported while it lasts. Unless given, nothing is known of the traders. */
export const outageSince = (observedAt: Date, severity: Severity = 'critical'): Incident => ({
  id: `${MONITORING_OUTAGE}:${Math.floor(observedAt.getTime() / 1000)}`,
  rule: MONITORING_OUTAGE,
  ...NEW_INCIDENT_DEFAULTS,
  severity,
  targets: [],
  openedAt: observedAt,
  nextReminderAt: null,
  revision: 1,
});
