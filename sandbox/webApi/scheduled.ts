import { z } from 'zod';
import { checkedContent } from '../messageContent';
import { SlackError } from '../slackError';
import { count, method } from './method';
import { writableChannel } from './places';

/** How far ahead a message may be scheduled, in s. */
const FURTHEST_S = 120 * 86_400;

const schedule = method({
  scope: 'chat:write',
  args: {
    channel: z.string(),
    post_at: count,
    text: z.string().optional(),
    blocks: z.unknown().optional(),
    attachments: z.unknown().optional(),
  },
  answer(core, args) {
    const channel = writableChannel(core, args.channel);
    checkedContent(args);
    const aheadS = args.post_at - core.timers.now().getTime() / 1000;
    if (aheadS <= 0) throw new SlackError('time_in_past');
    if (aheadS > FURTHEST_S) throw new SlackError('time_too_far');
    const id = core.ids.next('Q');
    core.scheduled.set(id, channel.id);
    return { channel: channel.id, scheduled_message_id: id, post_at: args.post_at };
  },
});

const unschedule = method({
  scope: 'chat:write',
  args: { channel: z.string(), scheduled_message_id: z.string() },
  answer(core, args) {
    if (core.scheduled.get(args.scheduled_message_id) !== args.channel)
      throw new SlackError('invalid_scheduled_message_id');
    core.scheduled.delete(args.scheduled_message_id);
    return {};
  },
});

/** The methods for what is to be posted later. */
export const scheduledMethods = {
  'chat.scheduleMessage': schedule,
  'chat.deleteScheduledMessage': unschedule,
};
