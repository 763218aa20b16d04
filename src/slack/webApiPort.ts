import { type ChatPostMessageArguments, WebClient } from '@slack/web-api';
import type { Logger } from '../logger';
import { boltLogger } from './boltLogger';
import { fetchOrNoAnswer } from './noAnswer';
import { failureOf } from './outcome';
import type { Mark, Outcome, Posted, SlackPort } from './port';
import { EVENT_TYPE, findMarked } from './readBack';

export interface WebApiPortOptions {
  readonly token: string;
  /** Such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly log: Logger;
  /** How long a message may take to be posted, changed or removed, in ms. Default and most: 8000. */
  readonly timeoutMs?: number;
}

const WRITE_TIMEOUT_MS = 8_000;
/** Looking something up takes several calls, the last of which begins before half of the ten seconds are over. */
const READ_TIMEOUT_MS = 4_500;

/**
 * Slack's Web API with each call tried once, and whatever comes of it told as an Outcome. Needs `chat:write`, and for
 * `find` `channels:history` (`groups:history` in private channels).
 */
export function createWebApiPort({
  token,
  apiUrl,
  log,
  timeoutMs = WRITE_TIMEOUT_MS,
}: WebApiPortOptions): SlackPort {
  const client = (timeout: number): WebClient =>
    new WebClient(token, {
      slackApiUrl: apiUrl,
      logger: boltLogger(log),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout,
      fetch: fetchOrNoAnswer,
    });
  const writer = client(Math.min(timeoutMs, WRITE_TIMEOUT_MS));
  const reader = client(Math.min(timeoutMs, READ_TIMEOUT_MS));
  const own = ownBotId(reader);
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
    find: (what) => outcomeOf(async () => findMarked(reader, await own(), what)),
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
function ownBotId(client: WebClient): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    known ??= (await client.auth.test()).bot_id;
    return known ?? '';
  };
}
