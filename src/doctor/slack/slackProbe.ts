import type { WebClient } from '@slack/web-api';
import type { Message } from '../../../formatters/blockKit/message';
import { toSendFailure } from '../../slack/outbound/apiFailure';
import type { SendFailure } from '../../slack/outbound/slackApi';

/** How far ahead the message is scheduled, in s: one that cannot be taken back disturbs nobody for that long. Slack allows 120 days. */
const AHEAD_S = 100 * 86_400;

export type ProbeResult = { readonly kind: 'done' } | { readonly kind: 'left' } | SendFailure;

/**
 * Whether Slack takes a message for a channel (C…) or a person (U…), found out without showing one: it is scheduled, and
 * taken back at once. `left`: it could not be taken back. Needs `chat:write` alone. Never rejects.
 */
export async function probeUnseen(
  client: WebClient,
  { to, probe, now }: { readonly to: string; readonly probe: Message; readonly now: Date },
): Promise<ProbeResult> {
  const post_at = Math.floor(now.getTime() / 1000) + AHEAD_S;
  try {
    const scheduled = await client.chat.scheduleMessage({ channel: to, text: probe.text, post_at });
    const { channel = to, scheduled_message_id = '' } = scheduled;
    return await client.chat.deleteScheduledMessage({ channel, scheduled_message_id }).then(
      () => ({ kind: 'done' }),
      () => ({ kind: 'left' }),
    );
  } catch (error) {
    return toSendFailure(error);
  }
}

/** Why it failed, as a code of Slack's, or in words. */
export const codeOf = (failure: SendFailure): string => {
  if (failure.kind === 'rejected') return failure.code;
  return failure.kind === 'rate_limited' ? 'rate limited' : failure.detail;
};
