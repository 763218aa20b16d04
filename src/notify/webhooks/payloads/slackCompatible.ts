import { webhookMrkdwnLines, webhookTitle } from '../../../../formatters/alerts/webhookText';
import { safeText } from '../../../../formatters/blockKit/fallbackText';
import type { WebhookContext, WebhookEvent } from '../webhook';

/** Slack takes a text of 40,000 characters, others far less. */
const TEXT_LENGTH = 3_000;

/**
 * The body of an incoming webhook as Slack has them (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks);
 * Mattermost, Rocket.Chat and Discord (`/slack`) take the same. Only `text`, which all of them show.
 */
export function slackCompatibleBody(
  event: WebhookEvent,
  { now, zone }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const text = { ...event, now };
  const lines = [`*${safeText(webhookTitle(text))}*`, ...webhookMrkdwnLines(text, zone)];
  return { text: firstLines(lines).join('\n') };
}

/** Whole lines, for half a code span would let through what stands in it. */
function firstLines(lines: readonly string[]): readonly string[] {
  let length = 0;
  return lines.filter((line, i) => {
    length += line.length + 1;
    return i === 0 || length <= TEXT_LENGTH;
  });
}
