import { jsonBody } from './payloads/json';
import { idempotencyKey } from './payloads/keys';
import { ntfyBody } from './payloads/ntfy';
import { pagerDutyBody } from './payloads/pagerDuty';
import { slackCompatibleBody } from './payloads/slackCompatible';
import { signatureOf } from './signature';
import type { Webhook, WebhookContext, WebhookEvent, WebhookRequest } from './webhook';

/** The request that sends an event; null where a webhook of this type does not send such an event. */
export function webhookRequest(
  webhook: Webhook,
  event: WebhookEvent,
  context: WebhookContext,
): WebhookRequest | null {
  switch (webhook.type) {
    case 'pagerduty':
      return post(webhook.url, event, pagerDutyBody(webhook.routingKey, event, context));
    case 'ntfy': {
      if (event.action === 'acknowledge') return null;
      const { url, topic, token } = webhook;
      const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
      return post(url, event, ntfyBody(topic, event, context), () => authorization);
    }
    case 'slack':
      return event.action === 'acknowledge'
        ? null
        : post(webhook.url, event, slackCompatibleBody(event, context));
    case 'json': {
      const { url, secret } = webhook;
      const sign = (body: string): Readonly<Record<string, string>> =>
        secret === null ? {} : { 'x-arbwatch-signature': signatureOf(body, secret, context.now) };
      return post(url, event, jsonBody(event, context), sign);
    }
  }
}

function post(
  url: string,
  { id }: WebhookEvent,
  content: Readonly<Record<string, unknown>>,
  headersOf: (body: string) => Readonly<Record<string, string>> = () => ({}),
): WebhookRequest {
  const body = JSON.stringify(content);
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'arbwatch',
      'idempotency-key': idempotencyKey(id),
      ...headersOf(body),
    },
    body,
  };
}
