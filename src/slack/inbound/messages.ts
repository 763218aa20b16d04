import { z } from 'zod';
import type { CommandResponse } from '../../../commands/command';
import type { AskedMessage } from '../../../commands/messages/answerMessage';
import { type Message, sentApartMessage } from '../../../formatters';
import type { Requester } from '../../access/roles';
import { currentLanguage, inLanguage } from '../../lib/language';
import type { Logger } from '../../lib/logger';
import type { PostPrivately } from '../outbound/privateAnswer';

/** A mention of the bot, or a direct message to it. Never rejects. */
export type MessageHandler = (message: AskedMessage, requester: Requester) => Promise<CommandResponse>;

const eventSchema = z.object({
  type: z.enum(['app_mention', 'message']),
  user: z.string(),
  text: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().nullish(),
  /** Of a `message`: `im` for a direct one. */
  channel_type: z.string().nullish(),
  subtype: z.string().nullish(),
  bot_id: z.string().nullish(),
  edited: z.unknown().optional(),
  /** The workspace of who wrote it. */
  user_team: z.string().nullish(),
});

const bodySchema = z.object({
  team_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
});

/** What people write has one of these, or none; all else is an edit, a deletion, or somebody who joins. */
const WRITTEN: readonly string[] = ['thread_broadcast', 'file_share'];

export interface MessageOptions {
  readonly log: Logger;
  readonly botUserId: string | null;
  readonly externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>;
  /** Whether no instance has taken this one; remembers it. Never rejects. */
  readonly claim: (id: string) => Promise<boolean>;
  /** Posts a message that all who are there see. */
  readonly post: (
    where: { readonly channel: string; readonly threadTs: string | null },
    message: Message,
  ) => Promise<unknown>;
  readonly postPrivately: PostPrivately;
}

/** Passes on what a person writes to the bot, once, and answers in its thread; a direct message where it stands. */
export async function respondToMessage(
  { event, body }: { readonly event: unknown; readonly body: unknown },
  handler: MessageHandler,
  { log, botUserId, externalFlagOf, claim, post, postPrivately }: MessageOptions,
): Promise<void> {
  const [read, wrapping] = [eventSchema.safeParse(event), bodySchema.safeParse(body)];
  if (!read.success || !wrapping.success) return;
  const { type, user, channel, ts, thread_ts, channel_type, user_team } = read.data;
  const isDirect = channel_type === 'im' || channel.startsWith('D');
  if (!isOfPerson(read.data, botUserId) || (type === 'message' && !isDirect)) return;
  // Slack may tell of one message as a mention and as a message, and of each again.
  if (!(await claim(`message:${channel}:${ts}`))) return;
  const { team_id, is_ext_shared_channel } = wrapping.data;
  const requester: Requester = {
    userId: user,
    channelId: channel,
    ...(is_ext_shared_channel && !user_team
      ? { isExternal: true as const }
      : externalFlagOf(user_team ?? team_id ?? null)),
  };
  const text = read.data.text.replace(new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, 'g'), ' ').trim();
  const response = await handler({ text, channel, threadTs: thread_ts ?? null }, requester);
  const threadTs = thread_ts ?? (isDirect ? null : ts);
  const toPerson = { ...requester, ...(threadTs !== null && { threadTs }) };
  try {
    if (!isDirect && !response.public) return await postPrivately(toPerson, response.message);
    await post({ channel, threadTs }, response.message);
  } catch (error) {
    log.error({ err: error }, 'response to a message failed');
    if (isDirect || !response.public) return;
    const { message, language = currentLanguage() } = response;
    await postPrivately(
      toPerson,
      inLanguage(language, () => sentApartMessage(message)),
    ).catch((err: unknown) => log.error({ err }, 'nor could it be sent apart'));
  }
}

const isOfPerson = (
  { user, subtype, bot_id, edited }: z.infer<typeof eventSchema>,
  botUserId: string | null,
): boolean =>
  !bot_id &&
  user !== botUserId &&
  user !== 'USLACKBOT' &&
  edited === undefined &&
  (!subtype || WRITTEN.includes(subtype));
