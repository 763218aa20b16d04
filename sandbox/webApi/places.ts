import type { Core } from '../core';
import { type JsonObject, stringAt } from '../json';
import { SlackError } from '../slackError';
import type { Channel } from '../world/model';
import { BOT_USER } from '../world/people';

/**
 * The channel an argument names: by id, by name, or the person a direct message goes to.
 * @throws SlackError `channel_not_found`
 */
export function channelNamed(core: Core, given: string): Channel {
  const person = given.startsWith('U') ? core.world.person(given) : undefined;
  if (person !== undefined) return core.world.directMessageWith(person.id);
  const channel = core.world.channel(given);
  if (channel === undefined) throw new SlackError('channel_not_found');
  return channel;
}

/**
 * The same, where the bot may write.
 * @throws SlackError `channel_not_found`, `not_in_channel`, `is_archived`
 */
export function writableChannel(core: Core, given: string): Channel {
  const channel = channelNamed(core, given);
  if (channel.isArchived) throw new SlackError('is_archived');
  if (!channel.members.has(BOT_USER.id)) throw new SlackError('not_in_channel');
  return channel;
}

/**
 * The same, where the bot may read.
 * @throws SlackError `channel_not_found`, `not_in_channel`
 */
export function readableChannel(core: Core, given: string): Channel {
  const channel = channelNamed(core, given);
  if (!channel.members.has(BOT_USER.id)) throw new SlackError('not_in_channel');
  return channel;
}

/** `im:history` in a direct message, `channels:history` elsewhere; likewise for `read`. */
export function conversationScope(right: 'history' | 'read') {
  return (core: Core, args: JsonObject): string => {
    const channel = core.world.channel(stringAt(args, 'channel') ?? '');
    return `${channel?.kind === 'im' ? 'im' : 'channels'}:${right}`;
  };
}
