import { interactiveIn } from '../blockKit/interactive';
import { withChildren } from '../blockKit/nested';
import type { Ids } from '../ids';
import { isJsonObject, type JsonObject } from '../json';

/** The blocks with the `block_id`s and `action_id`s that Slack makes up where the app gave none. */
export function withGeneratedIds(blocks: readonly JsonObject[], ids: Ids): JsonObject[] {
  return blocks.map((block) => {
    const named: JsonObject = structuredClone(block);
    for (const one of withChildren([named])) one.block_id ??= ids.short();
    for (const { element } of interactiveIn([named])) element.action_id ??= ids.short();
    return named;
  });
}

/** The body of a view with the same done to its blocks. */
export function viewWithGeneratedIds(body: JsonObject, ids: Ids): JsonObject {
  const blocks = Array.isArray(body.blocks) ? body.blocks.filter(isJsonObject) : [];
  return { ...body, blocks: withGeneratedIds(blocks, ids) };
}
