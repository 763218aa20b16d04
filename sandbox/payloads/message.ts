import type { Core } from '../core';
import type { JsonObject } from '../json';
import type { Message } from '../world/model';
import { BOT_USER } from '../world/people';

/** A message as Slack's methods and payloads show it. */
export function messageJson(core: Core, message: Message, { withMetadata = false } = {}): JsonObject {
  const byApp = message.author === BOT_USER.id;
  return {
    type: 'message',
    user: message.author,
    ts: message.ts,
    text: message.text,
    team: core.world.team.id,
    ...(byApp ? { bot_id: core.app.botId, app_id: core.app.id, bot_profile: botProfile(core) } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.editedTs === null ? {} : { edited: { user: message.author, ts: message.editedTs } }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
    ...threadJson(core, message),
  };
}

function threadJson(core: Core, message: Message): JsonObject {
  if (message.threadTs !== null)
    return {
      thread_ts: message.threadTs,
      ...(message.alsoInChannel ? { subtype: 'thread_broadcast' } : {}),
    };
  const replies = repliesTo(core, message);
  const last = replies.at(-1);
  if (last === undefined) return {};
  const users = [...new Set(replies.map((reply) => reply.author))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: last.ts,
  };
}

/** The replies everybody sees, the oldest first. */
export function repliesTo(core: Core, parent: Message): readonly Message[] {
  return core.world
    .messagesIn(parent.channel)
    .filter((one) => one.threadTs === parent.ts && one.onlyFor === null);
}

function botProfile(core: Core): JsonObject {
  return {
    id: core.app.botId,
    app_id: core.app.id,
    name: core.app.name,
    team_id: core.world.team.id,
    deleted: false,
  };
}
