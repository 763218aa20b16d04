import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { UserZones } from '../../access/userZones';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { memoizeFor } from '../../lib/memoize';
import { createWebClient } from '../webClient';
import { toSendFailure } from './apiFailure';

/** People travel: a zone is asked for again after this time, in ms. */
const CACHED_FOR_MS = 15 * 60_000;
/** The response to a command waits for it. */
const TIMEOUT_MS = 1_500;

/** The part of Slack that is asked. */
export interface UserInfoClient {
  readonly users: { info(args: { user: string }): Promise<unknown> };
}

const infoSchema = z.object({ user: z.object({ tz: z.string().refine((tz) => IANAZone.isValidZone(tz)) }) });

/** The zones of Slack's profiles, each cached for a while; a failure that passes by itself is not. */
function cachedUserZones(
  client: UserInfoClient,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): UserZones {
  const ask = memoizeFor(CACHED_FOR_MS, clock, async (user: string): Promise<string | null> => {
    try {
      return infoSchema.safeParse(await client.users.info({ user })).data?.user.tz ?? null;
    } catch (error) {
      if (toSendFailure(error).kind !== 'rejected') throw error;
      log.info({ err: error }, 'time zone of a Slack profile not available; TIMEZONE is used');
      return null;
    }
  });
  return {
    zoneOf: (userId) =>
      ask(userId).catch((error: unknown) => {
        log.debug({ err: error }, 'time zone of a Slack profile not read; TIMEZONE is used');
        return null;
      }),
  };
}

/** The same over the Web API. */
export const slackUserZones = (
  { botToken, apiUrl }: Pick<SlackConfig, 'botToken' | 'apiUrl'>,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): UserZones =>
  cachedUserZones(createWebClient(botToken, { apiUrl, log, timeoutMs: TIMEOUT_MS }), { clock, log });
