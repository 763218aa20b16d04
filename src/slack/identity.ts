import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../logger';
import { backoffMs } from './backoff';
import { asTokenError, SlackTokenError } from './slackErrors';

/** Who the bot is in Slack. */
export interface Identity {
  readonly botId: string;
  readonly botUserId: string;
  readonly teamId: string;
  readonly teamName: string;
}

/**
 * Asks Slack who the bot token belongs to, trying until it answers. Throws SlackTokenError, or an AbortError when
 * `signal` says to stop.
 */
export async function identify(client: WebClient, log: Logger, signal: AbortSignal): Promise<Identity> {
  for (let failures = 1; ; failures += 1) {
    try {
      const answer = await client.auth.test();
      return {
        botId: answer.bot_id ?? '',
        botUserId: answer.user_id ?? '',
        teamId: answer.team_id ?? '',
        teamName: answer.team ?? '',
      };
    } catch (error) {
      const cause = asTokenError(error, 'SLACK_BOT_TOKEN');
      if (cause instanceof SlackTokenError) throw cause;
      const waitMs = backoffMs(failures);
      log.warn({ reason: String(error), failures, waitMs }, 'Slack does not answer; trying again');
      await delay(waitMs, null, { signal });
    }
  }
}
