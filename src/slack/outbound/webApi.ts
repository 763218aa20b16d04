import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import type { Message } from '../../../formatters/blockKit/message';
import { newBlocksIn } from '../../../formatters/blockKit/plainBlocks';
import { type Clock, systemClock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { createWebClient } from '../webClient';
import { blockRefusalOf, toSendFailure } from './apiFailure';
import { ClockSkew } from './clockSkew';
import { fetchOrNetworkError } from './fetch';
import { ChannelHistoryReader, EVENT_TYPE } from './history';
import { NewBlocks } from './newBlocks';
import type { MessageMetadata, Posted, SendResult, SlackMessageApi } from './slackApi';

export interface SlackMessageApiOptions {
  readonly token: string;
  /** Such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly log: Logger;
  /** What is known of the workspace; nothing unless given. */
  readonly newBlocks?: NewBlocks;
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
  newBlocks = new NewBlocks({ clock, log }),
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
  /** One time-out for all that is asked, not one for each call. */
  const bounded = (): WebClient => {
    const signal = AbortSignal.timeout(limitMs);
    return client((input, init) => measured(input, { ...init, signal }));
  };
  const writer = client(measured);
  const write = <T>(
    message: Message,
    send: (client: WebClient, message: Message) => Promise<T>,
  ): Promise<T> => {
    // One that is refused for its blocks is sent twice.
    const once = newBlocksIn(message).length === 0 ? writer : bounded();
    return newBlocks.send(message, (sent) => send(once, sent), blockRefusalOf);
  };
  const own = ownIdentity();
  return {
    post: ({ channel, message, mark, threadTs, replyBroadcast }) =>
      toResult(async () => {
        const thread =
          threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: replyBroadcast === true };
        const where = { channel, ...NO_UNFURLING, ...thread, metadata: metadataOf(mark) };
        const posted = await write(message, (client, sent) =>
          client.chat.postMessage({ ...where, ...sent } as ChatPostMessageArguments),
        );
        return toMessageRef(posted, channel);
      }),
    update: ({ channel, ts, message, mark }) =>
      toResult(async () => {
        await write(message, (client, sent) =>
          client.chat.update({ channel, ts, ...sent, metadata: metadataOf(mark) }),
        );
        return { channel, ts };
      }),
    find: (what) =>
      toResult(async () => {
        const reader = bounded();
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
    pin: ({ channel, ts }) =>
      toResult(async () => {
        await writer.pins.add({ channel, timestamp: ts });
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
