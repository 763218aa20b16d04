import { webhookPlainLines, webhookTitle } from '../../../../formatters/alerts/webhookText';
import { truncate } from '../../../../formatters/blockKit/escape';
import type { WebhookContext, WebhookEvent } from '../webhook';

/** Of ntfy's five, 5 rings through "do not disturb" where the phone allows that. */
const PRIORITIES = { critical: 5, warning: 4, info: 3 } as const;

/** In characters, so that it stays below ntfy's 4,096 bytes whatever is in it; a longer one becomes an attachment. */
const MESSAGE_LENGTH = 1_000;

/**
 * The body that is published as JSON to an ntfy server, so that no text stands in a header. Fields and limits:
 * https://docs.ntfy.sh/publish/#publish-as-json and https://docs.ntfy.sh/publish/#limitations.
 */
export function ntfyBody(
  topic: string,
  event: WebhookEvent,
  { now, zone }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const { incident, link } = event;
  const text = { ...event, now };
  return {
    topic,
    title: webhookTitle(text),
    message: truncate(webhookPlainLines(text, zone).join('\n'), MESSAGE_LENGTH),
    priority: PRIORITIES[incident.severity],
    tags: [incident.severity === 'critical' ? 'rotating_light' : 'warning', incident.severity],
    ...(link === null ? {} : { click: link }),
  };
}
