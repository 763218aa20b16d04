import { z } from 'zod';
import type { Message } from '../../../formatters/blockKit/message';
import type { Requester } from '../../access/roles';
import type { Logger } from '../../lib/logger';
import { postToResponseUrl, responseBody } from '../outbound/responseUrl';

/** Something that was pressed or chosen in a message. */
export interface ActionPayload {
  readonly actionId: string;
  /** The button's value, or the value of what was chosen. */
  readonly value: string | null;
}

/** What answers a press; null for nothing to say. It never rejects. */
export type ActionHandler = (pressed: ActionPayload, requester: Requester) => Promise<Message | null>;

const bodySchema = z.object({
  // The workspace that this person is of, which in a shared channel may be another than the bot's.
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }).nullish(),
  response_url: z.string().nullish(),
});

const actionSchema = z.object({
  action_id: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** Slack's request for one press. */
export interface ActionRequest {
  readonly ack: () => Promise<void>;
  readonly body: unknown;
  readonly action: unknown;
}

export interface ActionsOptions {
  readonly apiUrl: string;
  readonly log: Logger;
  /** What tells an requester of this workspace apart. */
  readonly markOf: (team: string | null) => Pick<Requester, 'isExternal'>;
}

/** Acks at once, and then tells the one who pressed, alone, what there is to tell. */
export async function handleAction(
  { ack, body, action }: ActionRequest,
  handler: ActionHandler,
  { apiUrl, log, markOf }: ActionsOptions,
): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn({ err: error }, 'action ack failed; continuing');
  }
  const from = bodySchema.safeParse(body);
  const what = actionSchema.safeParse(action);
  if (!from.success || !what.success) {
    log.warn({ err: from.error ?? what.error }, 'malformed action payload dropped');
    return;
  }
  const { user, team, channel, response_url } = from.data;
  const { action_id, value, selected_option } = what.data;
  const message = await handler(
    { actionId: action_id, value: value ?? selected_option?.value ?? null },
    { userId: user.id, channelId: channel?.id ?? '', ...markOf(user.team_id ?? team?.id ?? null) },
  );
  if (message === null || !response_url) return;
  try {
    const reply = { ...responseBody(message, false), replace_original: false };
    await postToResponseUrl(response_url, reply, apiUrl);
  } catch (error) {
    log.error({ err: error, actionId: action_id }, 'action response failed');
  }
}
