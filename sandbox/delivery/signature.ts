import { createHmac } from 'node:crypto';

/**
 * The headers with which Slack signs a request: HMAC-SHA256 of `v0:{timestamp}:{body}`.
 * @param timestampS seconds since 1970
 */
export function signedHeaders(secret: string, body: string, timestampS: number): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${timestampS}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestampS), 'x-slack-signature': `v0=${digest}` };
}
