import { MESSAGE_LIMITS } from '../formatters/blockKit/slackLimits';
import { checkedMessageBlocks } from './blockKit/check';
import { isJsonObject, type JsonObject, parsedJson } from './json';
import { refusalWithReasons, SlackError } from './slackError';

/** What a message says. */
export interface Content {
  readonly text: string;
  readonly blocks: JsonObject[];
}

interface ContentChecks {
  readonly maxText?: number;
  /** The types of blocks that this workspace does not know yet; none unless given. */
  readonly unsupportedBlocks?: ReadonlySet<string>;
}

/**
 * The content of a message, wherever it comes from (a method, an acknowledgement, a `response_url`).
 * @throws SlackError `no_text`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`;
 * `invalid_arguments` for attachments, which the sandbox does not have.
 */
export function checkedContent(
  given: JsonObject,
  { maxText = MESSAGE_LIMITS.text, unsupportedBlocks }: ContentChecks = {},
): Content {
  if (given.attachments !== undefined) {
    throw refusalWithReasons('invalid_arguments', ['the sandbox has no attachments; use blocks']);
  }
  const text = given.text ?? '';
  if (typeof text !== 'string')
    throw refusalWithReasons('invalid_arguments', ['must be a string [json-pointer:/text]']);
  const blocks = checkedMessageBlocks(decoded(given.blocks) ?? [], unsupportedBlocks);
  if (text.trim() === '' && blocks.length === 0) throw new SlackError('no_text');
  if (text.length > maxText) throw new SlackError('msg_too_long');
  return { text, blocks };
}

/**
 * The metadata of a message, or null.
 * @throws SlackError `invalid_metadata_format`
 */
export function checkedMetadata(given: unknown): JsonObject | null {
  const metadata = decoded(given) ?? null;
  if (metadata === null) return null;
  const isMetadata =
    isJsonObject(metadata) && typeof metadata.event_type === 'string' && isJsonObject(metadata.event_payload);
  if (!isMetadata) throw new SlackError('invalid_metadata_format');
  return metadata;
}

/** An argument that arrives as JSON text in a form, and as itself in a JSON body; text that is no JSON stays text. */
export function decoded(given: unknown): unknown {
  if (given === '') return undefined;
  return typeof given === 'string' ? (parsedJson(given) ?? given) : given;
}
