import { ANSWER_ACTIONS, FOLLOW_ACTIONS, shortMessage, t } from '../../formatters';
import { ephemeral } from '../command';
import { followLine, unfollow } from '../follow/follow';
import type { MessageAction } from './action';
import { questionIn } from './ask';

/** "Follow" on the answer about a tuning session. */
export const followSession: MessageAction = {
  actionId: ANSWER_ACTIONS.follow,
  role: 'viewer',
  async execute(value, deps) {
    const question = questionIn(value);
    if (value === null || question?.command.name !== '/arb-tuning')
      return ephemeral(shortMessage([t.answers.unknownButton]));
    return followLine(value, 'session', deps);
  },
};

/** "Stop updates" on a followed message. */
export const stopFollowing: MessageAction = {
  actionId: FOLLOW_ACTIONS.stop,
  role: 'viewer',
  execute: async (value, deps) => unfollow(value ?? '', deps),
};
