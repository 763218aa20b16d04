import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Requester } from '../access/roles';
import { backoffMs } from '../lib/backoff';
import type { Logger } from '../lib/logger';
import { asTokenError, SlackTokenError } from './slackErrors';

/** Who the bot is in Slack. */
export interface Identity {
  readonly botId: string;
  readonly botUserId: string;
  readonly teamId: string;
  readonly teamName: string;
  /** Of an Enterprise Grid; else empty. */
  readonly enterpriseId: string;
}

/**
 * `isExternal` of an Asker, by the workspace or organization that Slack says somebody is of; nothing for the bot's own.
 * Until the bot knows its own, everybody is of another.
 */
export function externalFlag(
  of: string | null | undefined,
  bot: Identity | null,
): Pick<Requester, 'isExternal'> {
  if (!of || bot?.teamId === '' || of === bot?.teamId || of === bot?.enterpriseId) return {};
  return { isExternal: true };
}

/** Who pressed, chose or submitted something, as Slack says in each of these payloads. */
export const actorSchema = z.object({
  // The workspace of this person, which in a shared channel may be another than the bot's.
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
});

/** Who acted, in which channel; empty for none, as in the Home tab. */
export const actorOf = (
  { user, team }: z.output<typeof actorSchema>,
  channelId: string | undefined,
  externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>,
): Requester => ({
  userId: user.id,
  channelId: channelId ?? '',
  ...externalFlagOf(user.team_id ?? team?.id ?? null),
});

/**
 * Asks Slack who the bot token belongs to, trying until it answers. Throws SlackTokenError, or an AbortError when
 * `signal` says to stop.
 */
export async function authTestUntilSuccess(
  client: WebClient,
  log: Logger,
  signal: AbortSignal,
): Promise<Identity> {
  for (let failures = 1; ; failures += 1) {
    try {
      const answer = await client.auth.test();
      return {
        botId: answer.bot_id ?? '',
        botUserId: answer.user_id ?? '',
        teamId: answer.team_id ?? '',
        teamName: answer.team ?? '',
        enterpriseId: answer.enterprise_id ?? '',
      };
    } catch (error) {
      const cause = asTokenError(error, 'SLACK_BOT_TOKEN');
      if (cause instanceof SlackTokenError) throw cause;
      const waitMs = backoffMs(failures);
      log.warn({ reason: String(error), failures, waitMs }, 'auth.test failed; retrying');
      await delay(waitMs, null, { signal });
    }
  }
}
