import type { Core } from '../core';
import type { AppLink } from '../delivery/appLink';
import { whereJson, whoJson } from '../payloads/common';
import { messageJson } from '../payloads/message';
import type { InteractionResult } from './interactions';
import { personNamed, whoAndWhere } from './names';

/** Who uses a shortcut; of a message, also where that is. */
export type ShortcutPlace =
  | { readonly user: string }
  | { readonly user: string; readonly channel: string; readonly ts: string };

/**
 * Uses a shortcut of a message, or a global one, as a person.
 * @throws when there is no such message
 */
export async function runShortcut(
  core: Core,
  link: AppLink,
  callbackId: string,
  where: ShortcutPlace,
): Promise<InteractionResult> {
  const person = personNamed(core, where.user);
  const common = {
    ...whoJson(core, person),
    callback_id: callbackId,
    action_ts: core.ids.ts(),
    trigger_id: core.triggers.issue(person.id),
  };
  const payload = 'ts' in where ? { ...common, ...ofMessage(core, where) } : { ...common, type: 'shortcut' };
  const { ackMs, failure } = await link.send('interactive', payload);
  return { ackMs, failure, payload };
}

function ofMessage(core: Core, where: { user: string; channel: string; ts: string }) {
  const { person, channel } = whoAndWhere(core, where);
  const message = core.world.messagesIn(channel.id).find(({ ts }) => ts === where.ts);
  if (message === undefined) throw new Error(`No message ${where.ts} in #${channel.name}`);
  return {
    type: 'message_action',
    message_ts: message.ts,
    message: messageJson(core, message),
    channel: whereJson(channel),
    response_url: `${core.url}${core.responseUrls.issue('actions', person.id, channel.id, message)}`,
  };
}
