import type { IncomingMessage } from 'node:http';

/** Slack's own rule for how old a request may be. Source: Slack, "Verifying requests from Slack". */
const TOLERANCE_S = 300;

/**
 * True when the request says that it was sent within five minutes of now, before or after. Bolt verifies the
 * signature, and refuses what is too old, but not what comes from the future.
 */
export function isSentAboutNow(request: IncomingMessage, now: Date): boolean {
  const sentAtS = Number(request.headers['x-slack-request-timestamp'] ?? Number.NaN);
  return Math.abs(now.getTime() / 1000 - sentAtS) <= TOLERANCE_S;
}
