import { z } from 'zod';
import { addMs, durationSchema, instant, later, msBetween } from '../../lib/time';
import { moneyDetails } from '../observation/realMoney';
import type { Reason } from './reason';
import type { Condition, Deadlines, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({
    above: z.number().positive().max(100).default(80),
    for: durationSchema.prefault('5m'),
  })
  .transform(({ above: abovePercent, for: forMs }) => ({ abovePercent, forMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  /** Since when it was seen above, without a break; null while it is not. */
  aboveSince: instant.nullable(),
  /** The rate in per cent with which that was reported; null while it was not. */
  reportedPercent: z.number().nullable(),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Whether too much of a trader's capital is in positions: its `utilization_rate` was above `above` per cent at every check of
 * the last `for`. A rate that is not reported changes nothing.
 */
export const highExposure: Rule<Memory, Settings> = {
  name: 'high_exposure',
  settingsSchema,
  memorySchema,
  evaluate({
    memory,
    snapshot,
    observation,
    now,
    continuousSince,
    settings,
  }: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const rate = snapshot.utilizationRate;
    const { aboveSince: since, reportedPercent } = memory ?? NOT_ABOVE;
    const { abovePercent, forMs } = settings;
    const reason = { code: 'exposure', rate, abovePercent, forMs } as const;
    const percent = rate === null ? null : rate * 100;
    if (percent === null || !Number.isFinite(percent))
      return result({ aboveSince: since, reportedPercent }, { status: 'pending' }, reason);
    if (percent <= settings.abovePercent) return result(NOT_ABOVE, { status: 'ok' }, reason);
    const aboveSince = since ?? now;
    // What nobody saw proves nothing.
    const isFiring = msBetween(later(aboveSince, continuousSince), now) >= settings.forMs;
    if (!isFiring) return result({ aboveSince, reportedPercent }, { status: 'pending' }, reason);
    // The rate moves all the time: the message has the one of the beginning.
    const reported = reportedPercent ?? percent;
    const details = {
      percent: reported,
      above: settings.abovePercent,
      aboveSince: aboveSince.toISOString(),
      ...moneyDetails(observation.money, snapshot),
    };
    return result(
      { aboveSince, reportedPercent: reported },
      { status: 'firing', since: aboveSince, details },
      reason,
    );
  },
  changesAt: ({ aboveSince }: Memory, { settings, continuousSince }: Deadlines<Settings>): readonly Date[] =>
    aboveSince === null ? [] : [addMs(later(aboveSince, continuousSince), settings.forMs)],
};

const NOT_ABOVE: Memory = { aboveSince: null, reportedPercent: null };

const result = (memory: Memory, condition: Condition, reason: Reason): RuleResult<Memory> => ({
  memory,
  condition,
  events: [],
  reason,
});
