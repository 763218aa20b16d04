import { WebAPIPlatformError } from '@slack/web-api';
import type { Sleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { createWebClient } from '../slack/webClient';

/** Slack's answers that say that nothing can be posted there. `is_archived` is none of them: history can still be read. */
const FAULTS = ['channel_not_found', 'not_in_channel'];
/** How often a channel that cannot be used is looked at again, in ms. */
const RECHECK_MS = 300_000;
const TIMEOUT_MS = 8_000;

export interface ChannelAccessDeps {
  readonly token: string;
  readonly apiUrl: string;
  readonly channels: readonly string[];
  readonly log: Logger;
  readonly sleep: Sleep;
}

/**
 * Whether the bot is in the channels that alerts go to, found out at the start without posting: a channel that the bot was
 * not invited to is known before the first alert. Needs `channels:history` and `groups:history`; without them it knows nothing.
 */
export class ChannelAccess {
  private faults: ReadonlyMap<string, string> = new Map();
  private readonly stopping = new AbortController();

  constructor(private readonly deps: ChannelAccessDeps) {}

  /** Looks, and again every 5 min while a channel cannot be used. Never rejects. */
  async start(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look();
      if (this.faults.size === 0) return;
      await this.deps.sleep(RECHECK_MS, signal).catch(() => undefined);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  readiness(): { readonly ready: boolean; readonly detail: string } {
    const faults = [...this.faults].map(([channel, code]) => `Slack refuses ${channel} (${code})`);
    return faults.length === 0
      ? { ready: true, detail: 'no channel is known to be refused' }
      : { ready: false, detail: `${faults.join('; ')}: invite the bot there` };
  }

  private async look(): Promise<void> {
    const { token, apiUrl, channels, log } = this.deps;
    const client = createWebClient(token, { apiUrl, log, timeoutMs: TIMEOUT_MS });
    const found = new Map<string, string>();
    for (const channel of channels) {
      try {
        await client.conversations.history({ channel, limit: 1 });
      } catch (error) {
        const code = error instanceof WebAPIPlatformError ? error.data.error : null;
        if (code !== null && FAULTS.includes(code)) found.set(channel, code);
        // What Slack does not answer now says nothing new of a channel that was refused before.
        else if (code === null && this.faults.has(channel))
          found.set(channel, this.faults.get(channel) ?? '');
      }
    }
    for (const [channel, code] of found)
      if (this.faults.get(channel) !== code)
        log.error({ channel, code }, 'alert channel cannot be used; invite the bot');
    this.faults = found;
  }
}
