import { msBetween } from '../../lib/time';
import type { Incident } from '../incidents/incident';
import { type Escalation, endPageId } from './escalation';
import type { PagePlan } from './pagePlan';

/**
 * What webhooks that were called are told when nobody need be paged any more: that somebody has the incident, or that it
 * is over. Else what they call would go on ringing.
 */
export function endPages(
  incident: Incident,
  { pages, told, since }: Escalation,
  now: Date,
): {
  readonly pages: readonly PagePlan[];
  readonly cancelled: readonly string[];
  readonly told: Escalation['told'];
} {
  const event = incident.closedAt === null ? 'acknowledge' : 'resolve';
  if (told === event || told === 'resolve') return { pages: [], cancelled: [], told };
  const called = pages.filter(
    ({ via, failure, inDoubt }) => 'webhook' in via && (failure === null || inDoubt),
  );
  const newest = new Map(called.map((page) => [JSON.stringify(page.via), page]));
  return {
    pages: [...newest.values()].map(({ n, via }) => ({
      ...{ id: endPageId(incident.id, n, event), via, event, n },
      openForMs: msBetween(since, now),
    })),
    cancelled: event === 'resolve' ? called.map(({ n }) => endPageId(incident.id, n, 'acknowledge')) : [],
    told: newest.size === 0 ? told : event,
  };
}
