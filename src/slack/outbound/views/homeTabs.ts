import type { WebClient } from '@slack/web-api';
import type { CommandResponse } from '../../../../commands/command';
import { homeBlocks } from '../../../../formatters';
import { currentLanguage, inLanguage } from '../../../lib/language';
import type { Logger } from '../../../lib/logger';
import { withRetries } from '../withRetries';

type MakeHome = () => Promise<CommandResponse | null>;

/** The Home tabs of people: of each the newest is published, and one at a time. */
export class HomeTabs {
  private readonly publishing = new Set<string>();
  private readonly next = new Map<string, MakeHome>();

  constructor(
    private readonly client: WebClient,
    private readonly deps: { readonly log: Logger; readonly stopping: AbortSignal },
  ) {}

  /** Publishes what `make` returns; made anew for each try, so that it is never older than it says. Never rejects. */
  async publish(userId: string, make: MakeHome): Promise<void> {
    if (this.publishing.has(userId)) {
      this.next.set(userId, make);
      return;
    }
    this.publishing.add(userId);
    const { log, stopping } = this.deps;
    try {
      await withRetries(() => this.publishOnce(userId, make), { isIdempotent: true, signal: stopping });
    } catch (error) {
      if (!stopping.aborted) log.error({ err: error, userId }, 'home tab could not be published');
    } finally {
      this.publishing.delete(userId);
    }
    const next = this.next.get(userId);
    this.next.delete(userId);
    if (next !== undefined && !stopping.aborted) await this.publish(userId, next);
  }

  private async publishOnce(userId: string, make: MakeHome): Promise<void> {
    const response = await make();
    if (response === null) return;
    const { message, language = currentLanguage() } = response;
    const blocks = inLanguage(language, () => homeBlocks(message));
    await this.client.views.publish({ user_id: userId, view: { type: 'home', blocks } });
  }
}
