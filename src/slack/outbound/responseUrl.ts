import { setTimeout as delay } from 'node:timers/promises';
import type { CommandResponse } from '../../../commands/command';
import { backoffMs } from '../../lib/backoff';
import type { NewBlocks } from './newBlocks';

/** Slack gives a response_url 5 uses within 30 minutes; these tries stay within both. */
const TRIES = 4;
const TRY_LIMIT_MS = 5_000;
const LONGEST_WAIT_MS = 30_000;

/** A message could not be sent to a response_url. */
export class ResponseUrlError extends Error {
  constructor(
    message: string,
    /** True when trying again cannot mend it. */
    readonly isTerminal: boolean,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'ResponseUrlError';
  }
}

/** Sends a response to a response_url, without what the workspace refuses of it. Throws ResponseUrlError. */
export const sendResponse = (
  url: string,
  response: CommandResponse,
  { apiUrl, newBlocks }: { readonly apiUrl: string; readonly newBlocks: NewBlocks },
  more: object = {},
): Promise<void> =>
  newBlocks.send(
    response.message,
    (message) => postToResponseUrl(url, { ...responseBody({ ...response, message }), ...more }, apiUrl),
    (error) => (error instanceof ResponseUrlError && error.message.includes('invalid_blocks') ? [] : null),
  );

/** Slack's body for a response. */
export const responseBody = ({ message, public: isPublic }: CommandResponse) => ({
  response_type: isPublic ? ('in_channel' as const) : ('ephemeral' as const),
  text: message.text,
  blocks: message.blocks,
  unfurl_links: false,
  unfurl_media: false,
});

/**
 * Posts to a response_url, trying again while that may help. One whose outcome is unknown (a time-out, a 5xx) is sent
 * again too: an answer that comes twice is better than none. Throws ResponseUrlError.
 */
export async function postToResponseUrl(url: string, body: object, apiUrl: string): Promise<void> {
  if (!isSlackHost(url, apiUrl))
    throw new ResponseUrlError('the response_url is not an address of Slack', true);
  for (let tried = 1; ; tried += 1) {
    const error = await post(url, body);
    if (error === null) return;
    if (error.isTerminal || tried === TRIES) throw error;
    await delay(Math.min(error.retryAfterMs ?? backoffMs(tried, { firstMs: 1_000 }), LONGEST_WAIT_MS));
  }
}

/** True for Slack's own host of response_urls, for the configured Web API's, and for that one's `hooks.` (GovSlack). */
export function isSlackHost(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  const api = new URL(apiUrl);
  if (protocol === 'https:' && host === 'hooks.slack.com') return true;
  return protocol === api.protocol && (host === api.host || host === `hooks.${api.host}`);
}

async function post(url: string, body: object): Promise<ResponseUrlError | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // A redirect is a refusal: Slack has none, and the answer is for nobody else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TRY_LIMIT_MS),
    });
    const responseText = (await response.text()).slice(0, 200);
    const isTaken = response.ok && !/^\s*\{.*"ok":\s*false/s.test(responseText);
    return isTaken ? null : toResponseError(response, responseText);
  } catch (error) {
    return new ResponseUrlError(`Slack could not be reached: ${String(error)}`, false);
  }
}

function toResponseError(response: Response, said: string): ResponseUrlError {
  const retryAfterS = Number(response.headers.get('retry-after') ?? Number.NaN);
  const mayPass = response.status === 429 || response.status >= 500;
  return new ResponseUrlError(
    `Slack refused the answer: ${response.status} ${said}`,
    !mayPass,
    Number.isFinite(retryAfterS) ? retryAfterS * 1000 : null,
  );
}
