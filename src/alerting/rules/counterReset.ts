import { z } from 'zod';
import { counterDelta, counterValueSchema } from './counterDelta';
import type { Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z.strictObject({});
type Settings = z.output<typeof settingsSchema>;

/** `trades_today` is none of them: it begins anew every day. */
const COUNTERS = ['tradesTotal', 'safetyViolationsTotal', 'circuitBreakerTriggersTotal'] as const;

const memorySchema = z.object({
  tradesTotal: counterValueSchema,
  safetyViolationsTotal: counterValueSchema,
  circuitBreakerTriggersTotal: counterValueSchema,
});
type Memory = z.output<typeof memorySchema>;

/** Notes in the log that a counter is lower than it was: it was reset, or Redis has lost data. Nobody is alerted. */
export const counterReset: Rule<Memory, Settings> = {
  name: 'counter_reset',
  settingsSchema,
  memorySchema,
  evaluate({ memory, snapshot }: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const log = COUNTERS.flatMap((name) => {
      const step = counterDelta(memory?.[name], snapshot[name]);
      return step.did === 'fell' ? [`${name} fell from ${step.from} to ${step.to}: it was reset`] : [];
    });
    const latest = (name: (typeof COUNTERS)[number]) => snapshot[name] ?? memory?.[name] ?? null;
    return {
      memory: {
        tradesTotal: latest('tradesTotal'),
        safetyViolationsTotal: latest('safetyViolationsTotal'),
        circuitBreakerTriggersTotal: latest('circuitBreakerTriggersTotal'),
      },
      condition: null,
      events: [],
      log,
      reason: log.length === 0 ? 'no counter fell' : log.join('; '),
    };
  },
  changesAt: () => [],
};
