import type { WebClient } from '@slack/web-api';
import type { CommandResponse } from '../../../commands/command';
import { type Message, sentApartMessage } from '../../../formatters';
import { currentLanguage, inLanguage } from '../../lib/language';
import type { Logger } from '../../lib/logger';
import { blockRefusalOf, toSendFailure } from './apiFailure';
import type { NewBlocks } from './newBlocks';
import { ResponseUrlError, sendResponse } from './responseUrl';

/** A person, and where they asked. */
export interface AskedAt {
  readonly userId: string;
  readonly channelId: string;
  /** The thread in which it was asked; absent for the channel itself. */
  readonly threadTs?: string | undefined;
}

/** Shows a message to this person alone: where they asked, or else as a direct message. Rejects as the Web API does. */
export type PostPrivately = (to: AskedAt, message: Message) => Promise<void>;

export const privatePoster =
  (client: WebClient, newBlocks: NewBlocks): PostPrivately =>
  async ({ userId: user, channelId: channel, threadTs }, message) => {
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    const send = (call: (sent: Message) => Promise<unknown>) => newBlocks.send(message, call, blockRefusalOf);
    try {
      await send(({ text, blocks }) => client.chat.postEphemeral({ channel, user, text, blocks, ...thread }));
    } catch (error) {
      const failure = toSendFailure(error);
      if (failure.kind !== 'rejected' || ['token', 'message'].includes(failure.scope)) throw error;
      // The bot need not be a member of the channel in which somebody asks.
      await send(({ text, blocks }) => client.chat.postMessage({ channel: user, text, blocks }));
    }
  };

export interface AnswerOptions {
  readonly apiUrl: string;
  readonly newBlocks: NewBlocks;
  readonly log: Logger;
  readonly postPrivately: PostPrivately;
}

/** Sends a response to a response_url; where Slack takes it there no more, to who asked alone. Rejects where both fail. */
export async function sendAnswer(
  url: string,
  response: CommandResponse,
  to: AskedAt,
  { log, postPrivately, ...options }: AnswerOptions,
  more: object = {},
): Promise<void> {
  try {
    await sendResponse(url, response, options, more);
  } catch (error) {
    if (!(error instanceof ResponseUrlError)) throw error;
    log.warn({ err: error }, 'response_url refused the answer; sending it apart');
    const { message, language = currentLanguage() } = response;
    await postPrivately(
      to,
      inLanguage(language, () => sentApartMessage(message)),
    );
  }
}
