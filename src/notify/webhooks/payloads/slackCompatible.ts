import { t } from '../../../../formatters';
import { webhookMrkdwnLines, webhookTitle } from '../../../../formatters/alerts/webhooks/webhookText';
import { slackLink } from '../../../../formatters/blockKit/blocks';
import { safeText } from '../../../../formatters/blockKit/fallbackText';
import type { PageNotification } from '../../model/notification';
import type { WebhookContext } from '../webhook';

/** Slack takes a text of 40,000 characters, others far less. */
const TEXT_LENGTH = 3_000;

/**
 * The body of an incoming webhook as Slack has them (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks);
 * Mattermost, Rocket.Chat and Discord (`/slack`) take the same. Only `text`, which all of them show.
 */
export function slackCompatibleBody(
  page: PageNotification,
  { now, zone, alertUrl }: WebhookContext,
): Readonly<Record<string, unknown>> {
  const link = alertUrl === null ? [] : [slackLink(alertUrl, t.webhooks.link)];
  const lines = [safeText(webhookTitle(page, now)), ...link, ...webhookMrkdwnLines(page, now, zone)];
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
