import { isJsonObject, type JsonObject, objectsIn, stringAt } from '../json';
import { withChildren } from './nested';

/** An element a person can use, and the block it stands in. */
export interface Interactive {
  readonly block: JsonObject;
  readonly element: JsonObject;
}

const INERT = ['image', 'mrkdwn', 'plain_text'];

/** Every element of these blocks that a person can use. */
export function interactiveIn(blocks: readonly JsonObject[]): Interactive[] {
  return withChildren(blocks)
    .filter((block) => ['actions', 'section', 'input'].includes(stringAt(block, 'type') ?? ''))
    .flatMap((block) =>
      [...objectsIn(block.elements), block.accessory, block.element]
        .filter(isJsonObject)
        .filter((element) => !INERT.includes(stringAt(element, 'type') ?? ''))
        .map((element) => ({ block, element })),
    );
}
