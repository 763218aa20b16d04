import type { Logger as BoltLogger } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../lib/logger';
import { boltLogger } from './boltLogger';

export interface ClientSettings {
  /** Such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly log: Logger;
  /** For each call. */
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

/** The client logs each response at `debug`; that of a look-up holds what others wrote in the channel. */
const withoutMessages = (logger: BoltLogger): BoltLogger => ({
  ...logger,
  debug: (...parts) => {
    const isOfOthers = parts.some((part) => /^http request result: [\s\S]*"messages":/.test(String(part)));
    logger.debug(
      ...(isOfOthers ? ['http request result: messages of a channel, which are not logged'] : parts),
    );
  },
});

/** Each call is tried once, and a rate limit is an error: whoever calls decides when to retry. */
export const clientOptions = ({ apiUrl, log, timeoutMs, fetch }: ClientSettings): WebClientOptions => ({
  slackApiUrl: apiUrl,
  timeout: timeoutMs,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger: withoutMessages(boltLogger(log)),
  ...(fetch && { fetch }),
});

export const createWebClient = (token: string, settings: ClientSettings): WebClient =>
  new WebClient(token, clientOptions(settings));
