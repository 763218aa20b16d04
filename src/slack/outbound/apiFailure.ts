import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { isTokenError } from '../slackErrors';
import { NetworkError } from './fetch';
import type { SendFailure } from './slackApi';

/** The channel, or the bot's place in it, is not as it must be. Source: Slack's lists of errors of the methods used. */
const CHANNEL_ERRORS = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_only_channel',
  'cannot_reply_to_message',
  'method_not_supported_for_channel_type',
  'external_channel_migrating',
  'user_not_found',
  'cannot_dm_bot',
]);

/** The message, or what it is to replace or to answer, is not one that Slack takes. */
const MESSAGE_ERRORS = new Set([
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
  'cant_update_message',
  'cant_delete_message',
  'edit_window_closed',
]);

/** Slack's reference: "It's possible some aspect of the operation succeeded before the error was raised." */
const AMBIGUOUS_ERRORS = new Set(['fatal_error', 'internal_error']);

/** A 429 that does not tell for how long. */
const DEFAULT_RETRY_AFTER_MS = 30_000;

/** What a call that threw means for what it was to do. */
export function toSendFailure(error: unknown): SendFailure {
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return fromErrorCode(error.data.error);
  if (error instanceof WebAPIHTTPError) return httpFailure(error.statusCode);
  const cause = error instanceof WebAPIRequestError ? error.original : error;
  if (cause instanceof NetworkError)
    return { kind: cause.requestSent ? 'ambiguous' : 'not_sent', detail: cause.message };
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (detail.startsWith('Retry header did not contain')) return rateLimited(DEFAULT_RETRY_AFTER_MS);
  return { kind: 'ambiguous', detail };
}

const rateLimited = (retryAfterMs: number): SendFailure => ({
  kind: 'rate_limited',
  retryAfterMs: Math.max(1000, retryAfterMs),
});

function fromErrorCode(code: string): SendFailure {
  // A proxy's page, not a word of Slack's.
  if (!/^\w{1,80}$/.test(code)) return { kind: 'ambiguous', detail: 'the answer was none of Slack' };
  if (AMBIGUOUS_ERRORS.has(code)) return { kind: 'ambiguous', detail: code };
  return { kind: 'rejected', code, scope: scopeOf(code) };
}

function scopeOf(code: string): 'channel' | 'token' | 'message' | 'transient' {
  if (CHANNEL_ERRORS.has(code)) return 'channel';
  if (isTokenError(code)) return 'token';
  return MESSAGE_ERRORS.has(code) ? 'message' : 'transient';
}

function httpFailure(status: number): SendFailure {
  const carriedOutPerhaps = status >= 500 || status === 408 || status < 400;
  return carriedOutPerhaps
    ? { kind: 'ambiguous', detail: `HTTP ${status}` }
    : { kind: 'rejected', code: `http_${status}`, scope: 'transient' };
}
