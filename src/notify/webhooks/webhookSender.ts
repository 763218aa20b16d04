import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { PageResult, SendPage } from '../pages/page';
import { type PostWebhook, postWebhook, type WebhookResult } from './postWebhook';
import type { Webhook } from './webhook';
import { webhookRequest } from './webhookRequest';

export interface WebhookSenderDeps {
  /** Asked for each page. */
  readonly webhooks: () => readonly Webhook[];
  /** The IANA zone of instants in texts. */
  readonly zone: () => string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onResult?: (type: Webhook['type'], result: WebhookResult['kind']) => void;
  /** In place of HTTP. */
  readonly post?: PostWebhook | undefined;
  /** For one request, in ms. Default: 8 s. */
  readonly timeoutMs?: number;
}

/** No receiver holds a page for longer than this by its Retry-After, in ms. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Sends pages by webhooks. */
export function createWebhookSender(deps: WebhookSenderDeps): SendPage {
  const { webhooks, zone, clock, log, onResult, timeoutMs, post = postWebhook } = deps;
  return async (page, { alertUrl }) => {
    const called = 'webhook' in page.via ? page.via.webhook : null;
    const webhook = webhooks().find((each) => each.name === called);
    if (webhook === undefined) return { kind: 'refused', code: 'not_configured' };
    const now = clock.now();
    const request = webhookRequest(webhook, page, { now, zone: zone(), alertUrl });
    if (request === null) return { kind: 'sent' };
    const result = await post(request, { now, ...(timeoutMs !== undefined && { timeoutMs }) });
    onResult?.(webhook.type, result.kind);
    const { name, type } = webhook;
    const what = { notification: page.id, webhook: name, type, event: page.event };
    if (result.kind === 'accepted') log.info(what, 'webhook sent');
    else log.warn({ ...what, reason: result.detail }, `webhook ${result.kind}`);
    return toPageResult(result);
  };
}

function toPageResult(result: WebhookResult): PageResult {
  switch (result.kind) {
    case 'accepted':
      return { kind: 'sent' };
    case 'rejected':
      return { kind: 'refused', code: result.detail };
    case 'failed': {
      const { detail, retryAfterMs } = result;
      return {
        kind: 'retry',
        detail,
        ...(retryAfterMs !== null && { retryAfterMs: Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) }),
      };
    }
  }
}
