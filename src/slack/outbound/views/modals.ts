import { type ModalView, WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { CommandResponse } from '../../../../commands/command';
import { type Message, messageView, readingView } from '../../../../formatters';
import type { Languages } from '../../../access/languages';
import { currentLanguage, inLanguage } from '../../../lib/language';
import type { Logger } from '../../../lib/logger';
import { blockRefusalOf } from '../apiFailure';
import type { NewBlocks } from '../newBlocks';
import { withRetries } from '../withRetries';

export interface ModalsDeps {
  readonly client: WebClient;
  readonly languages?: Pick<Languages, 'ofPerson'> | undefined;
  readonly newBlocks: NewBlocks;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

/** Shows answers in modals: one opens at once, and is filled when the answer is there. */
export class Modals {
  constructor(private readonly deps: ModalsDeps) {}

  /** Where the trigger has expired, the answer goes to the person as a direct message. Rejects as the Web API does. */
  async show(
    triggerId: string,
    { userId }: { readonly userId: string },
    make: () => Promise<CommandResponse | null>,
  ): Promise<void> {
    const viewId = await this.open(triggerId, userId);
    const response = await make();
    if (response === null) return;
    const { message, language = currentLanguage() } = response;
    if (viewId === null) return this.send(userId, message);
    const view = inLanguage(language, () => messageView(message));
    await this.fill(viewId, view);
  }

  /** Null where Slack does not open it. */
  private async open(triggerId: string, userId: string): Promise<string | null> {
    const { client, languages, log } = this.deps;
    const language = (await languages?.ofPerson(userId)) ?? currentLanguage();
    try {
      const { view } = await client.views.open({
        trigger_id: triggerId,
        view: inLanguage(language, readingView),
      });
      return view?.id ?? null;
    } catch (error) {
      log.warn({ err: error, userId }, 'modal could not be opened; its answer is sent as a direct message');
      return null;
    }
  }

  private async fill(viewId: string, view: ModalView): Promise<void> {
    const { client, stopping, log } = this.deps;
    try {
      await withRetries(() => client.views.update({ view_id: viewId, view }), {
        isIdempotent: true,
        signal: stopping,
      });
    } catch (error) {
      // Who has closed it does not want it any more.
      if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'not_found') throw error;
      log.debug({ viewId }, 'modal was closed before its answer was there');
    }
  }

  private async send(userId: string, message: Message): Promise<void> {
    const { client, newBlocks, stopping } = this.deps;
    const post = ({ text, blocks }: Message) =>
      withRetries(() => client.chat.postMessage({ channel: userId, text, blocks }), {
        isIdempotent: false,
        signal: stopping,
      });
    await newBlocks.send(message, post, blockRefusalOf);
  }
}
