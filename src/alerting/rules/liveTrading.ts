import { z } from 'zod';
import { missingWords } from './missingValue';
import type { Judgement, Rule, RuleEvent, RuleInput } from './rule';

const settingsSchema = z.strictObject({});
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({ enabled: z.boolean().nullable(), armed: z.boolean().nullable() });
type Memory = z.output<typeof memorySchema>;

const FLAGS = [
  { name: 'enabled', figure: 'liveEnabled' },
  { name: 'armed', figure: 'liveArmed' },
] as const;

/**
 * Notifies that live trading was enabled or armed, which is loud: the most important thing that can happen; and that it
 * was disabled or disarmed, which is calm. A flag that is not reported has not changed; one that is set for the first time while
 * the target is watched has.
 */
export const liveTrading: Rule<Memory, Settings> = {
  name: 'live_trading',
  settingsSchema,
  memorySchema,
  judge({ memory, snapshot }: RuleInput<Memory, Settings>): Judgement<Memory> {
    const enabled = snapshot.liveEnabled ?? memory?.enabled ?? null;
    const armed = snapshot.liveArmed ?? memory?.armed ?? null;
    const changes = [
      change(memory?.enabled, enabled, 'enabled', 'disabled'),
      change(memory?.armed, armed, 'armed', 'disarmed'),
    ].filter((word) => word !== null);
    const garbled = FLAGS.filter(({ figure }) => snapshot.unreadable.includes(figure)).map(
      ({ name }) => name,
    );
    const facts = {
      change: changes.join(' and '),
      enabled,
      armed,
      ...(garbled.length > 0 && { notUnderstood: garbled.join(', ') }),
    };
    return {
      memory: { enabled, armed },
      condition: null,
      events: changes.length === 0 ? [] : [{ key: changes.join('+'), level: levelOf(changes), facts }],
      why: `enabled: ${enabled ?? missingWords(snapshot, 'liveEnabled')}; armed: ${armed ?? missingWords(snapshot, 'liveArmed')}`,
    };
  },
};

const levelOf = (changes: readonly string[]): RuleEvent['level'] =>
  changes.some((each) => each === 'enabled' || each === 'armed') ? 'loud' : 'normal';

function change(known: boolean | null | undefined, seen: boolean | null, on: string, off: string) {
  if (known === undefined || seen === known) return null;
  if (seen === true) return on;
  return known === true ? off : null;
}
