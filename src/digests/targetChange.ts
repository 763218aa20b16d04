import type { Incident } from '../alerting/incidents/incident';
import type { CountedMetric, Totals, UptimeMemory } from '../alerting/rules/uptimeTotals';
import type { AlertState } from '../alerting/state/alertState';
import { standingOf } from '../alerting/state/standing';
import type { CounterChange, DigestTarget } from './digest';

/** What changed about a target since `before`; null if its totals at that time are unknown. */
export function targetChange(
  target: AlertState['targets'][number],
  { totals, lastSignAt, unreadable, evaluatedAt }: UptimeMemory,
  before: Totals | null,
  since: Date,
  incidents: readonly Incident[],
  silences: AlertState['silences'] = [],
): DigestTarget {
  // Totals with another start were lost or reset meanwhile: everything was counted since the new start.
  const start = before !== null && before.since.getTime() === totals.since.getTime() ? before : null;
  const counter = (name: CountedMetric): CounterChange => {
    const now = totals.counters[name];
    const then = start?.counters[name];
    return {
      total: now.last,
      increase: now.increase - (then?.increase ?? 0),
      resets: now.resets - (then?.resets ?? 0),
      isNew: now.appearedAt !== null && now.appearedAt > since,
    };
  };
  const trips = counter('circuitBreakerTriggersTotal');
  const isReported = totals.balance !== null && totals.balance.at.getTime() === evaluatedAt.getTime();
  return {
    ...standingOf(target, incidents, evaluatedAt, silences),
    lastSignAt,
    live: { ...totals.live, changes: totals.live.changes - (start?.live.changes ?? 0) },
    trades: counter('tradesTotal'),
    violations: counter('safetyViolationsTotal'),
    // Without a counter, the trips that the live metric showed.
    trips:
      trips.total === null ? { ...trips, increase: totals.breakerTrips - (start?.breakerTrips ?? 0) } : trips,
    balance: { now: isReported ? (totals.balance?.value ?? null) : null, before: before?.balance ?? null },
    unreadable,
    watchedMs: totals.watchedMs - (start?.watchedMs ?? 0),
    upMs: Math.max(0, totals.upMs - (start?.upMs ?? 0)),
    countingSince: start === null && totals.since > since ? totals.since : null,
  };
}

/** True if it has ever reported anything, understood or not. */
export const hasReported = ({ totals, lastSignAt, unreadable }: UptimeMemory): boolean =>
  lastSignAt !== null ||
  unreadable.length > 0 ||
  totals.balance !== null ||
  totals.live.enabled !== null ||
  totals.live.armed !== null ||
  Object.values(totals.counters).some(({ last }) => last !== null);
