import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '../../../formatters/blockKit/message';
import type { Logger } from '../../lib/logger';
import { postToResponseUrl, responseBody } from '../outbound/responseUrl';

/** Slack waits 3 s for the ack; an answer that is there by now goes into the ack itself and saves a request. */
const ANSWER_IN_ACK_MS = 1_500;

export interface CommandAnswer {
  readonly message: Message;
  /** True shows it to the whole channel, false to the person alone. */
  readonly public: boolean;
}

export interface SlashCommand {
  readonly name: string;
  readonly responseUrl: string;
  /** Acks, with the answer in it or empty. */
  readonly ack: (body?: ReturnType<typeof responseBody>) => Promise<void>;
  /** Whether the ack, once sent, got onto the connection that the command came by. */
  readonly arrived: () => Promise<boolean>;
}

export interface AnsweringDeps {
  readonly apiUrl: string;
  readonly log: Logger;
  readonly answerInAckMs: number | undefined;
}

/** Sends a command's answer in its ack when it is ready in time, else acks in time and sends it to the response_url. */
export async function sendAnswer(
  command: SlashCommand,
  answering: Promise<CommandAnswer>,
  { apiUrl, log, answerInAckMs = ANSWER_IN_ACK_MS }: AnsweringDeps,
): Promise<void> {
  const inTime = await Promise.race([answering, delay(answerInAckMs, null, { ref: false })]);
  const acked = await tryAck(command, inTime === null ? undefined : bodyOf(inTime), log);
  if (acked && inTime !== null) return;
  const body = bodyOf(inTime ?? (await answering));
  try {
    await postToResponseUrl(command.responseUrl, body, apiUrl);
  } catch (error) {
    log.error({ err: error, command: command.name }, 'response failed');
  }
}

const bodyOf = (answer: CommandAnswer) => responseBody(answer.message, answer.public);

async function tryAck(
  { ack, arrived, name }: SlashCommand,
  body: ReturnType<typeof responseBody> | undefined,
  log: Logger,
): Promise<boolean> {
  try {
    await ack(body);
    if (await arrived()) return true;
    throw new Error('the connection that the command came by was closed');
  } catch (error) {
    log.warn({ err: error, command: name }, 'ack failed; falling back to response_url');
    return false;
  }
}
