import { webhookPlainLines, webhookTitle } from '../../../../formatters/alerts/webhookText';
import type { WebhookContext, WebhookEvent } from '../webhook';
import { dedupKey } from './keys';

/**
 * The body of an event of PagerDuty's Events API v2. Its limits: `summary` 1024 characters, `dedup_key` 255, all of it 512 KB;
 * `severity` is critical, error, warning or info. From https://developer.pagerduty.com/docs/send-alert-event and
 * https://developer.pagerduty.com/docs/events-api-v2-overview.
 */
export function pagerDutyBody(
  routingKey: string,
  event: WebhookEvent,
  { now, zone }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const { incident, action, link } = event;
  const common = { routing_key: routingKey, event_action: action, dedup_key: dedupKey(incident.id) };
  if (action !== 'trigger') return common;
  const text = { ...event, now };
  return {
    ...common,
    payload: {
      summary: webhookTitle(text),
      source: 'arbwatch',
      severity: incident.severity,
      timestamp: event.at.toISOString(),
      component:
        incident.targets
          .map(({ target }) => target)
          .join(', ')
          .slice(0, 250) || 'arbwatch',
      class: incident.rule,
      custom_details: {
        details: webhookPlainLines(text, zone).join('\n'),
        opened_at: incident.openedAt.toISOString(),
        escalation_step: event.step,
      },
    },
    ...(link === null ? {} : { links: [{ href: link, text: 'The alert in Slack' }] }),
    client: 'arbwatch',
  };
}
