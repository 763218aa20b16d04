import { z } from 'zod';
import { durationSchema, instant, msBetween } from '../../lib/time';
import { countedSinceReset, counterDelta, counterValueSchema } from './counterDelta';
import { missingWords } from './missingValue';
import type { Judgement, Rule, RuleEvent, RuleInput } from './rule';

const settingsSchema = z
  .strictObject({ group_interval: durationSchema.prefault('5m') })
  .transform(({ group_interval: groupIntervalMs }) => ({ groupIntervalMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  /** The count that was last told, or from which counting began. */
  told: counterValueSchema,
  toldAt: instant.nullable(),
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
  judge({ memory, snapshot, now, lostAt, settings }: RuleInput<Memory, Settings>): Judgement<Memory> {
    const seen = snapshot.safetyViolationsTotal;
    const why =
      seen === null
        ? `the count is ${missingWords(snapshot, 'safetyViolationsTotal')}`
        : `${seen} counted, ${memory?.told ?? 'none'} reported before`;
    const step = counterDelta(memory?.told, seen);
    const reset = countedSinceReset(step, { now, lostAt });
    if (reset !== null) {
      const facts = { added: null, now: reset.atMost, fellFrom: reset.from };
      const event: RuleEvent = { key: `reset:${reset.from}:${reset.atMost}`, level: 'normal', facts };
      return { memory: { told: reset.atMost, toldAt: now }, ...rest([event], why) };
    }
    if (step.did === 'nothing' || step.did === 'fell') {
      return {
        memory: { told: seen ?? memory?.told ?? null, toldAt: memory?.toldAt ?? null },
        ...rest([], why),
      };
    }
    const toldAt = memory?.toldAt ?? null;
    if (toldAt !== null && Math.abs(msBetween(toldAt, now)) < settings.groupIntervalMs) {
      return {
        memory: { told: memory?.told ?? null, toldAt },
        ...rest([], `${why}; held back to be sent together`),
      };
    }
    const added = step.did === 'rose' ? step.to - step.from : null;
    const event: RuleEvent = { key: String(step.to), level: 'normal', facts: { added, now: step.to } };
    return { memory: { told: step.to, toldAt: now }, ...rest([event], why) };
  },
};

const rest = (events: readonly RuleEvent[], why: string) => ({ condition: null, events, why });
