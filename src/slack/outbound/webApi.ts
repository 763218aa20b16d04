import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { type Clock, systemClock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { createWebClient } from '../webClient';
import { toSendFailure } from './apiFailure';
import { ClockSkew } from './clockSkew';
import { fetchOrNetworkError } from './fetch';
import { ChannelHistoryReader, EVENT_TYPE } from './history';
import type { MessageMetadata, Posted, SendResult, SlackMessageApi } from './slackApi';

export interface SlackMessageApiOptions {
  readonly token: string;
  /** Such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly log: Logger;
  /** The machine's unless given. */
  readonly clock?: Clock;
  /** In place of TIMEOUT_MS, which it cannot exceed. */
  readonly timeoutMs?: number;
}

/** How long each call of the port may take, all that it asks of Slack together, in ms. */
export const TIMEOUT_MS = 8_000;

/**
 * Slack's Web API with each call tried once, and its outcome returned as a SendResult. Needs `chat:write`, and for
 * `find` `channels:history` (`groups:history` in private channels).
 */
export function createSlackMessageApi({
  token,
  apiUrl,
  log,
  clock = systemClock,
  timeoutMs = TIMEOUT_MS,
}: SlackMessageApiOptions): SlackMessageApi {
  const limitMs = Math.min(timeoutMs, TIMEOUT_MS);
  const skew = new ClockSkew(clock);
  const history = new ChannelHistoryReader(clock);
  const measured: typeof fetchOrNetworkError = async (input, init) => {
    const response = await fetchOrNetworkError(input, init);
    skew.record(response.headers.get('date'));
    return response;
  };
  const client = (fetch: typeof fetchOrNetworkError): WebClient =>
    createWebClient(token, { apiUrl, log, timeoutMs: limitMs, fetch });
  const writer = client(measured);
  const own = ownIdentity();
  return {
    post: ({ channel, message, mark, threadTs, replyBroadcast }) =>
      toResult(async () => {
        const thread =
          threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: replyBroadcast === true };
        const posted = await writer.chat.postMessage({
          channel,
          ...message,
          ...NO_UNFURLING,
          ...thread,
          metadata: metadataOf(mark),
        } as ChatPostMessageArguments);
        return toMessageRef(posted, channel);
      }),
    update: ({ channel, ts, message, mark }) =>
      toResult(async () => {
        await writer.chat.update({ channel, ts, ...message, metadata: metadataOf(mark) });
        return { channel, ts };
      }),
    find: (what) =>
      toResult(async () => {
        // One time-out for all that is asked, not one for each.
        const signal = AbortSignal.timeout(limitMs);
        const reader = client((input, init) => measured(input, { ...init, signal }));
        const { botId } = await own(reader);
        return history.find(reader, botId, { ...what, since: skew.atSlack(what.since) });
      }),
    countAfter: ({ channel, ts, limit }) =>
      toResult(async () => {
        const signal = AbortSignal.timeout(Math.min(limitMs, COUNT_TIMEOUT_MS));
        const reader = client((input, init) => fetchOrNetworkError(input, { ...init, signal }));
        const { messages = [] } = await reader.conversations.history({ channel, oldest: ts, limit });
        return messages.filter((message) => message.ts !== ts).length;
      }),
    remove: ({ channel, ts }) =>
      toResult(async () => {
        await writer.chat.delete({ channel, ts });
        return null;
      }),
    messageUrl: async ({ channel, ts }) => {
      const { workspaceUrl } = await own(writer).catch(() => ({ workspaceUrl: null }));
      return workspaceUrl && new URL(`archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl).href;
    },
  };
}

/** An alert waits for no longer to find out how many messages came since its last one, in ms. */
const COUNT_TIMEOUT_MS = 3_000;

const NO_UNFURLING = { unfurl_links: false, unfurl_media: false };

const metadataOf = (mark: MessageMetadata) => ({ event_type: EVENT_TYPE, event_payload: { ...mark } });

function toMessageRef(posted: { readonly channel?: string; readonly ts?: string }, asked: string): Posted {
  if (posted.ts === undefined) throw new Error('the answer to a post names no message');
  return { channel: posted.channel ?? asked, ts: posted.ts };
}

async function toResult<T>(call: () => Promise<T>): Promise<SendResult<T>> {
  try {
    return { kind: 'done', value: await call() };
  } catch (error) {
    return toSendFailure(error);
  }
}

interface OwnIdentity {
  readonly botId: string;
  /** Such as `https://example.slack.com/`. */
  readonly workspaceUrl: string | null;
}

/** Asks once, and again after a failure. */
function ownIdentity(): (client: WebClient) => Promise<OwnIdentity> {
  let known: OwnIdentity | undefined;
  return async (client) => {
    if (known !== undefined) return known;
    const { bot_id, url = '' } = await client.auth.test();
    const workspaceUrl = URL.canParse(url) && url.startsWith('https:') ? url : null;
    const found = { botId: bot_id ?? '', workspaceUrl };
    if (bot_id !== undefined) known = found;
    return found;
  };
}
