import { type JsonObject, objectsIn } from '../json';

/** These blocks and those in their containers, each container before what it holds. */
export function withChildren(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.flatMap((block) => [block, ...objectsIn(block.child_blocks)]);
}
