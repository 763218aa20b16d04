import { approxDuration, later, msBetween } from '../../lib/time';
import type { StoreOutage } from '../../redis/errors';
import { type Incident, NEW_INCIDENT_DEFAULTS } from '../incidents/incident';
import { GRACE_COOLDOWN_MS } from '../rules/gracePeriod';
import type { AlertState, MasterState } from '../state/alertState';
import type { Seen } from './observation';

const CHECK_JITTER_MS = 5_000;

interface ObserverSettings {
  readonly checkIntervalMs: number;
  readonly blindAfterMs: number;
}

/** What the time since the last sight means for a check that sees. */
export interface Gap {
  /** Since when the traders are watched without a gap, which gives each one whole `stale_after`. */
  readonly watchedSince: Date;
  /** For how long nobody looked, where that does not begin the watch anew, in ms; 0 where no check was missed. */
  readonly unseenMs: number;
  /** What is read from now on. */
  readonly source: MasterState | null;
  /** True when the bot was blind for long enough that it must be told. */
  readonly isOutage: boolean;
  readonly why: string | null;
}

/**
 * How watching goes on after the time since the last check that saw:
 *
 * 1. No check was missed, neither by the last sight that is stored nor by this copy's own: watching goes on.
 * 2. A check was missed (Redis away for some seconds, the bot restarted): nothing is said, and watching begins anew,
 *    but not within 5 minutes of the last time it did: then half of that time does not count against a trader.
 * 3. Longer than `blindAfterMs` (the bot was down, its process was paused, Redis was away): it is an outage, and
 *    watching begins anew. Who saw the traders last, and whose copy it was, does not matter.
 * 4. Another Redis took over: watching begins anew. A trader that is connected to the one before goes on writing to it
 *    until a Sentinel demotes that, 10 s after it is back and more; and the last seconds of before may be lost. Where
 *    they take over from each other all the time, for 5 minutes, and then no more for as long.
 * 5. Our clock was set back: watching begins anew.
 */
export function detectGap(
  known: AlertState,
  { at: now, source: name = null, ownSawAt = null }: Pick<Seen, 'at' | 'source' | 'ownSawAt'>,
  settings: ObserverSettings,
): Gap {
  const takeover = detectFailover(known.source, name, now);
  const gap = gapSinceLast(known, ownSawAt, now, settings);
  if (gap.why !== null || takeover.why === null) return { ...gap, source: takeover.source };
  return { ...takeover, watchedSince: now, unseenMs: 0, isOutage: false };
}

/** After so long without a sight, in ms, a check was missed. */
export const missedCheckAfterMs = (checkIntervalMs: number): number =>
  checkIntervalMs + Math.max(checkIntervalMs / 2, CHECK_JITTER_MS);

function gapSinceLast(
  known: AlertState,
  ownSawAt: Date | null,
  now: Date,
  settings: ObserverSettings,
): Omit<Gap, 'source'> {
  // Another copy's clock may differ from ours by more than a check may be late.
  const isOwnKnown = ownSawAt !== null && ownSawAt <= now;
  const gapMs = msBetween(isOwnKnown ? later(ownSawAt, known.sawAt) : known.sawAt, now);
  const { watchedSince } = known;
  const anew = {
    watchedSince: now,
    unseenMs: 0,
    why: `the traders were not seen for ${approxDuration(gapMs)}`,
  };
  if (gapMs > settings.blindAfterMs) return { ...anew, isOutage: true };
  const missedMs = missedCheckAfterMs(settings.checkIntervalMs);
  const isRenewable = msBetween(watchedSince, now) > GRACE_COOLDOWN_MS;
  if (gapMs > missedMs && isRenewable) return { ...anew, isOutage: false };
  if (watchedSince > now) return { ...anew, isOutage: false, why: 'the clock was set back' };
  return { watchedSince, unseenMs: gapMs > missedMs ? gapMs : 0, isOutage: false, why: null };
}

/** What is read from now on; and why that gives each trader its time anew, null where it does not. */
function detectFailover(
  known: MasterState | null,
  name: string | null,
  now: Date,
): { readonly source: MasterState | null; readonly why: string | null } {
  if (name === null || known === null)
    return { source: name === null ? known : { name, restlessSince: null }, why: null };
  if (name === known.name) return { source: known, why: null };
  const restlessMs = known.restlessSince === null ? Infinity : Math.abs(msBetween(known.restlessSince, now));
  const isFirst = restlessMs > 2 * GRACE_COOLDOWN_MS;
  return {
    source: { name, restlessSince: isFirst ? now : known.restlessSince },
    why:
      isFirst || restlessMs <= GRACE_COOLDOWN_MS
        ? `${name} took over from ${known.name}, so that each trader has its time anew`
        : null,
  };
}

/**
 * The outage since the last check that saw, as an open incident, if it lasts long enough by `now`; else null. It is
 * told from memory while Redis is away; once there is sight again, `decide` makes it recovered under the same id.
 * `storeOutage`: why nothing can be stored, where the traders can be read.
 */
export function currentOutage(
  known: Pick<AlertState, 'sawAt'>,
  now: Date,
  settings: Pick<ObserverSettings, 'blindAfterMs'>,
  storeOutage: StoreOutage | null = null,
): Incident | null {
  if (msBetween(known.sawAt, now) <= settings.blindAfterMs) return null;
  return { ...outageSince(known.sawAt), ...(storeOutage && { storeOutage }) };
}

/** Copies of the bot may differ by so much about the last sight, in ms. */
const SAME_WITHIN_MS = 60_000;
const STARTUP_PREFIX = 'blind:start:';

/** True of an incident that each copy of the bot may have told of by itself. */
export const isOutage = ({ rule }: Pick<Incident, 'rule'>): boolean => rule === 'blind';

/**
 * The outage of a bot that has seen nothing since it was started, and remembers no sight from before; null while it
 * does not last long enough. It may have begun before: `isStartupOutage` tells it from one whose beginning is known.
 */
export function outageSinceStartup(
  startedAt: Date,
  now: Date,
  settings: Pick<ObserverSettings, 'blindAfterMs'>,
): Incident | null {
  if (msBetween(startedAt, now) <= settings.blindAfterMs) return null;
  return { ...outageSince(startedAt), id: `${STARTUP_PREFIX}${Math.floor(startedAt.getTime() / 1000)}` };
}

/** True of the id of such an incident, whether or not the store knows it. */
export const isOutageId = (id: string): boolean => /^blind:(?:start:)?\d+$/.test(id);

export const isStartupOutage = ({ id }: Pick<Incident, 'id'>): boolean => id.startsWith(STARTUP_PREFIX);

type Span = Pick<Incident, 'openedAt' | 'closedAt'>;

/** Whether two outages are one: they began at about the same time, or one of them while the other lasted. */
export const isSameOutage = (a: Span, b: Span): boolean =>
  !startedAfter(a, b) &&
  !startedAfter(b, a) &&
  (beganTogether(a, b) || startedDuring(a, b) || startedDuring(b, a));

const beganTogether = (a: Span, b: Span): boolean =>
  Math.abs(msBetween(a.openedAt, b.openedAt)) <= SAME_WITHIN_MS;

/** Whether an outage began when another was over: the next begins with the sight that ends one. Times are told in whole seconds. */
export const startedAfter = ({ openedAt }: Span, { closedAt }: Span): boolean =>
  closedAt !== null && msBetween(openedAt, closedAt) < 1000;

const startedDuring = ({ openedAt }: Span, span: Span): boolean =>
  span.closedAt !== null && openedAt > span.openedAt;

/** The outage since that sight: open, as it is told of while it lasts. */
export const outageSince = (sawAt: Date): Incident => ({
  id: `blind:${Math.floor(sawAt.getTime() / 1000)}`,
  rule: 'blind',
  ...NEW_INCIDENT_DEFAULTS,
  targets: [],
  openedAt: sawAt,
  nextReminderAt: null,
  revision: 1,
});
