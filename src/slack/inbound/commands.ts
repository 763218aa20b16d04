import { setTimeout as delay } from 'node:timers/promises';
import type { CommandResponse } from '../../../commands/command';
import { type AnswerOptions, type AskedAt, sendAnswer } from '../outbound/privateAnswer';
import { responseBody } from '../outbound/responseUrl';

/** Slack waits 3 s for the ack; a response that is ready by now goes into the ack itself and saves a request. */
const ACK_RESPONSE_DEADLINE_MS = 1_500;

export interface SlashCommand {
  readonly name: string;
  readonly requester: AskedAt;
  readonly responseUrl: string;
  /** Acks, with the response or empty. Rejects where the ack did not reach Slack. */
  readonly ack: (body?: ReturnType<typeof responseBody>) => Promise<void>;
}

export interface RespondOptions extends AnswerOptions {
  /** ACK_RESPONSE_DEADLINE_MS unless given. */
  readonly ackResponseDeadlineMs?: number | undefined;
}

/**
 * Sends a response in the ack when it is ready in time; otherwise acks in time and sends it to the response_url. So it does
 * with blocks that Slack may refuse, for of an ack it does not tell.
 */
export async function respondToCommand(
  { name, requester, responseUrl, ack }: SlashCommand,
  responding: Promise<CommandResponse>,
  { ackResponseDeadlineMs = ACK_RESPONSE_DEADLINE_MS, ...options }: RespondOptions,
): Promise<void> {
  const { newBlocks, log } = options;
  const early = await Promise.race([responding, delay(ackResponseDeadlineMs, null, { ref: false })]);
  const acked = early && { ...early, message: newBlocks.prepared(early.message) };
  const isForAck = acked !== null && newBlocks.isTaken(acked.message);
  try {
    await ack(isForAck ? responseBody(acked) : undefined);
    if (isForAck) return;
  } catch (error) {
    log.warn({ err: error, command: name }, 'ack failed; falling back to response_url');
  }
  const response = early ?? (await responding);
  try {
    await sendAnswer(responseUrl, response, requester, options);
  } catch (error) {
    log.error({ err: error, command: name }, 'response failed');
  }
}
