import { webhookPlainLines, webhookTitle } from '../../../../formatters/alerts/webhooks/webhookText';
import { truncate } from '../../../../formatters/blockKit/escape';
import type { PageNotification } from '../../model/notification';
import type { WebhookContext } from '../webhook';

/** Of ntfy's five, 5 rings through "do not disturb" where the phone allows that. */
const PRIORITIES = { critical: 5, warning: 4, info: 3 } as const;
/** Neither sound nor vibration. */
const QUIET = 2;
const TAGS = { critical: 'rotating_light', warning: 'warning', info: 'information_source' } as const;

/** In characters, so that it stays below ntfy's 4,096 bytes whatever is in it; a longer one becomes an attachment. */
const MESSAGE_LENGTH = 1_000;

/**
 * The body that is published as JSON to an ntfy server, so that no text stands in a header. Fields and limits:
 * https://docs.ntfy.sh/publish/#publish-as-json and https://docs.ntfy.sh/publish/#limitations.
 */
export function ntfyBody(
  topic: string,
  page: PageNotification,
  { now, zone, alertUrl }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const { severity } = page.incident;
  const isUrgent = page.event === 'trigger';
  return {
    topic,
    title: webhookTitle(page, now),
    message: truncate(webhookPlainLines(page, zone).join('\n'), MESSAGE_LENGTH),
    priority: isUrgent ? PRIORITIES[severity] : QUIET,
    tags: [isUrgent ? TAGS[severity] : 'white_check_mark', severity],
    ...(alertUrl === null ? {} : { click: alertUrl }),
  };
}
