import type { z } from 'zod';
import { BLOCK_LIMITS, MESSAGE_LIMITS } from '../../formatters/blockKit/slackLimits';
import { type JsonObject, objectsIn, stringAt } from '../json';
import { refusalWithReasons, SlackError } from '../slackError';
import { messageBlocks } from './blocks';
import { withChildren } from './nested';
import { charactersIn } from './readable';
import { reasonsOf } from './reasons';
import { homeView, modalView } from './view';

/**
 * The blocks of a message, when Slack would take them.
 * @param unsupported the types of blocks that this workspace does not know yet
 * @throws SlackError `invalid_blocks_format`, `invalid_blocks`, `invalid_attachments` (a second table),
 * `msg_blocks_too_long`; the reasons are in `response_metadata.messages`.
 */
export function checkedMessageBlocks(
  given: unknown,
  unsupported: ReadonlySet<string> = new Set(),
): JsonObject[] {
  if (!Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const blocks = objectsIn(given);
  const reasons = [
    ...schemaReasons(messageBlocks, given, '/blocks'),
    ...unsupportedReasons(blocks, unsupported),
    ...idReasons(withChildren(blocks), '/blocks'),
    ...chartReasons(blocks),
  ];
  if (reasons.length > 0) throw refusalWithReasons('invalid_blocks', reasons);
  if (countOf(withChildren(blocks), 'table', 'data_table') > MESSAGE_LIMITS.tables) {
    throw refusalWithReasons('invalid_attachments', ['only_one_table_allowed']);
  }
  const dataTables = blocks.filter(({ type }) => type === 'data_table');
  if (charactersIn(dataTables) > BLOCK_LIMITS.dataTableText) throw new SlackError('msg_blocks_too_long');
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

function unsupportedReasons(blocks: readonly JsonObject[], unsupported: ReadonlySet<string>): string[] {
  return [...blocks.entries()]
    .filter(([, { type }]) => typeof type === 'string' && unsupported.has(type))
    .map(([index, { type }]) => `unsupported type: ${type} [json-pointer:/blocks/${index}/type]`);
}

function chartReasons(blocks: readonly JsonObject[]): string[] {
  const tooMany = countOf(blocks, 'data_visualization') > MESSAGE_LIMITS.charts;
  return tooMany ? [`no more than ${MESSAGE_LIMITS.charts} charts allowed [json-pointer:/blocks]`] : [];
}

function countOf(blocks: readonly JsonObject[], ...types: readonly unknown[]): number {
  return blocks.filter(({ type }) => types.includes(type)).length;
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
