import { shownIn } from '../blockKit/readable';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import { plainMrkdwn } from '../mrkdwn';
import { repliesTo } from '../payloads/message';
import type { Message } from '../world/model';
import { type Place, whoAndWhere } from './names';

/** A message as one person sees it. */
export interface SeenMessage {
  readonly ts: string;
  /** The short name of who wrote it: `arbwatch`, `operator`, `slackbot`. */
  readonly author: string;
  /** What a notification and a screen reader speak. */
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  /**
   * What stands on the screen, one text a line: those of the blocks, or `text` where there are none. Links are
   * their labels, dates their fallbacks, entities undone.
   */
  readonly shown: string;
  readonly edited: boolean;
  /** "Only visible to you". */
  readonly ephemeral: boolean;
  readonly threadTs: string | null;
  /** A reply that also stands in the channel itself. */
  readonly alsoInChannel: boolean;
  readonly replyCount: number;
  readonly metadata: JsonObject | null;
}

/**
 * What this person sees in this channel, replies in threads among the rest, the oldest first. Ephemeral messages
 * of others and deleted messages are not in it.
 */
export function messagesSeenBy(core: Core, place: Place): SeenMessage[] {
  const { person, channel } = whoAndWhere(core, place);
  return core.world
    .messagesIn(channel.id)
    .filter((one) => one.onlyFor === null || one.onlyFor === person.id)
    .map((one) => seen(core, one));
}

function seen(core: Core, message: Message): SeenMessage {
  return {
    ts: message.ts,
    author: core.world.person(message.author)?.name ?? message.author,
    text: message.text,
    blocks: message.blocks,
    shown: message.blocks.length > 0 ? shownIn(message.blocks).join('\n') : plainMrkdwn(message.text),
    edited: message.editedTs !== null,
    ephemeral: message.onlyFor !== null,
    threadTs: message.threadTs,
    alsoInChannel: message.alsoInChannel,
    replyCount: message.threadTs === null ? repliesTo(core, message).length : 0,
    metadata: message.metadata,
  };
}
