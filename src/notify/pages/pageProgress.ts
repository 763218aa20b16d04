import { pageSent } from '../../alerting/escalation/pageSent';
import type { AlertState } from '../../alerting/state/alertState';
import { StateUnavailableError } from '../../redis/errors';
import type { PageNotification } from '../model/notification';
import { storeDecision } from '../recovery/storeDecision';
import type { PageFailureDeps } from './pageFailures';

/** Stores that a page of a drill was sent, which its message shows. Never rejects: the page was sent in any case. */
export const pageSentHandler =
  ({ stateCache, wake, clock, log, settings }: PageFailureDeps) =>
  async ({ id, incident, n, isTest }: PageNotification): Promise<void> => {
    if (!isTest) return;
    try {
      const sent = { id, incidentId: incident.id, n };
      await storeDecision(stateCache, (known) => pageSent(known, sent, clock.now(), settings()));
      wake();
    } catch (error) {
      if (!(error instanceof StateUnavailableError))
        log.error({ err: error, notification: id }, 'failed to store that a page was sent');
    }
  };

/** Whether a page is still to go out: the outbox may be older than what this instance knows. */
export const isNeeded = ({ incident, event }: PageNotification, known: AlertState | null): boolean => {
  if (event !== 'trigger') return true;
  const now = known?.incidents.find(({ id }) => id === incident.id);
  return (
    now === undefined || now.revision <= incident.revision || (now.state === 'open' && now.closedAt === null)
  );
};
