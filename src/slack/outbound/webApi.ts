import { type ChatPostMessageArguments, WebClient } from '@slack/web-api';
import type { Logger } from '../../lib/logger';
import { boltLogger } from '../boltLogger';
import { failureOf } from './apiFailure';
import { fetchOrNoAnswer } from './fetch';
import { EVENT_TYPE, findMarked } from './history';
import type { Mark, Outcome, Posted, SlackPort } from './slackApi';

export interface WebApiPortOptions {
  readonly token: string;
  /** Such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly log: Logger;
  /** In place of TIMEOUT_MS, which it cannot exceed. */
  readonly timeoutMs?: number;
}

/** How long each call of the port may take, all that it asks of Slack together, in ms. */
export const TIMEOUT_MS = 8_000;

/**
 * Slack's Web API with each call tried once, and whatever comes of it told as an Outcome. Needs `chat:write`, and for
 * `find` `channels:history` (`groups:history` in private channels).
 */
export function createWebApiPort({
  token,
  apiUrl,
  log,
  timeoutMs = TIMEOUT_MS,
}: WebApiPortOptions): SlackPort {
  const limitMs = Math.min(timeoutMs, TIMEOUT_MS);
  const client = (fetch: typeof fetchOrNoAnswer): WebClient =>
    new WebClient(token, {
      slackApiUrl: apiUrl,
      logger: boltLogger(log),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: limitMs,
      fetch,
    });
  const writer = client(fetchOrNoAnswer);
  const own = ownBotId();
  return {
    post: ({ channel, message, mark, threadTs, alsoToChannel }) =>
      outcomeOf(async () => {
        const thread =
          threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: alsoToChannel === true };
        const posted = await writer.chat.postMessage({
          channel,
          ...message,
          ...NO_UNFURLING,
          ...thread,
          metadata: metadataOf(mark),
        } as ChatPostMessageArguments);
        return placeOf(posted, channel);
      }),
    update: ({ channel, ts, message, mark }) =>
      outcomeOf(async () => {
        await writer.chat.update({ channel, ts, ...message, metadata: metadataOf(mark) });
        return { channel, ts };
      }),
    find: (what) =>
      outcomeOf(async () => {
        // One time-out for all that is asked, not one for each.
        const signal = AbortSignal.timeout(limitMs);
        const reader = client((input, init) => fetchOrNoAnswer(input, { ...init, signal }));
        return findMarked(reader, await own(reader), what);
      }),
    remove: ({ channel, ts }) =>
      outcomeOf(async () => {
        await writer.chat.delete({ channel, ts });
        return null;
      }),
  };
}

const NO_UNFURLING = { unfurl_links: false, unfurl_media: false };

const metadataOf = (mark: Mark) => ({ event_type: EVENT_TYPE, event_payload: { ...mark } });

function placeOf(posted: { readonly channel?: string; readonly ts?: string }, asked: string): Posted {
  if (posted.ts === undefined) throw new Error('the answer to a post names no message');
  return { channel: posted.channel ?? asked, ts: posted.ts };
}

async function outcomeOf<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await call() };
  } catch (error) {
    return failureOf(error);
  }
}

/** Asks once, and again after a failure. */
function ownBotId(): (client: WebClient) => Promise<string> {
  let known: string | undefined;
  return async (client) => {
    known ??= (await client.auth.test()).bot_id;
    return known ?? '';
  };
}
