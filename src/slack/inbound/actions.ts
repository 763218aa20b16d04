import { z } from 'zod';
import type { CommandResponse } from '../../../commands/command';
import type { Requester } from '../../access/roles';
import { sendResponse } from '../outbound/responseUrl';
import type { RespondOptions } from './commands';

/** A click on a button, or the choice of an option. */
export interface ActionPayload {
  readonly actionId: string;
  /** The button's value, or that of the chosen option. */
  readonly value: string | null;
}

/** Never rejects; null where there is nothing to say. */
export type ActionHandler = (action: ActionPayload, requester: Requester) => Promise<CommandResponse | null>;

const bodySchema = z.object({
  // The workspace of this person, which in a shared channel may be another than the bot's.
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

/** Slack's request for one action. */
export interface ActionRequest {
  readonly ack: () => Promise<void>;
  readonly body: unknown;
  readonly action: unknown;
}

export interface ActionOptions extends RespondOptions {
  readonly externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>;
}

/** Acks at once, and then sends the response, if there is one, to the requester alone. */
export async function respondToAction(
  { ack, body, action }: ActionRequest,
  handler: ActionHandler,
  { apiUrl, newBlocks, log, externalFlagOf }: ActionOptions,
): Promise<void> {
  await ack().catch((error) => log.warn({ err: error }, 'action ack failed; continuing'));
  const [from, what] = [bodySchema.safeParse(body), actionSchema.safeParse(action)];
  if (!from.success || !what.success) {
    log.warn({ err: from.error ?? what.error }, 'malformed action payload dropped');
    return;
  }
  const { user, team, channel, response_url } = from.data;
  const { action_id: actionId, value, selected_option } = what.data;
  const response = await handler(
    { actionId, value: value ?? selected_option?.value ?? null },
    { userId: user.id, channelId: channel?.id ?? '', ...externalFlagOf(user.team_id ?? team?.id ?? null) },
  );
  if (response === null || !response_url) return;
  try {
    await sendResponse(response_url, response, { apiUrl, newBlocks }, { replace_original: false });
  } catch (error) {
    log.error({ err: error, actionId }, 'action response failed');
  }
}
