import { z } from 'zod';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import { messageJson, repliesTo } from '../payloads/message';
import { SlackError } from '../slackError';
import type { Channel, Message } from '../world/model';
import { BOT_USER } from '../world/people';
import { count, flag, method } from './method';
import { channelNamed, conversationScope, readableChannel } from './places';

const paging = {
  limit: count.max(999).default(100),
  cursor: z.string().optional(),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flag,
  include_all_metadata: flag,
};
type Paging = z.infer<z.ZodObject<typeof paging>>;

const history = method({
  scope: conversationScope('history'),
  args: { channel: z.string(), ...paging },
  answer(core, args) {
    const channel = readableChannel(core, args.channel);
    const messages = core.world
      .messagesIn(channel.id)
      .filter((one) => one.onlyFor === null && (one.threadTs === null || one.alsoInChannel));
    return { ...pageOf(core, [...messages].reverse(), args), pin_count: 0 };
  },
});

const replies = method({
  scope: conversationScope('history'),
  args: { channel: z.string(), ts: z.string(), ...paging },
  answer(core, args) {
    const channel = readableChannel(core, args.channel);
    const named = core.world.message(channel.id, args.ts);
    const parent = named?.threadTs == null ? named : core.world.message(channel.id, named.threadTs);
    if (parent === undefined || parent.onlyFor !== null) throw new SlackError('thread_not_found');
    return pageOf(core, [parent, ...repliesTo(core, parent)], args);
  },
});

function pageOf(core: Core, messages: readonly Message[], args: Paging): JsonObject {
  const within = messages.filter((one) => isWithin(one.ts, args));
  const start = args.cursor === undefined ? 0 : startFrom(args.cursor);
  const page = within.slice(start, start + args.limit);
  const more = start + args.limit < within.length;
  return {
    messages: page.map((one) => messageJson(core, one, { withMetadata: args.include_all_metadata })),
    has_more: more,
    response_metadata: { next_cursor: more ? cursorTo(start + args.limit) : '' },
  };
}

function isWithin(ts: string, { oldest, latest, inclusive }: Paging): boolean {
  if (oldest !== undefined && (inclusive ? Number(ts) < Number(oldest) : Number(ts) <= Number(oldest)))
    return false;
  if (latest !== undefined && (inclusive ? Number(ts) > Number(latest) : Number(ts) >= Number(latest)))
    return false;
  return true;
}

function cursorTo(start: number): string {
  return Buffer.from(`next:${start}`).toString('base64');
}

function startFrom(cursor: string): number {
  const start = Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]);
  if (Number.isNaN(start)) throw new SlackError('invalid_cursor');
  return start;
}

const info = method({
  scope: conversationScope('read'),
  args: { channel: z.string() },
  answer: (core, args) => ({ channel: channelJson(core, channelNamed(core, args.channel)) }),
});

const open = method({
  scope: 'im:write',
  args: { users: z.string() },
  answer(core, args) {
    const person = core.world.person(args.users);
    if (person === undefined) throw new SlackError('user_not_found');
    return { channel: { id: core.world.directMessageWith(person.id).id } };
  },
});

function channelJson(core: Core, channel: Channel): JsonObject {
  const isIm = channel.kind === 'im';
  const other = [...channel.members].find((id) => id !== BOT_USER.id);
  return {
    id: channel.id,
    is_channel: !isIm,
    is_im: isIm,
    is_private: isIm,
    is_archived: channel.isArchived,
    context_team_id: core.world.team.id,
    ...(isIm
      ? { user: other }
      : { name: channel.name, name_normalized: channel.name, is_member: channel.members.has(BOT_USER.id) }),
  };
}

/** The `conversations.*` methods. */
export const conversationMethods = {
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.open': open,
};
