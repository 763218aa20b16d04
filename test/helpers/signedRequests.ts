import { createHmac } from 'node:crypto';
import type { SlackRequest } from '../../sandbox';

/** The request with another body, signed as Slack would sign that. */
export function signedAnew(request: SlackRequest, body: string, secret: string): SlackRequest {
  const timestamp = request.headers['x-slack-request-timestamp'] ?? '';
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { ...request, body, headers: { ...request.headers, 'x-slack-signature': `v0=${digest}` } };
}
