import type { Core } from '../core';
import type { JsonObject } from '../json';
import type { Channel, Message, View } from '../world/model';
import { BOT_USER } from '../world/people';
import { VERIFICATION_TOKEN } from './common';
import { viewJson } from './view';

/** An event in the wrapping of the Events API. */
export function eventPayload(core: Core, event: JsonObject): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: core.world.team.id,
    api_app_id: core.app.id,
    event,
    type: 'event_callback',
    event_id: core.ids.next('Ev'),
    event_time: Math.floor(core.timers.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: core.world.team.id,
        user_id: BOT_USER.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: core.ids.next('CTX'),
  };
}

/** What a person wrote: `app_mention` where it names the app, `message` otherwise. */
export function messageEvent(
  core: Core,
  type: 'app_mention' | 'message',
  message: Message,
  channel: Channel,
): JsonObject {
  return {
    type,
    user: message.author,
    ts: message.ts,
    team: core.world.team.id,
    text: message.text,
    channel: message.channel,
    event_ts: message.ts,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(type === 'message' ? { channel_type: channel.kind } : {}),
  };
}

/** A person opened the app's Home tab. */
export function homeOpenedEvent(core: Core, userId: string, channel: Channel, home: View | null): JsonObject {
  return {
    type: 'app_home_opened',
    user: userId,
    channel: channel.id,
    tab: 'home',
    event_ts: core.ids.ts(),
    ...(home === null ? {} : { view: viewJson(core, home) }),
  };
}

/** A person reacted to a message. */
export const reactionEvent = (
  core: Core,
  userId: string,
  reaction: string,
  message: Message,
): JsonObject => ({
  type: 'reaction_added',
  user: userId,
  reaction,
  item_user: message.author,
  item: { type: 'message', channel: message.channel, ts: message.ts },
  event_ts: core.ids.ts(),
});
