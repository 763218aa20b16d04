import { webhookPlainLines, webhookTitle } from '../../../../formatters/alerts/webhookText';
import type { AffectedTarget } from '../../../alerting/incidents/incident';
import type { WebhookContext, WebhookEvent } from '../webhook';
import { dedupKey } from './keys';

/** Goes up when a field is removed or changes its meaning; new fields may come at any time. */
export const JSON_VERSION = 1;

/** The body of a generic webhook; docs/webhooks.md describes each field. What is not known is null. */
export function jsonBody(
  event: WebhookEvent,
  { now, zone }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const { incident, action, id, step, at, link } = event;
  const text = { ...event, now };
  return {
    version: JSON_VERSION,
    event: action,
    id,
    dedup_key: dedupKey(incident.id),
    drill: isDrill(incident),
    severity: incident.severity,
    title: webhookTitle(text),
    text: webhookPlainLines(text, zone).join('\n'),
    rule: incident.rule,
    targets: incident.targets.map(targetFields),
    opened_at: incident.openedAt.toISOString(),
    acknowledged_at: incident.acknowledgedAt?.toISOString() ?? null,
    acknowledged_by: incident.acknowledgedBy,
    closed_at: incident.closedAt?.toISOString() ?? null,
    escalation_step: step,
    sent_for: at.toISOString(),
    link,
  };
}

const targetFields = ({ target, startedAt, recoveredAt, details }: AffectedTarget) => ({
  target,
  since: startedAt.toISOString(),
  recovered_at: recoveredAt?.toISOString() ?? null,
  real_money: typeof details.realMoney === 'boolean' ? details.realMoney : null,
});
