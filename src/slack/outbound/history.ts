import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../../lib/clock';
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
      posting: z.number().optional(),
      failures: z.record(z.string(), z.number()).optional(),
      closed: z.boolean().optional(),
      revision: z.number().optional(),
      outageSince: z.number().optional(),
      outageUntil: z.number().optional(),
      // As 0.1 wrote them.
      blindSince: z.number().optional(),
      blindUntil: z.number().optional(),
    }),
  }),
});

const page = z.looseObject({
  messages: z.array(z.looseObject({ ts: z.string() })).default([]),
  has_more: z.boolean().default(false),
  response_metadata: z.looseObject({ next_cursor: z.string().default('') }).prefault({}),
});

type HistoryQuery = Parameters<SlackMessageApi['find']>[0];
type OwnMessage = { readonly ts: string; readonly mark: MessageMetadata };

/** What was read of a channel, without a gap: of `top` and before, down to `bottom`. */
interface Scan {
  readonly top: string;
  readonly bottom: string;
  readonly own: readonly OwnMessage[];
  readonly atMs: number;
}

/** A look-up that goes on after so long begins anew, in ms: messages may have been changed, or removed. */
const SCAN_KEPT_MS = 300_000;
/** Later than any message. Where the end is given, Slack begins with the newest message. */
const LATEST = '9999999999.999999';

/**
 * Looks messages of this bot up in Slack, the newest first. A look-up of a channel that was cut short, as by the time that
 * one may take, goes on where it stopped when the next one comes.
 */
export class ChannelHistoryReader {
  private readonly scans = new Map<string, Scan>();

  constructor(private readonly clock: Clock) {}

  /**
   * The oldest message of this bot, at or after `since`, whose mark fits; null when there is none. Reads page by page,
   * to the end or until `client` takes no more. Throws what WebClient throws.
   */
  async find(client: WebClient, botId: string, wanted: HistoryQuery): Promise<Posted | null> {
    const read = wanted.threadTs === undefined ? this.ofChannel : ofThread;
    const own = await read.call(this, client, botId, wanted);
    const [oldest] = own
      .filter(({ ts, mark }) => Number(ts) >= wanted.since.getTime() / 1000 && wanted.fits(mark, ts))
      .map(({ ts }) => ts)
      .sort((a, b) => Number(a) - Number(b));
    return oldest === undefined ? null : { channel: wanted.channel, ts: oldest };
  }

  private async ofChannel(
    client: WebClient,
    botId: string,
    { channel, since }: HistoryQuery,
  ): Promise<readonly OwnMessage[]> {
    // Of what lies between two, Slack gives neither.
    const from = (since.getTime() / 1000 - 0.000002).toFixed(6);
    const known = await this.withNewer(client, botId, channel);
    let scan = known ?? { top: '', bottom: LATEST, own: [], atMs: this.clock.monotonicMs() };
    while (Number(scan.bottom) > Number(from)) {
      const { messages, has_more } = await pageOf(client, { channel, from, to: scan.bottom });
      const isLast = messages.length === 0 || !has_more;
      scan = {
        ...scan,
        top: scan.top || (messages[0]?.ts ?? ''),
        bottom: isLast ? from : oldestOf(messages),
        own: [...scan.own, ...ownOf(messages, botId)],
      };
      if (scan.top !== '') this.scans.set(channel, scan);
    }
    this.scans.delete(channel);
    return scan.own;
  }

  /** What was read before, with what was posted since; null for nothing. */
  private async withNewer(client: WebClient, botId: string, channel: string): Promise<Scan | null> {
    const known = this.scans.get(channel);
    if (known === undefined || this.clock.monotonicMs() - known.atMs > SCAN_KEPT_MS) return null;
    let newer: readonly PageMessage[] = [];
    for (let to = LATEST, more = true; more; ) {
      const { messages, has_more } = await pageOf(client, { channel, from: known.top, to });
      newer = [...newer, ...messages];
      more = has_more && messages.length > 0;
      if (more) to = oldestOf(messages);
    }
    const scan = {
      ...known,
      top: newer[0]?.ts ?? known.top,
      own: [...known.own, ...ownOf(newer, botId)],
    };
    this.scans.set(channel, scan);
    return scan;
  }
}

type PageMessage = z.infer<typeof page>['messages'][number];

const oldestOf = (messages: readonly PageMessage[]): string =>
  messages.map(({ ts }) => ts).reduce((a, b) => (Number(a) < Number(b) ? a : b));

/** The newest messages between two, without these. */
async function pageOf(
  client: WebClient,
  { channel, from, to }: { readonly channel: string; readonly from: string; readonly to: string },
) {
  const range = { oldest: from, latest: to, include_all_metadata: true, limit: PAGE };
  return page.parse(await client.conversations.history({ channel, ...range }));
}

/** A thread is short, and Slack gives it from its beginning. */
async function ofThread(
  client: WebClient,
  botId: string,
  { channel, since, threadTs = '' }: HistoryQuery,
): Promise<readonly OwnMessage[]> {
  const own: OwnMessage[] = [];
  let cursor = '';
  do {
    const asked = {
      ...{ channel, ts: threadTs, inclusive: true, include_all_metadata: true, limit: PAGE },
      oldest: (since.getTime() / 1000).toFixed(6),
      ...(cursor === '' ? {} : { cursor }),
    };
    const { messages, response_metadata } = page.parse(await client.conversations.replies(asked));
    own.push(...ownOf(messages, botId));
    cursor = response_metadata.next_cursor;
  } while (cursor !== '');
  return own;
}

const ownOf = (messages: readonly unknown[], botId: string): readonly OwnMessage[] =>
  messages.flatMap((message) => ownMessage(message, botId));

function ownMessage(message: unknown, botId: string): OwnMessage[] {
  const read = ownMessageSchema.safeParse(message);
  if (!read.success || read.data.bot_id !== botId) return [];
  const { blindSince, blindUntil, ...payload } = read.data.metadata.event_payload;
  const { id, detectedAt, event, after, rule, posting, failures, closed, revision } = payload;
  const { outageSince = blindSince, outageUntil = blindUntil } = payload;
  const mark: MessageMetadata = {
    id,
    ...(detectedAt === undefined ? {} : { detectedAt }),
    ...(event === undefined ? {} : { event }),
    ...(after === undefined ? {} : { after }),
    ...(rule === undefined ? {} : { rule }),
    ...(posting === undefined ? {} : { posting }),
    ...(failures === undefined ? {} : { failures }),
    ...(closed === undefined ? {} : { closed }),
    ...(revision === undefined ? {} : { revision }),
    ...(outageSince === undefined ? {} : { outageSince }),
    ...(outageUntil === undefined ? {} : { outageUntil }),
  };
  return [{ ts: read.data.ts, mark }];
}
