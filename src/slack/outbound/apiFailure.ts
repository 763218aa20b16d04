import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { z } from 'zod';
import { isTokenError } from '../slackErrors';
import { errorClassOf } from './errorCodes';
import { NetworkError } from './fetch';
import type { BlockRefusal } from './newBlocks';
import type { SendFailure } from './slackApi';

/** A 429 that does not tell for how long. */
const DEFAULT_RETRY_AFTER_MS = 30_000;

/** Stands for a refusal that gives no code. */
const NO_CODE = 'no_error_code';

/** What a call that threw means for what it was to do. */
export function toSendFailure(error: unknown): SendFailure {
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return fromAnswer(error.data);
  if (error instanceof WebAPIHTTPError) return httpFailure(error.statusCode);
  const cause = error instanceof WebAPIRequestError ? error.original : error;
  if (cause instanceof NetworkError)
    return { kind: cause.requestSent ? 'ambiguous' : 'not_sent', detail: cause.message };
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (detail.startsWith('Retry header did not contain')) return rateLimited(DEFAULT_RETRY_AFTER_MS);
  return { kind: 'ambiguous', detail };
}

const reasonsSchema = z
  .object({ response_metadata: z.object({ messages: z.array(z.string()) }) })
  .transform(({ response_metadata }) => response_metadata.messages);

/** Why Slack refuses the blocks of a message; null for another failure. */
export function blockRefusalOf(error: unknown): BlockRefusal | null {
  if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'invalid_blocks') return null;
  return reasonsSchema.safeParse(error.data).data ?? [];
}

const rateLimited = (retryAfterMs: number): SendFailure => ({
  kind: 'rate_limited',
  retryAfterMs: Math.max(1000, retryAfterMs),
});

function fromAnswer({ ok, error: code }: { readonly ok?: unknown; readonly error?: unknown }): SendFailure {
  if (ok === false && code === undefined) return { kind: 'rejected', code: NO_CODE, scope: 'unknown' };
  // A proxy's page, or the beginning of an answer: not a word of Slack's.
  if (typeof code !== 'string' || !/^\w{1,80}$/.test(code))
    return { kind: 'ambiguous', detail: 'the answer was none of Slack' };
  if (isTokenError(code)) return { kind: 'rejected', code, scope: 'token' };
  const found = errorClassOf(code);
  if (found === 'ambiguous') return { kind: 'ambiguous', detail: code };
  if (found === 'rate_limited') return rateLimited(DEFAULT_RETRY_AFTER_MS);
  return { kind: 'rejected', code, scope: found };
}

function httpFailure(status: number): SendFailure {
  const carriedOutPerhaps = status >= 500 || status === 408 || status < 400;
  return carriedOutPerhaps
    ? { kind: 'ambiguous', detail: `HTTP ${status}` }
    : { kind: 'rejected', code: `http_${status}`, scope: 'unknown' };
}
