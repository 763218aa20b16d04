import { setTimeout as delay } from 'node:timers/promises';
import type { CommandResponse } from '../../../commands/command';
import type { Logger } from '../../lib/logger';
import type { NewBlocks } from '../outbound/newBlocks';
import { responseBody, sendResponse } from '../outbound/responseUrl';

/** Slack waits 3 s for the ack; a response that is ready by now goes into the ack itself and saves a request. */
const ACK_RESPONSE_DEADLINE_MS = 1_500;

export interface SlashCommand {
  readonly name: string;
  readonly responseUrl: string;
  /** Acks, with the response or empty. Rejects where the ack did not reach Slack. */
  readonly ack: (body?: ReturnType<typeof responseBody>) => Promise<void>;
}

export interface RespondOptions {
  readonly apiUrl: string;
  readonly newBlocks: NewBlocks;
  readonly log: Logger;
  /** ACK_RESPONSE_DEADLINE_MS unless given. */
  readonly ackResponseDeadlineMs?: number | undefined;
}

/**
 * Sends a response in the ack when it is ready in time; otherwise acks in time and sends it to the response_url. So it does
 * with blocks that Slack may refuse, for of an ack it does not tell.
 */
export async function respondToCommand(
  { name, responseUrl, ack }: SlashCommand,
  responding: Promise<CommandResponse>,
  { apiUrl, newBlocks, log, ackResponseDeadlineMs = ACK_RESPONSE_DEADLINE_MS }: RespondOptions,
): Promise<void> {
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
    await sendResponse(responseUrl, response, { apiUrl, newBlocks });
  } catch (error) {
    log.error({ err: error, command: name }, 'response failed');
  }
}
