import { z } from 'zod';
import { instant, isoSeconds, msBetween } from '../../lib/time';
import { ORDER_PROVES_FOR_MS } from '../observation/realMoney';
import { whyMissing } from './missingValue';
import type { Rule, RuleEvent, RuleInput, RuleResult } from './rule';

const settingsSchema = z.strictObject({});
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  enabled: z.boolean().nullable(),
  armed: z.boolean().nullable(),
  /** The newest real order known of; null for none. Not there in what was stored before this was remembered. */
  orderAt: instant.nullable().exactOptional(),
});
type Memory = z.output<typeof memorySchema>;

const FLAGS = [
  { name: 'enabled', figure: 'liveEnabled' },
  { name: 'armed', figure: 'liveArmed' },
] as const;

/** A real order while the flags say off is reported again after so long without one, in ms. */
const ORDERS_PAUSE_MS = 3_600_000;

/**
 * Notifies that live trading was enabled or armed, which is loud: the most important thing that can happen; and that it
 * was disabled or disarmed, which is calm. A flag that is not reported has not changed; one that is set for the first time while
 * the target is watched has.
 *
 * A flag that is set and taken back between two checks leaves nothing in Redis: the key holds a number that is 0 again. What
 * a trader did meanwhile does: a real order is kept for a day, and one that was sent while the trader was not seen to be
 * armed is loud, too.
 */
export const liveTrading: Rule<Memory, Settings> = {
  name: 'live_trading',
  settingsSchema,
  memorySchema,
  evaluate({ memory, snapshot, observation }: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const enabled = snapshot.liveEnabled ?? memory?.enabled ?? null;
    const armed = snapshot.liveArmed ?? memory?.armed ?? null;
    const changes = [
      change(memory?.enabled, enabled, 'enabled', 'disabled'),
      change(memory?.armed, armed, 'armed', 'disarmed'),
    ].filter((word) => word !== null);
    const garbled = FLAGS.filter(({ figure }) => snapshot.unreadable.includes(figure)).map(
      ({ name }) => name,
    );
    const details = {
      change: changes.join(' and '),
      enabled,
      armed,
      ...(garbled.length > 0 && { notUnderstood: garbled.join(', ') }),
    };
    const orderAt = observation.money.lastOrderAt ?? memory?.orderAt ?? null;
    const isUnexplained = memory !== null && isUnarmedOrder(memory, { enabled, armed, orderAt });
    const orders: RuleEvent[] =
      isUnexplained && orderAt !== null
        ? [
            {
              key: 'orders',
              level: 'loud',
              details: { ...details, realMoney: true, lastRealOrder: isoSeconds(orderAt) },
            },
          ]
        : [];
    return {
      memory: { enabled, armed, orderAt },
      condition: null,
      events: [
        ...(changes.length === 0 ? [] : [{ key: changes.join('+'), level: levelOf(changes), details }]),
        ...orders,
      ],
      reason: {
        code: 'live_flags',
        enabled: enabled ?? whyMissing(snapshot, 'liveEnabled'),
        armed: armed ?? whyMissing(snapshot, 'liveArmed'),
      },
    };
  },
  changesAt: () => [],
};

/** Whether a real order was sent that no flag explains: neither now nor at the last check the trader was armed. */
function isUnarmedOrder(before: Memory, { enabled, armed, orderAt }: Required<Memory>): boolean {
  if (before.orderAt === undefined || orderAt === null) return false;
  if ((enabled === true && armed === true) || (before.enabled === true && before.armed === true))
    return false;
  const isSaidOff = enabled === false || armed === false;
  const pauseMs = isSaidOff ? ORDERS_PAUSE_MS : ORDER_PROVES_FOR_MS;
  return before.orderAt === null || msBetween(before.orderAt, orderAt) >= pauseMs;
}

const levelOf = (changes: readonly string[]): RuleEvent['level'] =>
  changes.some((each) => each === 'enabled' || each === 'armed') ? 'loud' : 'normal';

function change(known: boolean | null | undefined, seen: boolean | null, on: string, off: string) {
  if (known === undefined || seen === known) return null;
  if (seen === true) return on;
  return known === true ? off : null;
}
