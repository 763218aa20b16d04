import { type Choice, chosenIn, resultKeyOf } from '../blockKit/choice';
import type { Interactive } from '../blockKit/interactive';
import type { Core } from '../core';
import type { JsonObject } from '../json';
import type { Channel, Message, Person, View } from '../world/model';
import { whereJson, whoJson } from './common';
import { messageJson } from './message';
import { stateValues } from './state';
import { viewJson } from './view';

/** A use of an element in a message, as Slack sends it. An ephemeral message itself is not part of it. */
export function messageActionPayload(
  core: Core,
  person: Person,
  channel: Channel,
  message: Message,
  used: Interactive,
  choice: Choice,
): JsonObject {
  const isEphemeral = message.onlyFor !== null;
  return {
    type: 'block_actions',
    ...whoJson(core, person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: core.triggers.issue(person.id),
    channel: whereJson(channel),
    ...(isEphemeral ? {} : { message: messageJson(core, message) }),
    state: { values: stateValues(message.blocks, choicesWith(used, choice)) },
    response_url: `${core.url}${core.responseUrls.issue('actions', person.id, channel.id, message)}`,
    actions: [actionJson(core, used, choice)],
  };
}

/** A use of an element in a modal or Home tab, as Slack sends it. */
export function viewActionPayload(
  core: Core,
  person: Person,
  view: View,
  used: Interactive,
  choice: Choice,
): JsonObject {
  const blocks = Array.isArray(view.body.blocks) ? view.body.blocks : [];
  return {
    type: 'block_actions',
    ...whoJson(core, person),
    container: { type: 'view', view_id: view.id },
    trigger_id: core.triggers.issue(person.id),
    view: viewJson(core, view, stateValues(blocks, choicesWith(used, choice))),
    actions: [actionJson(core, used, choice)],
  };
}

function choicesWith({ element }: Interactive, choice: Choice): Record<string, Choice> {
  return resultKeyOf(element) === null ? {} : { [String(element.action_id)]: choice };
}

function actionJson(core: Core, { block, element }: Interactive, choice: Choice): JsonObject {
  const { options, option_groups, confirm, ...kept } = element;
  const key = resultKeyOf(element);
  return {
    ...kept,
    block_id: block.block_id,
    ...(key === null ? {} : { [key]: chosenIn(element, choice) }),
    action_ts: core.ids.ts(),
  };
}
