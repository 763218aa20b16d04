import { createHmac, randomUUID } from 'node:crypto';
import type { BotConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import { fetchOrNetworkError } from '../../slack/outbound/fetch';
import { type Finding, messageOf } from '../finding';

const TIMEOUT_MS = 5_000;

/** What a reverse proxy answers where nothing listens behind it. */
const NOBODY_BEHIND_IT = [502, 503, 504];

/**
 * Whether requests to the public address arrive at a bot with the same signing secret, and only those that are signed: by
 * the request with which Slack verifies an address, which has no effect.
 */
export async function checkPublicUrl(
  { slack, publicUrl }: Pick<BotConfig, 'slack' | 'publicUrl'>,
  clock: Clock,
): Promise<Finding[]> {
  if (slack.transport !== 'http') return [];
  if (publicUrl === null) return [{ check: 'signing_secret', level: 'ok', is: 'unchecked' }];
  const url = new URL('/slack/events', publicUrl).href;
  const challenge = randomUUID();
  const body = JSON.stringify({ type: 'url_verification', challenge });
  try {
    const signed = await post(url, body, signatureOf(body, slack.signingSecret, clock.now()));
    const found = { check: 'public_url', url, status: signed.status } as const;
    if (NOBODY_BEHIND_IT.includes(signed.status)) return [{ ...found, level: 'warning', is: 'not_running' }];
    if (signed.status === 404) return [{ ...found, level: 'error', is: 'not_found' }];
    if (signed.status === 401 || signed.status === 403) return [{ ...found, level: 'error', is: 'refused' }];
    if (signed.status !== 200 || !signed.text.includes(challenge))
      return [{ ...found, level: 'error', is: 'wrong_answer' }];
    const unsigned = await post(url, body, {});
    return unsigned.status === 200
      ? [{ ...found, level: 'error', is: 'open' }]
      : [{ check: 'public_url', level: 'ok', is: 'answers', url }];
  } catch (error) {
    return [{ check: 'public_url', level: 'warning', is: 'unreachable', url, detail: messageOf(error) }];
  }
}

async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetchOrNetworkError(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, text: (await response.text()).slice(0, 1000) };
}

/** As Slack signs. Source: Slack, "Verifying requests from Slack". */
function signatureOf(body: string, secret: string, now: Date): Readonly<Record<string, string>> {
  const sentAt = String(Math.floor(now.getTime() / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${sentAt}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': sentAt, 'x-slack-signature': `v0=${hash}` };
}
