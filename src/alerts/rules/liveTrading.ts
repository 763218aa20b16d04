import { z } from 'zod';
import type { Judgement, Rule, RuleInput } from '../rule';

const settingsSchema = z.strictObject({ enabled: z.boolean().default(true) });
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({ enabled: z.boolean().nullable(), armed: z.boolean().nullable() });
type Memory = z.output<typeof memorySchema>;

/**
 * Tells that live trading was enabled, disabled, armed or disarmed: the most important thing that can happen, so it is
 * loud whichever way it goes. A flag that is not reported has not changed; one that is set for the first time while
 * the target is watched has.
 */
export const liveTrading: Rule<Memory, Settings> = {
  name: 'liveTrading',
  settingsSchema,
  memorySchema,
  judge({ memory, snapshot }: RuleInput<Memory, Settings>): Judgement<Memory> {
    const enabled = snapshot.liveEnabled ?? memory?.enabled ?? null;
    const armed = snapshot.liveArmed ?? memory?.armed ?? null;
    const changes = [
      change(memory?.enabled, enabled, 'enabled', 'disabled'),
      change(memory?.armed, armed, 'armed', 'disarmed'),
    ].filter((word) => word !== null);
    const facts = { change: changes.join(' and '), enabled, armed };
    return {
      memory: { enabled, armed },
      condition: null,
      events: changes.length === 0 ? [] : [{ key: changes.join('+'), level: 'loud', facts }],
      why: `enabled: ${enabled ?? 'not reported'}; armed: ${armed ?? 'not reported'}`,
    };
  },
  tell: ({ change, enabled, armed }) => ({
    title: `Live trading ${change}`,
    text: `had live trading ${change}; it is now ${state(enabled, 'enabled')} and ${state(armed, 'armed')}`,
  }),
};

function change(known: boolean | null | undefined, seen: boolean | null, on: string, off: string) {
  if (known === undefined || seen === known) return null;
  if (seen === true) return on;
  return known === true ? off : null;
}

const state = (value: unknown, word: string): string =>
  value === true ? word : value === false ? `not ${word}` : `${word}: not reported`;
