import { type Choice, chosenIn, initialOf, resultKeyOf } from '../blockKit/choice';
import { type Interactive, interactiveIn } from '../blockKit/interactive';
import type { JsonObject } from '../json';

/** What a person has filled in so far, by `action_id`, or by `block_id` where that is clearer. */
export type Choices = Readonly<Record<string, Choice>>;

/** `state.values` of a payload: by block, by action, what each element holds. Buttons and overflow menus hold nothing. */
export function stateValues(blocks: readonly JsonObject[], choices: Choices): JsonObject {
  const values: Record<string, JsonObject> = {};
  for (const one of interactiveIn(blocks)) {
    const key = resultKeyOf(one.element);
    if (key === null || one.element.type === 'overflow') continue;
    const ofBlock = values[String(one.block.block_id)] ?? {};
    ofBlock[String(one.element.action_id)] = { type: one.element.type, [key]: heldBy(one, choices) };
    values[String(one.block.block_id)] = ofBlock;
  }
  return values;
}

/** What the element holds, in the form payloads have it. */
export function heldBy({ block, element }: Interactive, choices: Choices): unknown {
  const choice = choices[String(element.action_id)] ?? choices[String(block.block_id)];
  return choice === undefined ? initialOf(element) : chosenIn(element, choice);
}
