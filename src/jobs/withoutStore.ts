import { type AlertState, type EvaluationResult, isOutage } from '../alerting';
import { hasTraderWritten } from '../alerting/observation/traderWrites';
import { isWriteRefusal, type StoreOutage } from '../redis/errors';

/**
 * Whether a trader's silence means anything. A Redis that takes no writes may take none of the traders' either, who would
 * all look dead: then it does as long as one of them is seen to write.
 */
export const canEvaluate = (
  { role, reason }: StoreOutage,
  before: AlertState | null,
  after: AlertState,
): boolean => role === 'store' || !isWriteRefusal(reason) || hasTraderWritten(before, after);

/** The result without an outage that would end with it: it lasts as long as nothing can be stored. */
export function withoutNewOutages(result: EvaluationResult, before: AlertState | null): EvaluationResult {
  const known = new Set(before?.incidents.map(({ id }) => id));
  const ended = new Set(
    result.state.incidents.filter((each) => isOutage(each) && !known.has(each.id)).map(({ id }) => id),
  );
  if (ended.size === 0) return result;
  return {
    ...result,
    state: { ...result.state, incidents: result.state.incidents.filter(({ id }) => !ended.has(id)) },
    notifications: result.notifications.filter(
      (each) => !('incident' in each && each.incident !== null && ended.has(each.incident.id)),
    ),
    audit: result.audit.filter(({ incident }) => incident === null || !ended.has(incident.id)),
  };
}
