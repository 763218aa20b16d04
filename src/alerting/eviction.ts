import type { Notification } from '../notify/model/notification';
import { eventNotification } from './incidents/notificationIds';
import type { Observed } from './observation/observation';
import { type Addressing, addressOf } from './routing/address';
import type { AlertState } from './state/alertState';

/** The rule that no rule is: it is about the Redis that holds what the bot keeps. */
export const EVICTION = 'eviction';

/** That it was warned of, once for all instances, and the warning itself where this is the first time. */
export function evictionWarning(
  { evictionWarned }: Pick<AlertState, 'evictionWarned'>,
  { storeEviction: policy = null, at }: Observed,
  addressing: Addressing,
): { readonly warned: Pick<AlertState, 'evictionWarned'>; readonly deliveries: readonly Notification[] } {
  if (evictionWarned !== undefined) return { warned: { evictionWarned }, deliveries: [] };
  if (policy === null) return { warned: {}, deliveries: [] };
  const event = {
    rule: EVICTION,
    target: 'Redis',
    key: policy,
    level: 'normal',
    severity: 'warning',
    details: { policy },
  } as const;
  return {
    warned: { evictionWarned: at },
    deliveries: [
      eventNotification(event, at, addressOf({ severity: event.severity, targets: [] }, addressing)),
    ],
  };
}
