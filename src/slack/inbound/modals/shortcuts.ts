import { z } from 'zod';
import type { CommandResponse } from '../../../../commands/command';
import type { ShortcutMessage } from '../../../../commands/shortcuts/shortcuts';
import type { Requester } from '../../../access/roles';
import { actorOf, actorSchema } from '../../identity';
import { sendAnswer } from '../../outbound/privateAnswer';
import type { Modals } from '../../outbound/views/modals';
import type { RespondOptions } from '../commands';

/** Never rejects; null where there is nothing to say. */
export type ShortcutHandler = (
  callbackId: string,
  message: ShortcutMessage | null,
  requester: Requester,
) => Promise<CommandResponse | null>;

const bodySchema = actorSchema.extend({
  callback_id: z.string(),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).nullish(),
  message: z.object({ ts: z.string(), thread_ts: z.string().nullish() }).nullish(),
  response_url: z.string().nullish(),
});

/** Slack's request for one shortcut. */
export interface ShortcutRequest {
  readonly ack: () => Promise<void>;
  readonly body: unknown;
}

export interface ShortcutOptions extends RespondOptions {
  readonly externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>;
  readonly modals: Pick<Modals, 'show'>;
}

/** Acks at once. One of a message is answered below it, to who used it alone; a global one in a modal. */
export async function respondToShortcut(
  { ack, body }: ShortcutRequest,
  handler: ShortcutHandler,
  { externalFlagOf, modals, ...options }: ShortcutOptions,
): Promise<void> {
  const { log } = options;
  await ack().catch((error) => log.warn({ err: error }, 'shortcut ack failed; continuing'));
  const read = bodySchema.safeParse(body);
  if (!read.success) {
    log.warn({ err: read.error }, 'malformed shortcut payload dropped');
    return;
  }
  const { callback_id, trigger_id, channel, message, response_url } = read.data;
  const requester = actorOf(read.data, channel?.id, externalFlagOf);
  try {
    if (!channel || !message || !response_url)
      return await modals.show(trigger_id, requester, () => handler(callback_id, null, requester));
    const on = { channel: channel.id, ts: message.ts, threadTs: message.thread_ts ?? null };
    const response = await handler(callback_id, on, requester);
    if (response === null) return;
    const threadTs = message.thread_ts ?? undefined;
    await sendAnswer(response_url, response, { ...requester, threadTs }, options);
  } catch (error) {
    log.error({ err: error, shortcut: callback_id }, 'shortcut response failed');
  }
}
