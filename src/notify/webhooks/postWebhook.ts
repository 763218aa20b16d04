import { sameHostRedirect } from '../../lib/redirect';
import type { WebhookRequest } from './webhook';

/** What came of a request. `detail` holds nothing of the address or the body. */
export type WebhookResult =
  | { readonly kind: 'accepted' }
  /** No further attempt can succeed: a person has to change something. */
  | { readonly kind: 'rejected'; readonly detail: string }
  /** A further attempt may succeed. `retryAfterMs`: what the receiver asked for; null for nothing. */
  | { readonly kind: 'failed'; readonly detail: string; readonly retryAfterMs: number | null };

const WEBHOOK_TIMEOUT_MS = 8_000;
const MAX_REDIRECTS = 3;
/** Those that keep the method and the body. */
const REDIRECTS = [307, 308];
/** Of the 4xx these may pass: a time-out, too early, too many requests. */
const TRANSIENT_4XX = [408, 425, 429];

export interface PostOptions {
  readonly now: Date;
  /** For the request with all its redirects, in ms. */
  readonly timeoutMs?: number;
  /** Aborted when the bot stops. */
  readonly signal?: AbortSignal;
}

/** Sends one request, however. */
export type PostWebhook = (request: WebhookRequest, options: PostOptions) => Promise<WebhookResult>;

/** Sends a request once. Never rejects, and ends within `timeoutMs`. */
export async function postWebhook(request: WebhookRequest, options: PostOptions): Promise<WebhookResult> {
  const { timeoutMs = WEBHOOK_TIMEOUT_MS, signal } = options;
  const sending = new AbortController();
  const stop = () => sending.abort();
  // Not AbortSignal.any: what it adds to a signal that lives on, Node 20 never removes.
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  const limit = setTimeout(stop, timeoutMs);
  try {
    return await follow(request, sending.signal, options.now);
  } catch (error) {
    const detail = sending.signal.aborted ? 'no answer in time' : networkErrorOf(error);
    return { kind: 'failed', detail, retryAfterMs: null };
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', stop);
  }
}

async function follow(
  { url, headers, body }: WebhookRequest,
  signal: AbortSignal,
  now: Date,
): Promise<WebhookResult> {
  let next = new URL(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetch(next, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null) return resultOf(response, now);
    const redirected = sameHostRedirect(next, location);
    if (redirected === null) return { kind: 'rejected', detail: 'redirected to another host' };
    next = redirected;
  }
  return { kind: 'rejected', detail: 'too many redirects' };
}

function resultOf({ ok, status, headers }: Response, now: Date): WebhookResult {
  const detail = `HTTP ${status}`;
  if (ok) return { kind: 'accepted' };
  if (status < 500 && !TRANSIENT_4XX.includes(status)) return { kind: 'rejected', detail };
  return { kind: 'failed', detail, retryAfterMs: retryAfterMs(headers.get('retry-after'), now) };
}

/** In ms; null where nothing is asked for. It may be a number of seconds, or a date. */
function retryAfterMs(text: string | null, now: Date): number | null {
  if (text === null) return null;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** The system's code, such as ECONNREFUSED. */
function networkErrorOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'could not be sent';
}
