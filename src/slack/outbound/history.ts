import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { MessageMetadata, Posted, SlackMessageApi } from './slackApi';

/** What marks a message as one of the bot's deliveries. */
export const EVENT_TYPE = 'arbwatch_delivery';

const PAGE = 200;

const ownMessageSchema = z.looseObject({
  ts: z.string(),
  bot_id: z.string(),
  metadata: z.looseObject({
    event_type: z.literal(EVENT_TYPE),
    event_payload: z.object({
      id: z.string(),
      detectedAt: z.number().optional(),
      event: z.string().optional(),
      after: z.number().optional(),
      rule: z.string().optional(),
      failures: z.record(z.string(), z.number()).optional(),
      outageSince: z.number().optional(),
      outageUntil: z.number().optional(),
      // As 0.1 wrote them.
      blindSince: z.number().optional(),
      blindUntil: z.number().optional(),
    }),
  }),
});

const page = z.looseObject({
  messages: z.array(z.unknown()).default([]),
  response_metadata: z.looseObject({ next_cursor: z.string().default('') }).prefault({}),
});

type HistoryQuery = Parameters<SlackMessageApi['find']>[0];

/**
 * The oldest message of this bot, at or after `since`, whose mark fits; null when there is none. Reads page by page,
 * to the end or until `client` takes no more. Throws what WebClient throws.
 */
export async function findOwnMessage(
  client: WebClient,
  botId: string,
  wanted: HistoryQuery,
): Promise<Posted | null> {
  const found: string[] = [];
  let cursor = '';
  do {
    const { messages, response_metadata } = page.parse(await pageOf(client, wanted, cursor));
    found.push(...messages.flatMap((message) => matching(message, botId, wanted.fits)));
    cursor = response_metadata.next_cursor;
  } while (cursor !== '');
  const [oldest] = found.sort((a, b) => Number(a) - Number(b));
  return oldest === undefined ? null : { channel: wanted.channel, ts: oldest };
}

function pageOf(
  client: WebClient,
  { channel, since, threadTs }: HistoryQuery,
  cursor: string,
): Promise<unknown> {
  const asked = {
    channel,
    oldest: (since.getTime() / 1000).toFixed(6),
    inclusive: true,
    include_all_metadata: true,
    limit: PAGE,
    ...(cursor === '' ? {} : { cursor }),
  };
  return threadTs === undefined
    ? client.conversations.history(asked)
    : client.conversations.replies({ ...asked, ts: threadTs });
}

function matching(message: unknown, botId: string, fits: HistoryQuery['fits']): string[] {
  const read = ownMessageSchema.safeParse(message);
  if (!read.success || read.data.bot_id !== botId) return [];
  const { blindSince, blindUntil, ...payload } = read.data.metadata.event_payload;
  const { id, detectedAt, event, after, rule, failures } = payload;
  const { outageSince = blindSince, outageUntil = blindUntil } = payload;
  const mark: MessageMetadata = {
    id,
    ...(detectedAt === undefined ? {} : { detectedAt }),
    ...(event === undefined ? {} : { event }),
    ...(after === undefined ? {} : { after }),
    ...(rule === undefined ? {} : { rule }),
    ...(failures === undefined ? {} : { failures }),
    ...(outageSince === undefined ? {} : { outageSince }),
    ...(outageUntil === undefined ? {} : { outageUntil }),
  };
  return fits(mark, read.data.ts) ? [read.data.ts] : [];
}
