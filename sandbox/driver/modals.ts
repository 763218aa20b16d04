import { checkedView } from '../blockKit/check';
import { interactiveIn } from '../blockKit/interactive';
import type { Core } from '../core';
import type { AppLink } from '../delivery/appLink';
import { isJsonObject, type JsonObject, objectsIn } from '../json';
import { whoJson } from '../payloads/common';
import { type Choices, heldBy, stateValues } from '../payloads/state';
import { viewJson } from '../payloads/view';
import { SlackError } from '../slackError';
import { pushedView } from '../webApi/views';
import type { View } from '../world/model';
import { type InteractionResult, viewOf } from './interactions';
import { personNamed } from './names';

/** What became of a submission; `errors` are what the app said of single fields, by `block_id`. */
export interface SubmissionResult extends InteractionResult {
  readonly errors: JsonObject | null;
}

/**
 * Fills in the modal on top and submits it.
 * @throws when the person has no modal open, or Slack itself would not let it be submitted (a required field is empty)
 */
export async function submitModal(
  core: Core,
  link: AppLink,
  user: string,
  choices: Choices,
): Promise<SubmissionResult> {
  const person = personNamed(core, user);
  const view = viewOf(core, person, 'modal');
  const blocks = objectsIn(view.body.blocks);
  for (const used of interactiveIn(blocks)) {
    const held = heldBy(used, choices);
    const empty = held === null || held === '' || (Array.isArray(held) && held.length === 0);
    if (empty && used.block.type === 'input' && used.block.optional !== true) {
      throw new Error(
        `Slack does not submit this modal: "${used.element.action_id}" is empty and not optional`,
      );
    }
  }
  const payload = {
    type: 'view_submission',
    ...whoJson(core, person),
    trigger_id: core.triggers.issue(person.id),
    view: viewJson(core, view, stateValues(blocks, choices)),
    response_urls: [],
  };
  const delivery = await link.send('interactive', payload);
  const result = { ackMs: delivery.ackMs, payload };
  if (delivery.failure !== null) return { ...result, failure: delivery.failure, errors: null };
  return { ...result, ...actedOn(core, view, isJsonObject(delivery.ackBody) ? delivery.ackBody : {}) };
}

function actedOn(
  core: Core,
  view: View,
  answer: JsonObject,
): { failure: string | null; errors: JsonObject | null } {
  try {
    if (answer.response_action === 'errors') {
      return { failure: null, errors: isJsonObject(answer.errors) ? answer.errors : {} };
    }
    if (answer.response_action === 'update')
      core.world.views.replace(view, checkedView(answer.view, 'modal'));
    else if (answer.response_action === 'push')
      pushedView(core, view.userId, checkedView(answer.view, 'modal'));
    else core.world.views.close(view.userId, { all: answer.response_action === 'clear' });
    return { failure: null, errors: null };
  } catch (error) {
    if (error instanceof SlackError) return { failure: error.code, errors: null };
    throw error;
  }
}

/** Closes the modal on top; the app hears of it when it asked to (`notify_on_close`). */
export async function closeModal(core: Core, link: AppLink, user: string): Promise<void> {
  const person = personNamed(core, user);
  const view = viewOf(core, person, 'modal');
  core.world.views.close(person.id, { all: view.body.clear_on_close === true });
  if (view.body.notify_on_close !== true) return;
  await link.send('interactive', {
    type: 'view_closed',
    ...whoJson(core, person),
    view: viewJson(core, view),
    is_cleared: view.body.clear_on_close === true,
  });
}
