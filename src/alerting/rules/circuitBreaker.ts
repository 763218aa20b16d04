import { z } from 'zod';
import { addMs, instant, isoSeconds, msBetween } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { moneyDetails, type RealMoney } from '../observation/realMoney';
import { type CounterStep, countedSinceReset, counterDelta, counterValueSchema } from './counterDelta';
import type { Details } from './details';
import { whyMissing } from './missingValue';
import type { Condition, Rule, RuleEvent, RuleInput, RuleResult } from './rule';

const settingsSchema = z.strictObject({});
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  total: counterValueSchema,
  /** What the live metric last said. */
  active: z.boolean().nullable(),
  /** A trip that one of counter and metric has shown, and the other has still to show. */
  awaited: z.object({ by: z.enum(['counter', 'metric']), since: instant }).nullable(),
  evaluatedAt: instant.nullable().default(null),
  /** Since when it was observed to be active, without a break; null while it is not. */
  activeSince: instant.nullable().default(null),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Counter and metric are written apart; one that follows the other within this time, or by the next check, is of the same
 * trip. In ms; of time in which the metric was reported.
 */
const SAME_TRIP_MS = 60_000;

/**
 * Notifies that the circuit breaker tripped: its counter rose, or the live metric `circuit_breaker_active` went from
 * False to True. Both of one trip are one event, also when they come in different checks.
 *
 * Of a live trader that reports the metric, a trip is an incident, and no event: while the metric says True, also where
 * it did so before the bot began to watch; and from a trip that was counted until the metric could have followed. It
 * ends when the metric says False; while the metric is not reported, it stays.
 */
export const circuitBreaker: Rule<Memory, Settings> = {
  name: 'circuit_breaker',
  settingsSchema,
  memorySchema,
  evaluate({ memory, snapshot, observation, now, lostAt }: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const total = snapshot.circuitBreakerTriggersTotal;
    const active = snapshot.breakerActive;
    const step = counterDelta(memory?.total, total);
    const turnedOn = memory?.active === false && active === true;
    const open = memory?.awaited ?? null;
    const lastAt = memory?.evaluatedAt ?? now;
    const awaited = open !== null && Math.abs(msBetween(open.since, lastAt)) <= SAME_TRIP_MS ? open.by : null;
    const rise = increase(step);
    const counted = Math.max(0, rise - (awaited === 'counter' ? 1 : 0));
    const byMetric = turnedOn && rise === 0 && awaited !== 'metric';
    const trips = counted + (byMetric ? 1 : 0);
    const isLive = snapshot.mode === 'live';
    const isAwaited = isLive && active === false && (counted > 0 || awaited === 'metric');
    const isActive = active === true || (isAwaited && (counted > 0 || memory?.activeSince != null));
    const wasActiveSince = memory?.activeSince ?? null;
    const activeSince = isActive ? (wasActiveSince ?? now) : active === null ? wasActiveSince : null;
    const isIncident = isLive && active !== null;
    return {
      memory: {
        total: total ?? memory?.total ?? null,
        active: active ?? memory?.active ?? null,
        evaluatedAt: now,
        activeSince,
        awaited: nextPendingPair(open, {
          rise,
          turnedOn,
          byMetric,
          counted,
          now,
          isExpired: awaited === null,
          active,
        }),
      },
      condition: isLive
        ? conditionOf(activeSince, { active, total, ...moneyDetails(observation.money, snapshot) })
        : null,
      events: isIncident ? [] : eventsOf(step, trips, { snapshot, observation, now, lostAt }),
      reason: {
        code: 'breaker',
        trips: total ?? whyMissing(snapshot, 'circuitBreakerTriggersTotal'),
        active: active ?? whyMissing(snapshot, 'breakerActive'),
      },
    };
  },
  changesAt({ awaited, active, activeSince, evaluatedAt }: Memory): readonly Date[] {
    // A trip that was counted is firing until the metric could have followed; which it cannot while it is not reported.
    if (awaited?.by !== 'metric' || active !== false || activeSince === null) return [];
    const { since } = awaited;
    const isReported = activeSince >= since || (evaluatedAt ?? since) > since;
    return isReported ? [addMs(since, SAME_TRIP_MS + 1)] : [];
  },
};

function conditionOf(activeSince: Date | null, details: Details): Condition | null {
  if (activeSince === null) return details.active === null ? null : { status: 'ok' };
  if (details.active === null) return { status: 'pending' };
  return {
    status: 'firing',
    since: activeSince,
    details: { ...details, activeSince: isoSeconds(activeSince) },
  };
}

/** A counter that appears shows a trip, and not how many. */
const increase = (step: CounterStep): number =>
  step.did === 'rose' ? step.to - step.from : step.did === 'appeared' ? 1 : 0;

/** A counter that was reset, as across a restart, and counted again may tell of trips that nobody saw. */
function eventsOf(
  step: CounterStep,
  trips: number,
  {
    snapshot,
    observation,
    now,
    lostAt,
  }: Pick<RuleInput<Memory, Settings>, 'snapshot' | 'observation' | 'now' | 'lostAt'>,
): readonly RuleEvent[] {
  if (trips > 0) return [tripped(step, trips, snapshot, observation.money)];
  const reset = countedSinceReset(step, { now, lostAt });
  if (reset === null) return [];
  const { key, level, details } = tripped(step, 1, snapshot, observation.money);
  return [
    { key: `reset:${reset.from}:${key}`, level, details: { ...details, trips: null, fellFrom: reset.from } },
  ];
}

function tripped(
  step: CounterStep,
  trips: number,
  snapshot: LiveStatusSnapshot,
  money: RealMoney,
): RuleEvent {
  const total = snapshot.circuitBreakerTriggersTotal;
  const details = {
    trips: step.did === 'appeared' ? null : trips,
    total,
    active: snapshot.breakerActive,
    ...(snapshot.mode === 'live' ? { realMoney: money.value } : {}),
    ...(snapshot.unreadable.includes('circuitBreakerTriggersTotal') && { totalUnreadable: true }),
  };
  return { key: `${total ?? 'metric'}`, level: 'normal', details };
}

function nextPendingPair(
  open: Memory['awaited'],
  seen: {
    readonly rise: number;
    readonly turnedOn: boolean;
    readonly byMetric: boolean;
    readonly counted: number;
    readonly now: Date;
    readonly isExpired: boolean;
    readonly active: boolean | null;
  },
): Memory['awaited'] {
  if (seen.byMetric) return { by: 'counter', since: seen.now };
  if (seen.counted > 0) return seen.turnedOn ? null : { by: 'metric', since: seen.now };
  if (seen.turnedOn || seen.rise > 0 || seen.isExpired) return null;
  // A metric that is not reported, as of a trader that is down, cannot follow yet.
  return open?.by === 'metric' && seen.active === null ? { ...open, since: seen.now } : open;
}
