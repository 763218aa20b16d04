import { z } from 'zod';
import type { CommandResponse } from '../../../commands/command';
import type { Requester } from '../../access/roles';
import { actorOf, actorSchema } from '../identity';
import { sendAnswer } from '../outbound/privateAnswer';
import type { HomeTabs } from '../outbound/views/homeTabs';
import type { RespondOptions } from './commands';

/** A click on a button, or the choice of an option. */
export interface ActionPayload {
  readonly actionId: string;
  /** The button's value, or that of the chosen option. */
  readonly value: string | null;
  /** Not only who pressed it sees the message. */
  readonly isShared?: boolean;
}

/** Never rejects; null where there is nothing to say. */
export type ActionHandler = (action: ActionPayload, requester: Requester) => Promise<CommandResponse | null>;

const bodySchema = actorSchema.extend({
  channel: z.object({ id: z.string() }).nullish(),
  view: z.object({ type: z.string() }).nullish(),
  response_url: z.string().nullish(),
  container: z
    .object({
      is_ephemeral: z.boolean().nullish(),
      message_ts: z.string().nullish(),
      thread_ts: z.string().nullish(),
    })
    .nullish(),
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
  /** What has been pressed and not been answered yet. */
  readonly pressing: Set<string>;
  readonly homeTabs: Pick<HomeTabs, 'publish'>;
}

/**
 * Acks at once, and then sends the response, if there is one, to the requester alone, or in place of the message. A press
 * that is repeated before it is answered does nothing.
 */
export async function respondToAction(
  { ack, body, action }: ActionRequest,
  handler: ActionHandler,
  { externalFlagOf, pressing, homeTabs, ...options }: ActionOptions,
): Promise<void> {
  const { log } = options;
  await ack().catch((error) => log.warn({ err: error }, 'action ack failed; continuing'));
  const [from, what] = [bodySchema.safeParse(body), actionSchema.safeParse(action)];
  if (!from.success || !what.success) {
    log.warn({ err: from.error ?? what.error }, 'malformed action payload dropped');
    return;
  }
  const { user, channel, view, response_url, container } = from.data;
  const { action_id: actionId, value, selected_option } = what.data;
  const payload = { actionId, value: value ?? selected_option?.value ?? null };
  const press = JSON.stringify([user.id, channel?.id, container?.message_ts, payload]);
  if (pressing.has(press)) {
    log.debug({ actionId }, 'press repeated before its answer; dropped');
    return;
  }
  pressing.add(press);
  try {
    const requester = actorOf(from.data, channel?.id, externalFlagOf);
    const isOwn = container?.is_ephemeral === true || requester.channelId.startsWith('D');
    // A press in the Home tab has no response_url: its answer is the tab itself.
    if (view?.type === 'home') return await homeTabs.publish(user.id, () => handler(payload, requester));
    const response = await handler({ ...payload, isShared: !isOwn }, requester);
    if (response === null || !response_url) return;
    const threadTs = container?.thread_ts ?? undefined;
    const replaces = response.replaces === 'any' || (response.replaces === 'own' && isOwn);
    const where = { replace_original: replaces, ...(threadTs !== undefined && { thread_ts: threadTs }) };
    // What takes the place of a message is seen by whom that one was.
    const sent = replaces ? { ...response, public: container?.is_ephemeral !== true } : response;
    await sendAnswer(response_url, sent, { ...requester, threadTs }, options, where);
  } catch (error) {
    log.error({ err: error, actionId }, 'action response failed');
  } finally {
    pressing.delete(press);
  }
}
