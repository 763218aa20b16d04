import { z } from 'zod';
import { addMs, durationSchema, instant, msBetween } from '../../lib/time';
import { countedSinceReset, counterDelta, counterValueSchema } from './counterDelta';
import { whyMissing } from './missingValue';
import type { Reason } from './reason';
import type { Deadlines, Rule, RuleEvent, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({ group_interval: durationSchema.prefault('5m') })
  .transform(({ group_interval: groupIntervalMs }) => ({ groupIntervalMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  /** The count that was last reported, or from which counting began. */
  reportedCount: counterValueSchema,
  reportedAt: instant.nullable(),
  /** More were counted, and are held back to be reported together. */
  isHeldBack: z.boolean().default(false),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Tells of safety violations as they are counted: the first at once, and those of the next `group_interval` together
 * afterwards (`+3, now 7`). A count that fell was reset, and counting goes on from there: what it shows may have been counted since.
 */
export const safetyViolations: Rule<Memory, Settings> = {
  name: 'safety_violations',
  settingsSchema,
  memorySchema,
  evaluate({ memory, snapshot, now, lostAt, settings }: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const seen = snapshot.safetyViolationsTotal;
    const reason = {
      code: 'violations',
      counted: seen ?? whyMissing(snapshot, 'safetyViolationsTotal'),
      reported: memory?.reportedCount ?? null,
      isHeldBack: false,
    } as const;
    const step = counterDelta(memory?.reportedCount, seen);
    const reset = countedSinceReset(step, { now, lostAt });
    if (reset !== null) {
      const details = { added: null, now: reset.atMost, fellFrom: reset.from };
      const event: RuleEvent = { key: `reset:${reset.from}:${reset.atMost}`, level: 'normal', details };
      return {
        memory: { reportedCount: reset.atMost, reportedAt: now, isHeldBack: false },
        ...rest([event], reason),
      };
    }
    if (step.did === 'nothing' || step.did === 'fell') {
      return {
        memory: {
          reportedCount: seen ?? memory?.reportedCount ?? null,
          reportedAt: memory?.reportedAt ?? null,
          // One that is not reported just now was counted all the same.
          isHeldBack: seen === null && memory?.isHeldBack === true,
        },
        ...rest([], reason),
      };
    }
    const reportedAt = memory?.reportedAt ?? null;
    if (reportedAt !== null && Math.abs(msBetween(reportedAt, now)) < settings.groupIntervalMs) {
      return {
        memory: { reportedCount: memory?.reportedCount ?? null, reportedAt, isHeldBack: true },
        ...rest([], { ...reason, isHeldBack: true }),
      };
    }
    const added = step.did === 'rose' ? step.to - step.from : null;
    const event: RuleEvent = { key: String(step.to), level: 'normal', details: { added, now: step.to } };
    return {
      memory: { reportedCount: step.to, reportedAt: now, isHeldBack: false },
      ...rest([event], reason),
    };
  },
  changesAt: ({ reportedAt, isHeldBack }: Memory, { settings }: Deadlines<Settings>): readonly Date[] =>
    isHeldBack && reportedAt !== null ? [addMs(reportedAt, settings.groupIntervalMs)] : [],
};

const rest = (events: readonly RuleEvent[], reason: Reason) => ({ condition: null, events, reason });
