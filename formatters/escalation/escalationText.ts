import type { Incident } from '../../src/alerting/incidents/incident';
import type { Line } from '../blockKit/blocks';
import { t } from '../text/catalogue';

/** Whom an open alert has paged since nobody has it, who could not be, and when the next step comes; nothing where it is not escalated. */
export function escalationText({ state, closedAt, hold, escalation }: Incident): Line {
  if (escalation === undefined || state !== 'open' || closedAt !== null || hold !== undefined) return [];
  const { pages, since, status, dueAt } = escalation;
  const { paged, failed, next, finished } = t.escalation.standing;
  const current = pages.filter(({ at }) => at >= since);
  const reached = current.flatMap(({ via, failure }) => (failure === null ? [via] : []));
  return [
    ...(reached.length > 0 ? paged(reached) : []),
    ...current.flatMap(({ via, failure }) => (failure === null ? [] : failed(via, failure))),
    ...(status === 'running' && dueAt !== null ? next(dueAt) : []),
    ...(status === 'finished' && current.length > 0 ? [finished] : []),
  ];
}
