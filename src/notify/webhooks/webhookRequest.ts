import type { PageNotification } from '../model/notification';
import { jsonBody } from './payloads/json';
import { idempotencyKey } from './payloads/keys';
import { ntfyBody } from './payloads/ntfy';
import { pagerDutyBody } from './payloads/pagerDuty';
import { slackCompatibleBody } from './payloads/slackCompatible';
import { signatureOf } from './signature';
import type { Webhook, WebhookContext, WebhookRequest } from './webhook';

/** The request that sends a page; null where a webhook of this type has none for its event. */
export function webhookRequest(
  webhook: Webhook,
  page: PageNotification,
  context: WebhookContext,
): WebhookRequest | null {
  switch (webhook.type) {
    case 'pagerduty':
      return post(webhook.url, page, pagerDutyBody(webhook.routingKey, page, context));
    case 'ntfy': {
      if (page.event === 'acknowledge') return null;
      const { url, topic, token } = webhook;
      const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
      return post(url, page, ntfyBody(topic, page, context), () => authorization);
    }
    case 'slack':
      return page.event === 'acknowledge'
        ? null
        : post(webhook.url, page, slackCompatibleBody(page, context));
    case 'json': {
      const { url, secret } = webhook;
      const sign = (body: string): Readonly<Record<string, string>> =>
        secret === null ? {} : { 'x-arbwatch-signature': signatureOf(body, secret, context.now) };
      return post(url, page, jsonBody(page, context), sign);
    }
  }
}

function post(
  url: string,
  { id }: PageNotification,
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
