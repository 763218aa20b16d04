import { webhookPlainLines, webhookTitle } from '../../../../formatters/alerts/webhooks/webhookText';
import type { AffectedTarget } from '../../../alerting/incidents/incident';
import type { PageNotification } from '../../model/notification';
import type { WebhookContext } from '../webhook';
import { dedupKey } from './keys';

/** Goes up when a field is removed or changes its meaning; new fields may come at any time. */
const JSON_VERSION = 1;

/** The body of a generic webhook; docs/webhooks.md describes each field. What is not known is null. */
export function jsonBody(
  page: PageNotification,
  { now, zone, alertUrl }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const { id, incident, event, detectedAt, n } = page;
  return {
    version: JSON_VERSION,
    event,
    id,
    dedup_key: dedupKey(incident.id),
    drill: page.isTest === true,
    severity: incident.severity,
    title: webhookTitle(page, now),
    text: webhookPlainLines(page, zone).join('\n'),
    rule: incident.rule,
    targets: incident.targets.map(targetFields),
    opened_at: incident.openedAt.toISOString(),
    acknowledged_at: incident.acknowledgedAt?.toISOString() ?? null,
    acknowledged_by: incident.acknowledgedBy,
    closed_at: incident.closedAt?.toISOString() ?? null,
    escalation_page: n,
    decided_at: detectedAt.toISOString(),
    link: alertUrl,
  };
}

const targetFields = ({ target, startedAt, recoveredAt, details }: AffectedTarget) => ({
  target,
  since: startedAt.toISOString(),
  recovered_at: recoveredAt?.toISOString() ?? null,
  real_money: typeof details.realMoney === 'boolean' ? details.realMoney : null,
});
