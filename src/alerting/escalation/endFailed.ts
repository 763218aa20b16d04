import { auditEntry } from '../auditLog';
import type { Incident } from '../incidents/incident';
import { type Addressing, notifiedChange } from '../routing/address';
import type { AlertState } from '../state/alertState';
import type { EvaluationResult } from '../types';
import type { PageRecord } from './escalation';

/** What could not be sent to a webhook, and the page by which it was called. */
export interface FailedEnd {
  readonly page: PageRecord;
  readonly event: 'acknowledge' | 'resolve';
  readonly code: string;
}

/** What follows from a webhook that did not take the end: it may go on ringing, and the thread says so. */
export function endFailed(
  known: AlertState,
  incident: Incident,
  { page: { n, step, via }, event, code }: FailedEnd,
  addressing: Addressing,
): EvaluationResult {
  const note = { kind: 'page_end_failed', n, via, event, code } as const;
  const change = notifiedChange(incident, { incident, notes: [{ note, replyBroadcast: false }] }, addressing);
  return {
    state: {
      ...known,
      incidents: known.incidents.map((each) => (each === incident ? change.incident : each)),
    },
    notifications: change.notifications,
    cancelled: change.cancelled,
    audit: [
      auditEntry(incident, addressing.detectedAt, null, { kind: 'page_failed', step: step + 1, via, code }),
      ...change.audit,
    ],
    logLines: [],
    expiredIncidents: [],
  };
}
