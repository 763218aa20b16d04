import { UserGroupError, type UserGroups } from '../../access/roles';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { memoizeFor } from '../../lib/memoize';
import { createWebClient } from '../webClient';
import { toSendFailure } from './apiFailure';

/** The members of a group are fetched again after this time, in ms. */
const CACHED_FOR_MS = 5 * 60_000;
/** Short enough for the response to a button to come while the person still looks. */
const TIMEOUT_MS = 2_500;

/** The part of Slack that is asked. */
export interface UserGroupClient {
  readonly usergroups: {
    readonly users: {
      list(args: { usergroup: string }): Promise<{ readonly users?: readonly string[] | undefined }>;
    };
  };
}

/** Slack's user groups, each cached for five minutes; a failure is not cached. */
export const cachedUserGroups = (client: UserGroupClient, clock: Clock): UserGroups => ({
  members: memoizeFor(CACHED_FOR_MS, clock, async (usergroup) => {
    try {
      return (await client.usergroups.users.list({ usergroup })).users ?? [];
    } catch (error) {
      throw toUserGroupError(error);
    }
  }),
});

/** The same over the Web API. */
export const slackUserGroups = (
  { botToken, apiUrl }: Pick<SlackConfig, 'botToken' | 'apiUrl'>,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): UserGroups => cachedUserGroups(createWebClient(botToken, { apiUrl, log, timeoutMs: TIMEOUT_MS }), clock);

/** These pass by themselves. Source: the errors of Slack's `usergroups.users.list`. */
const PASSING = ['accesslimited', 'request_timeout', 'service_unavailable', 'team_added_to_org'];

function toUserGroupError(error: unknown): UserGroupError {
  const failure = toSendFailure(error);
  if (failure.kind !== 'rejected') return new UserGroupError('Slack did not answer', 'retry');
  const { code } = failure;
  const reason = code === 'missing_scope' ? 'missing_scope: the app needs usergroups:read' : code;
  return new UserGroupError(reason, PASSING.includes(code) ? 'retry' : 'setup');
}
