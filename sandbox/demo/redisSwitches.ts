import type { UnavailableReason } from '../../src/redis/errors';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import { type Switch, toggle } from './controlPanel';

const GROUP = 'Redis';

/** Make the bot's reads of Redis fail. The traders go on writing: they have their own way there. */
export function redisSwitches(store: MemoryStore): Switch[] {
  let outage: UnavailableReason | null = null;
  const outageSwitch = (
    id: string,
    reason: UnavailableReason,
    label: string,
    state: string,
    well: string,
  ): Switch =>
    toggle({
      id,
      group: GROUP,
      isOn: () => outage === reason,
      on: { label: 'Let the bot read Redis again', state },
      off: { label, state: well },
      press: () => {
        outage = outage === reason ? null : reason;
        if (outage === null) store.endOutage();
        else store.simulateOutage(outage);
      },
    });
  return [
    outageSwitch(
      'redis-unreachable',
      'unreachable',
      'Cut the bot off from Redis',
      'the bot cannot reach Redis',
      'the bot can reach Redis',
    ),
    outageSwitch(
      'redis-slow',
      'slow',
      'Make Redis too slow',
      'Redis answers the bot too slowly',
      'Redis answers the bot in time',
    ),
  ];
}
