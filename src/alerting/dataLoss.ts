import { addMs, approxDuration, isoSeconds, msBetween } from '../lib/time';
import type { Verdict } from './evaluation/runRules';
import type { TargetId } from './incidents/incident';
import { missedCheckAfterMs } from './observation/gap';
import type { Observed } from './observation/observation';
import { GRACE_COOLDOWN_MS } from './rules/gracePeriod';
import type { Condition } from './rules/rule';
import type { Severity } from './severity/severity';
import type { AlertState } from './state/alertState';
import type { Losses } from './state/losses';

/** The incident that Redis keeps losing its data. It is about Redis, and so of no rule about a trader. */
export const DATA_LOSS = 'dataLoss';
export const REDIS: TargetId = 'Redis';

/** So many losses within this time, in ms, are an outage; after as long without one it is over. */
const LOSSES = 3;
const WITHIN_MS = 600_000;

/** The losses as of a check; null once it was quiet for 10 minutes. What several instances notice of one loss counts once. */
export function updateLosses(
  before: Losses | null,
  isAfterLoss: boolean,
  now: Date,
  checkIntervalMs: number,
): Losses | null {
  const sinceMs = before === null ? Number.POSITIVE_INFINITY : Math.abs(msBetween(before.last, now));
  const known = sinceMs > WITHIN_MS ? null : before;
  if (!isAfterLoss || (known !== null && sinceMs <= missedCheckAfterMs(checkIntervalMs))) return known;
  const recent = [...(known?.recent ?? []), now].slice(-LOSSES);
  const [first = now] = recent;
  const isOften = recent.length === LOSSES && msBetween(first, now) <= WITHIN_MS;
  return {
    since: known?.since ?? now,
    last: now,
    times: (known?.times ?? 0) + 1,
    recent,
    isOutage: isOften || known?.isOutage === true,
  };
}

/** The losses that either of two memories knows more of. */
export const mergeLosses = (one: Losses | null, other: Losses | null): Losses | null => {
  if (one === null || other === null) return one ?? other;
  return one.last > other.last || (one.last.getTime() === other.last.getTime() && one.times > other.times)
    ? one
    : other;
};

/**
 * Whether a loss gives each trader time to be seen anew: only where there was none in the last 5 minutes. Else losses that come
 * again and again would hide for ever that a trader died.
 */
const givesGrace = (before: Losses | null, now: Date): boolean =>
  before === null || Math.abs(msBetween(before.last, now)) > GRACE_COOLDOWN_MS;

/** When Redis last lost data in a way that gives each trader time, and how often it did of late. */
export const observeLosses = (
  known: Pick<AlertState, 'dataLossAt' | 'losses'>,
  { afterDataLoss = false, at }: Pick<Observed, 'afterDataLoss' | 'at'>,
  checkIntervalMs: number,
): Pick<AlertState, 'dataLossAt' | 'losses'> => ({
  dataLossAt: afterDataLoss && givesGrace(known.losses, at) ? at : known.dataLossAt,
  losses: updateLosses(known.losses, afterDataLoss, at, checkIntervalMs),
});

const isOutageNow = (losses: Losses | null, now: Date): losses is Losses =>
  losses?.isOutage === true && Math.abs(msBetween(losses.last, now)) <= WITHIN_MS;

/** When losses that are an outage have stopped for long enough; null where there is none. */
export const lossesOverAt = (losses: Losses | null): Date | null =>
  losses?.isOutage === true ? addMs(losses.last, WITHIN_MS + 1) : null;

/** Whether Redis keeps its data, for the incident. */
function lossCondition(losses: Losses | null, now: Date): Condition {
  if (!isOutageNow(losses, now)) return { status: 'ok' };
  const { since, last, times } = losses;
  return {
    status: 'firing',
    since,
    details: { times, firstLoss: isoSeconds(since), lastLoss: isoSeconds(last) },
  };
}

/** The same as a verdict on Redis itself. */
export const lossVerdict = (losses: Losses | null, severity: Severity, now: Date): Verdict => ({
  rule: DATA_LOSS,
  target: REDIS,
  env: REDIS,
  condition: lossCondition(losses, now),
  severity,
  provenSeverity: severity,
});

/** That Redis keeps losing its data, such as `Redis keeps losing its data: 4 times in 6 min`; null while it does not. */
export const describeLosses = (losses: Losses | null, now: Date): string | null =>
  isOutageNow(losses, now)
    ? `Redis keeps losing its data: ${losses.times} times in ${approxDuration(msBetween(losses.since, now))}`
    : null;
