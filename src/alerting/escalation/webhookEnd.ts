import { msBetween } from '../../lib/time';
import type { Incident } from '../incidents/incident';
import { type Escalation, endPageId } from './escalation';
import type { PagePlan } from './pagePlan';

/**
 * What is sent to webhooks that were called when nobody need be paged any more: that somebody has the incident, or that it
 * is over. Else what they call would go on ringing.
 */
export function endPages(
  incident: Incident,
  { pages, lastWebhookEvent, since }: Escalation,
  now: Date,
): {
  readonly pages: readonly PagePlan[];
  readonly cancelled: readonly string[];
  readonly lastWebhookEvent: Escalation['lastWebhookEvent'];
} {
  const event = incident.closedAt === null ? 'acknowledge' : 'resolve';
  if (lastWebhookEvent === event || lastWebhookEvent === 'resolve')
    return { pages: [], cancelled: [], lastWebhookEvent };
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
    lastWebhookEvent: newest.size === 0 ? lastWebhookEvent : event,
  };
}
