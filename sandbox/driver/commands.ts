import type { Core } from '../core';
import type { AppLink } from '../delivery/appLink';
import type { Delivery } from '../delivery/envelope';
import { isJsonObject, type JsonObject } from '../json';
import { checkedContent } from '../messageContent';
import { commandPayload } from '../payloads/command';
import { SlackError } from '../slackError';
import type { Channel, Person } from '../world/model';
import { BOT_USER, SLACKBOT } from '../world/people';
import { type Place, whoAndWhere } from './names';

/** What a person gets back from a slash command. */
export interface CommandResult {
  /** When the app acknowledged, in milliseconds, and what with; null when it did not within 3 s. */
  readonly ack: { readonly ms: number; readonly body: JsonObject | string | null } | null;
  /** What Slack tells the person instead of an answer; null when all went well. */
  readonly failure: string | null;
  /** What was sent to the app; null for a command Slack does not know. */
  readonly payload: JsonObject | null;
}

/** Sends a slash command, and shows what the app answers in its acknowledgement. */
export async function sendCommand(
  core: Core,
  link: AppLink,
  command: string,
  text: string,
  place: Place,
): Promise<CommandResult> {
  const { person, channel } = whoAndWhere(core, place);
  if (!core.settings.commands.some((one) => one.command === command)) {
    return told(core, unknownCommand(command), person, channel, null, null);
  }
  const payload = commandPayload(core, command, text, person, channel);
  const delivery = await link.send('slash_commands', payload);
  const ack = delivery.ackMs === null ? null : { ms: delivery.ackMs, body: delivery.ackBody };
  const refusal =
    delivery.failure ?? showAnswer(core, delivery, `${command} ${text}`.trim(), person, channel);
  if (refusal === null) return { ack, failure: null, payload };
  return told(core, `${command} failed with the error "${refusal}"`, person, channel, ack, payload);
}

function showAnswer(
  core: Core,
  delivery: Delivery,
  typed: string,
  person: Person,
  channel: Channel,
): string | null {
  const body = typeof delivery.ackBody === 'string' ? { text: delivery.ackBody } : delivery.ackBody;
  if (!isJsonObject(body) || (body.text === undefined && body.blocks === undefined)) return null;
  const inChannel = body.response_type === 'in_channel';
  try {
    const content = checkedContent(body, core);
    if (inChannel) core.world.post({ channel: channel.id, author: person.id, text: typed });
    core.world.post({
      channel: channel.id,
      author: BOT_USER.id,
      ...content,
      onlyFor: inChannel ? null : person.id,
    });
    return null;
  } catch (error) {
    if (error instanceof SlackError) return error.code;
    throw error;
  }
}

function told(
  core: Core,
  failure: string,
  person: Person,
  channel: Channel,
  ack: CommandResult['ack'],
  payload: JsonObject | null,
): CommandResult {
  core.world.post({ channel: channel.id, author: SLACKBOT.id, text: failure, onlyFor: person.id });
  return { ack, failure, payload };
}

function unknownCommand(command: string): string {
  return (
    `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted ` +
    'as commands.\nIf you are trying to send a message and not run a command, try preceding the "/" with an empty space.'
  );
}
