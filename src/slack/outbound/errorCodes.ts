/**
 * What Slack's answer means for what was asked:
 *
 * - `channel`: the channel, or the bot's place in it, is not as it must be; a person has to fix that.
 * - `token`: the same of the token (`slackErrors.ts`).
 * - `message`: this message, or what it is to replace or to answer, is not one that Slack takes (`notify/attempt/nextRoute.ts`).
 * - `transient`: Slack's own trouble, or all of the workspace's; it passes by itself.
 * - `ambiguous`: it may have been carried out.
 * - `rate_limited`: wait.
 * - `unknown`: a code of no list. It may be about the message or about Slack: what else the channel takes tells.
 */
export type ErrorClass =
  | 'channel'
  | 'token'
  | 'message'
  | 'transient'
  | 'ambiguous'
  | 'rate_limited'
  | 'unknown';

/** Source: Slack's lists of errors of the methods used. */
const CODES: Readonly<Record<Exclude<ErrorClass, 'token' | 'unknown'>, readonly string[]>> = {
  channel: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'method_not_supported_for_channel_type',
    'external_channel_migrating',
    'user_not_found',
    'cannot_dm_bot',
    'messages_tab_disabled',
  ],
  message: [
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'no_text',
    'block_mismatch',
    'too_many_attachments',
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_must_be_sent_from_app',
    'markdown_text_conflict',
    'invalid_arguments',
    'message_not_found',
    'thread_not_found',
    'cannot_reply_to_message',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'cant_update_message',
    'cant_delete_message',
    'edit_window_closed',
  ],
  transient: [
    'service_unavailable',
    'request_timeout',
    'team_access_not_granted',
    'team_added_to_org',
    'org_login_required',
    'accesslimited',
  ],
  // Slack's reference: "It's possible some aspect of the operation succeeded before the error was raised."
  ambiguous: ['fatal_error', 'internal_error'],
  rate_limited: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
};

const CLASSES = new Map<string, ErrorClass>(
  Object.entries(CODES).flatMap(([name, codes]) => codes.map((code) => [code, name as ErrorClass])),
);

/** The class of a code of Slack's; of a token's errors, `slackErrors.ts` knows. */
export const errorClassOf = (code: string): ErrorClass => CLASSES.get(code) ?? 'unknown';
