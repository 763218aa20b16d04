import { z } from 'zod';
import { durationSchema, instant, later, msBetween } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { counterDelta, counterValueSchema } from './counterDelta';
import type { Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({ stale_after: durationSchema.prefault('90s') })
  .transform(({ stale_after: staleAfterMs }) => ({ staleAfterMs }));
type Settings = z.output<typeof settingsSchema>;

const COUNTED_METRICS = ['tradesTotal', 'safetyViolationsTotal', 'circuitBreakerTriggersTotal'] as const;
export type CountedMetric = (typeof COUNTED_METRICS)[number];

const counterSchema = z.object({
  /** As last reported; null while it never was. */
  last: counterValueSchema,
  /** All rises that were seen, added up. */
  increase: z.number(),
  /** How often it was lower than before. What was counted around a reset is not in `increase`. */
  resets: z.number(),
  /** When it was reported for the first time; null while it never was, or where it was from the beginning. */
  appearedAt: instant.nullable(),
});

/** Sums that only grow, so that what happened between two times is the difference of theirs. Times in ms. */
export const totalsSchema = z.object({
  /** Since when they are summed up. Totals of another beginning cannot be compared. */
  since: instant,
  watchedMs: z.number(),
  upMs: z.number(),
  counters: z.object({
    tradesTotal: counterSchema,
    safetyViolationsTotal: counterSchema,
    circuitBreakerTriggersTotal: counterSchema,
  }),
  /** As last reported, and when; null while it never was. */
  balance: z.object({ value: z.number(), at: instant }).nullable(),
  /** Live trading as last reported, and how often that changed. */
  live: z.object({ enabled: z.boolean().nullable(), armed: z.boolean().nullable(), changes: z.number() }),
  /** How often the live metric went from inactive to active, for traders that count no trips. */
  breakerTrips: z.number(),
});
export type Totals = z.output<typeof totalsSchema>;

export const uptimeMemorySchema = z.object({
  totals: totalsSchema,
  /** The last sign of life; null while none was ever observed. */
  lastSignAt: instant.nullable(),
  isDown: z.boolean(),
  breakerActive: z.boolean().nullable(),
  /** The figures that were there at the last check, and were not understood. */
  unreadable: z.array(z.string()).default([]),
  evaluatedAt: instant,
});
export type UptimeMemory = z.output<typeof uptimeMemorySchema>;

/**
 * Adds up what digests tell; it alerts of nothing. A trader is up from a sign of life until `stale_after` has passed without
 * another one: then it was down from the last one on. Only time in which it was watched counts, as up or as down.
 */
export const uptimeTotals: Rule<UptimeMemory, Settings> = {
  name: 'uptime_totals',
  settingsSchema,
  memorySchema: uptimeMemorySchema,
  evaluate(input: RuleInput<UptimeMemory, Settings>): RuleResult<UptimeMemory> {
    const { memory, snapshot, observation, now } = input;
    const totals = memory?.totals ?? begun(now);
    const life = updateUptime(input);
    const active = snapshot.breakerActive;
    const hasTripped = memory?.breakerActive === false && active === true;
    const next = {
      since: totals.since,
      watchedMs: life.watchedMs,
      upMs: life.upMs,
      counters: {
        tradesTotal: updateCounter('tradesTotal', input),
        safetyViolationsTotal: updateCounter('safetyViolationsTotal', input),
        circuitBreakerTriggersTotal: updateCounter('circuitBreakerTriggersTotal', input),
      },
      balance: snapshot.totalBalance === null ? totals.balance : { value: snapshot.totalBalance, at: now },
      live: liveNow(memory, snapshot),
      breakerTrips: totals.breakerTrips + (hasTripped ? 1 : 0),
    };
    return {
      memory: {
        totals: next,
        lastSignAt: observation.last?.writtenAt ?? null,
        isDown: life.isDown,
        breakerActive: active ?? memory?.breakerActive ?? null,
        unreadable: [...snapshot.unreadable],
        evaluatedAt: now,
      },
      condition: null,
      events: [],
      reason: { code: 'uptime', upMs: next.upMs, watchedMs: next.watchedMs },
    };
  },
  changesAt: () => [],
};

const NO_COUNT = { last: null, increase: 0, resets: 0, appearedAt: null };

const begun = (since: Date): Totals => ({
  since,
  watchedMs: 0,
  upMs: 0,
  counters: { tradesTotal: NO_COUNT, safetyViolationsTotal: NO_COUNT, circuitBreakerTriggersTotal: NO_COUNT },
  balance: null,
  live: { enabled: null, armed: null, changes: 0 },
  breakerTrips: 0,
});

function updateUptime({
  memory,
  observation,
  now,
  continuousSince,
  settings,
}: RuleInput<UptimeMemory, Settings>) {
  const signAt = observation.last?.writtenAt ?? null;
  const { watchedMs, upMs } = memory?.totals ?? { watchedMs: 0, upMs: 0 };
  const isWatchedOn = memory !== null && continuousSince <= memory.evaluatedAt;
  const passedMs = isWatchedOn ? Math.max(0, msBetween(memory.evaluatedAt, now)) : 0;
  const quietMs = signAt === null ? null : Math.max(0, msBetween(later(signAt, continuousSince), now));
  const wasDown = memory?.isDown ?? false;
  const isDown = quietMs === null || (wasDown ? !observation.isWritten : quietMs > settings.staleAfterMs);
  const upBy = () => {
    if (!isDown) return wasDown ? Math.min(passedMs, msBetween(signAt ?? now, now)) : passedMs;
    // It was taken to be up until now, but was not since its last sign of life.
    return wasDown || memory === null
      ? 0
      : -Math.max(0, msBetween(later(signAt ?? now, continuousSince), memory.evaluatedAt));
  };
  return { isDown, watchedMs: watchedMs + passedMs, upMs: Math.max(0, upMs + upBy()) };
}

function updateCounter(name: CountedMetric, { memory, snapshot, now }: RuleInput<UptimeMemory, Settings>) {
  const known = memory?.totals.counters[name];
  const step = counterDelta(known?.last, snapshot[name]);
  const { increase, resets, appearedAt } = known ?? NO_COUNT;
  const sum = step.did === 'rose' ? increase + (step.to - step.from) : increase;
  // What no number holds any more could not be kept, nor reported.
  const isTooMuch = !Number.isFinite(sum);
  return {
    last: snapshot[name] ?? known?.last ?? null,
    increase: isTooMuch ? increase : sum,
    resets: step.did === 'fell' || isTooMuch ? resets + 1 : resets,
    appearedAt: step.did === 'appeared' ? now : appearedAt,
  };
}

function liveNow(
  memory: UptimeMemory | null,
  { liveEnabled, liveArmed }: LiveStatusSnapshot,
): Totals['live'] {
  const known = memory?.totals.live ?? { enabled: null, armed: null, changes: 0 };
  const enabled = liveEnabled ?? known.enabled;
  const armed = liveArmed ?? known.armed;
  const isOther = (was: boolean | null, is: boolean | null): boolean => was !== is && (is || was !== null);
  const hasChanged = isOther(known.enabled, enabled) || isOther(known.armed, armed);
  return { enabled, armed, changes: known.changes + (memory !== null && hasChanged ? 1 : 0) };
}
