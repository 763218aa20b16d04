import { type Clock, systemClock } from '../../lib/clock';
import type { Target } from '../../state/keys';
import { readRealOrders } from '../../state/orders/records';
import { scanRealOrderKeys } from '../../state/orders/scan';
import type { StateStore } from '../../state/store';
import { TargetOrders } from './targetOrders';

/**
 * When a live target last wrote an order or an execution, by one SCAN of at most 5 s; null when nothing tells. Throws
 * StateUnavailableError.
 */
export async function scanRealOrders(
  store: StateStore,
  target: Target,
  clock: Clock = systemClock,
): Promise<Date | null> {
  const { keys } = await scanRealOrderKeys(store, [target]);
  const reads = await readRealOrders(store, keys);
  const orders = new TargetOrders();
  for (const read of reads) orders.applyFound(read, clock.now());
  return orders.lastAt;
}
