import { t } from '../../../../formatters';
import { webhookPlainLines, webhookTitle } from '../../../../formatters/alerts/webhooks/webhookText';
import type { PageNotification } from '../../model/notification';
import type { WebhookContext } from '../webhook';
import { dedupKey } from './keys';

const COMPONENT_LENGTH = 250;

/**
 * The body of an event of PagerDuty's Events API v2. Its limits: `summary` 1024 characters, `dedup_key` 255, all of it 512 KB;
 * `severity` is critical, error, warning or info. From https://developer.pagerduty.com/docs/send-alert-event and
 * https://developer.pagerduty.com/docs/events-api-v2-overview.
 */
export function pagerDutyBody(
  routingKey: string,
  page: PageNotification,
  { now, zone, alertUrl }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const { incident, event, detectedAt, n } = page;
  const common = { routing_key: routingKey, event_action: event, dedup_key: dedupKey(incident.id) };
  if (event !== 'trigger') return common;
  const targets = incident.targets.map(({ target }) => target).join(', ');
  return {
    ...common,
    payload: {
      summary: webhookTitle(page, now),
      source: 'arbwatch',
      severity: incident.severity,
      timestamp: detectedAt.toISOString(),
      ...(targets === '' ? {} : { component: targets.slice(0, COMPONENT_LENGTH) }),
      class: incident.rule,
      custom_details: {
        details: webhookPlainLines(page, zone).join('\n'),
        opened_at: incident.openedAt.toISOString(),
        escalation_page: n,
      },
    },
    ...(alertUrl === null ? {} : { links: [{ href: alertUrl, text: t.webhooks.link }] }),
    client: 'arbwatch',
  };
}
