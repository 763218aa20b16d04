import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ReactedMessage } from '../../../commands/actions/reaction';
import type { CommandResponse } from '../../../commands/command';
import type { Requester } from '../../access/roles';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';

/** 👀, by its name in Slack: "I am looking at it". */
const ACKNOWLEDGING_REACTION = 'eyes';

/** Never rejects. `unknown` where the message is none of an open alert, as far as is known yet; null for nothing to say. */
export type ReactionHandler = (
  message: ReactedMessage,
  requester: Requester,
) => Promise<CommandResponse | 'unknown' | null>;

const eventSchema = z.object({
  user: z.string(),
  reaction: z.string(),
  /** Whose message it is. */
  item_user: z.string(),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
});

const bodySchema = z.object({
  team_id: z.string().nullish(),
  /** Of a channel with people of other workspaces, and the event does not say of which this one is. */
  is_ext_shared_channel: z.boolean().nullish(),
});

export interface ReactionOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly botUserId: string | null;
  readonly externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>;
  /** Shows a message to this person alone. */
  readonly postEphemeral: (requester: Requester, response: CommandResponse) => Promise<unknown>;
  readonly stopping: AbortSignal;
  /** RETRY_AFTER_MS unless given. */
  readonly retryAfterMs?: readonly number[] | undefined;
}

/** Where an alert's message is may not be stored yet when somebody reacts to it: it is looked for again, after so many ms. */
const RETRY_AFTER_MS = [2_000, 5_000, 10_000];
/** A message that is older, in ms, has long been stored. */
const NEW_MESSAGE_MS = 60_000;

/** Passes on 👀 on one of the bot's own messages, and shows the response to who reacted. */
export async function respondToReaction(
  { event, body }: { readonly event: unknown; readonly body: unknown },
  handler: ReactionHandler,
  { clock, log, botUserId, externalFlagOf, postEphemeral, stopping, retryAfterMs }: ReactionOptions,
): Promise<void> {
  const [reaction, wrapping] = [eventSchema.safeParse(event), bodySchema.safeParse(body)];
  if (!reaction.success || !wrapping.success) return;
  const { user, reaction: name, item_user, item } = reaction.data;
  if (name !== ACKNOWLEDGING_REACTION || item_user !== botUserId || user === botUserId) return;
  const { team_id, is_ext_shared_channel } = wrapping.data;
  const requester: Requester = {
    userId: user,
    channelId: item.channel,
    ...(is_ext_shared_channel ? { isExternal: true } : externalFlagOf(team_id ?? null)),
  };
  const isNew = clock.now().getTime() - Number(item.ts) * 1000 < NEW_MESSAGE_MS;
  let response = await handler(item, requester);
  for (const ms of isNew ? (retryAfterMs ?? RETRY_AFTER_MS) : []) {
    if (response !== 'unknown') break;
    await delay(ms, null, { ref: false, signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
    response = await handler(item, requester);
  }
  if (response === null || response === 'unknown') return;
  try {
    await postEphemeral(requester, response);
  } catch (error) {
    log.error({ err: error }, 'response to a reaction failed');
  }
}
