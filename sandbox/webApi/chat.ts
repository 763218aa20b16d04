import { z } from 'zod';
import { MESSAGE_LIMITS } from '../../formatters/blockKit/slackLimits';
import type { Core } from '../core';
import { checkedContent, checkedMetadata } from '../messageContent';
import { messageJson } from '../payloads/message';
import { SlackError } from '../slackError';
import type { Message } from '../world/model';
import { BOT_USER } from '../world/people';
import { flag, method } from './method';
import { channelNamed, writableChannel } from './places';

const content = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
};
const place = { channel: z.string(), thread_ts: z.string().optional() };
const alsoInChannel = { reply_broadcast: flag };

const postMessage = method({
  scope: 'chat:write',
  args: { ...place, ...alsoInChannel, ...content },
  answer(core, args) {
    const channel = writableChannel(core, args.channel);
    const threadTs = threadRoot(core, channel.id, args.thread_ts);
    const message = core.world.post({
      channel: channel.id,
      author: BOT_USER.id,
      ...checkedContent(args, core),
      metadata: checkedMetadata(args.metadata),
      threadTs,
      alsoInChannel: threadTs !== null && args.reply_broadcast,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageJson(core, message, { withMetadata: true }),
    };
  },
});

const postEphemeral = method({
  scope: 'chat:write',
  args: { ...place, ...content, user: z.string() },
  answer(core, args) {
    const channel = writableChannel(core, args.channel);
    if (!channel.members.has(args.user)) throw new SlackError('user_not_in_channel');
    const message = core.world.post({
      channel: channel.id,
      author: BOT_USER.id,
      ...checkedContent(args, core),
      threadTs: threadRoot(core, channel.id, args.thread_ts),
      onlyFor: args.user,
    });
    return { message_ts: message.ts };
  },
});

const update = method({
  scope: 'chat:write',
  args: { channel: z.string(), ts: z.string(), ...content },
  answer(core, args) {
    const old = ownMessage(core, args.channel, args.ts, 'cant_update_message');
    // Blocks that are not mentioned stay, as Slack's reference has it.
    const given = args.blocks === undefined ? { ...args, blocks: old.blocks } : args;
    const message = core.world.change(old, {
      ...checkedContent(given, { ...core, maxText: MESSAGE_LIMITS.textAdvised }),
      ...(args.metadata === undefined ? {} : { metadata: checkedMetadata(args.metadata) }),
    });
    return {
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: messageJson(core, message),
    };
  },
});

const remove = method({
  scope: 'chat:write',
  args: { channel: z.string(), ts: z.string() },
  answer(core, args) {
    const message = ownMessage(core, args.channel, args.ts, 'cant_delete_message');
    core.world.remove(message);
    return { channel: message.channel, ts: message.ts };
  },
});

/** An ephemeral message is not found: it can be changed through its `response_url` alone. */
function ownMessage(core: Core, channel: string, ts: string, refusal: string): Message {
  const place = channelNamed(core, channel);
  const message = core.world.message(place.id, ts);
  if (message === undefined || message.onlyFor !== null) throw new SlackError('message_not_found');
  if (message.author !== BOT_USER.id) throw new SlackError(refusal);
  if (place.isArchived) throw new SlackError('is_archived');
  return message;
}

function threadRoot(core: Core, channel: string, threadTs: string | undefined): string | null {
  if (threadTs === undefined) return null;
  const parent = core.world.message(channel, threadTs);
  if (parent === undefined || parent.onlyFor !== null) throw new SlackError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

/** The `chat.*` methods. */
export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
};
