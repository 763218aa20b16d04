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
    const fell = COUNTERS.flatMap((counter) => {
      const step = counterDelta(memory?.[counter], snapshot[counter]);
      return step.did === 'fell' ? [{ counter, from: step.from, to: step.to }] : [];
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
      log: fell.map(({ counter, from, to }) => `${counter} fell from ${from} to ${to}: it was reset`),
      reason: { code: 'counters', fell },
    };
  },
  changesAt: () => [],
};
