import { z } from 'zod';
import { checkedMessageBlocks } from '../blockKit/check';
import { decoded } from '../messageContent';
import { SlackError } from '../slackError';
import { method } from './method';

const POINTER = /^(?:\[ERROR\] )?(.*) \[json-pointer:(.*)\]$/;

const validate = method({
  args: { blocks: z.unknown().optional() },
  answer(core, args) {
    try {
      checkedMessageBlocks(decoded(args.blocks), core.unsupportedBlocks);
      return {};
    } catch (error) {
      if (!(error instanceof SlackError) || !Array.isArray(error.details.errors)) throw error;
      const errors = error.details.errors.map((reason) => {
        const [, message = String(reason), pointer = ''] = POINTER.exec(String(reason)) ?? [];
        return { pointer: pointer.replace(/^\/blocks/, ''), code: 'failed_constraint', message };
      });
      throw new SlackError('invalid_blocks', { errors });
    }
  },
});

/** `blocks.validate`. */
export const blockMethods = { 'blocks.validate': validate };
