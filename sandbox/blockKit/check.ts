import type { z } from 'zod';
import { MESSAGE_LIMITS } from '../../formatters/blockKit/slackLimits';
import { type JsonObject, objectsIn, stringAt } from '../json';
import { refusalWithReasons, SlackError } from '../slackError';
import { messageBlocks } from './blocks';
import { charactersIn } from './readable';
import { reasonsOf } from './reasons';
import { homeView, modalView } from './view';

/**
 * The blocks of a message, when Slack would take them.
 * @throws SlackError `invalid_blocks_format`, `invalid_blocks`, `invalid_attachments` (a second table),
 * `msg_blocks_too_long`; the reasons are in `response_metadata.messages`.
 */
export function checkedMessageBlocks(given: unknown): JsonObject[] {
  if (!Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const blocks = objectsIn(given);
  const reasons = [...schemaReasons(messageBlocks, given, '/blocks'), ...idReasons(blocks, '/blocks')];
  if (reasons.length > 0) throw refusalWithReasons('invalid_blocks', reasons);
  if (blocks.filter((block) => block.type === 'table').length > MESSAGE_LIMITS.tables) {
    throw refusalWithReasons('invalid_attachments', ['only_one_table_allowed']);
  }
  if (charactersIn(blocks) > MESSAGE_LIMITS.allBlocksText) throw new SlackError('msg_blocks_too_long');
  return blocks;
}

/**
 * The body of a modal or Home tab, when Slack would take it.
 * @throws SlackError `invalid_arguments`, with the reasons in `response_metadata.messages`.
 */
export function checkedView(given: unknown, kind: 'modal' | 'home'): JsonObject {
  const reasons = [...schemaReasons(kind === 'modal' ? modalView : homeView, given, '/view')];
  const [view] = objectsIn([given]);
  if (view !== undefined) reasons.push(...idReasons(objectsIn(view.blocks), '/view/blocks'));
  if (view === undefined || reasons.length > 0) throw refusalWithReasons('invalid_arguments', reasons);
  return view;
}

function schemaReasons(schema: z.ZodType, value: unknown, pointer: string): string[] {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? [] : reasonsOf(result.error, pointer);
}

function idReasons(blocks: readonly JsonObject[], pointer: string): string[] {
  const blockIds = blocks.map((block) => stringAt(block, 'block_id'));
  const ofBlocks = repeated(blockIds).map(
    (id) => `block_id \`${id}\` already exists [json-pointer:${pointer}]`,
  );
  const ofActions = blocks.flatMap((block, index) =>
    repeated(objectsIn(block.elements).map((element) => stringAt(element, 'action_id'))).map(
      (id) => `\`action_id\` \`${id}\` already exists [json-pointer:${pointer}/${index}/elements]`,
    ),
  );
  return [...ofBlocks, ...ofActions];
}

function repeated(ids: readonly (string | null)[]): string[] {
  const given = ids.filter((id) => id !== null && id !== '');
  return [...new Set(given.filter((id, index) => given.indexOf(id) !== index))].filter((id) => id !== null);
}
