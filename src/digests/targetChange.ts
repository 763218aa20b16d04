import type { Incident } from '../alerting/incidents/incident';
import type { CountedMetric, Tally, Totals } from '../alerting/rules/uptimeTotals';
import type { AlertState } from '../alerting/state/alertState';
import { standingOf } from '../alerting/state/standing';
import type { CounterChange, DigestTarget } from './digest';

/** What changed of a target since `before`, which is null where nothing is known of then. */
export function targetChange(
  known: AlertState['targets'][number],
  { totals, lastSignAt, unreadable, judgedAt }: Tally,
  before: Totals | null,
  since: Date,
  incidents: readonly Incident[],
): DigestTarget {
  // Totals of another beginning were lost or reset meanwhile: all that is known was counted since the new one.
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
  const isReported = totals.balance !== null && totals.balance.at.getTime() === judgedAt.getTime();
  return {
    ...standingOf(known, incidents, judgedAt),
    lastSignAt,
    live: { ...totals.live, changes: totals.live.changes - (start?.live.changes ?? 0) },
    trades: counter('tradesTotal'),
    violations: counter('safetyViolationsTotal'),
    // Without a counter, the live metric tells of trips.
    trips:
      trips.total === null ? { ...trips, increase: totals.breakerTrips - (start?.breakerTrips ?? 0) } : trips,
    balance: { now: isReported ? (totals.balance?.value ?? null) : null, before: before?.balance ?? null },
    unreadable,
    watchedMs: totals.watchedMs - (start?.watchedMs ?? 0),
    upMs: Math.max(0, totals.upMs - (start?.upMs ?? 0)),
    countingSince: start === null && totals.since > since ? totals.since : null,
  };
}

/** True when it has reported anything, ever, be it understood or not. */
export const hasReported = ({ totals, lastSignAt, unreadable }: Tally): boolean =>
  lastSignAt !== null ||
  unreadable.length > 0 ||
  totals.balance !== null ||
  totals.live.enabled !== null ||
  totals.live.armed !== null ||
  Object.values(totals.counters).some(({ last }) => last !== null);
