import { WebClient } from '@slack/web-api';
import { UserGroupError, type UserGroups } from '../../access/roles';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { memoizeFor } from '../../lib/memoize';
import { boltLogger } from '../boltLogger';
import { toSendFailure } from './apiFailure';

/** The members of a group are fetched again after this time, in ms. */
const CACHED_FOR_MS = 5 * 60_000;
/** Short enough for the response to a button to come while the person still looks. */
const TIME_LIMIT_MS = 2_500;

/** The part of Slack that is asked. */
export interface UserGroupClient {
  readonly usergroups: {
    readonly users: {
      list(args: { usergroup: string }): Promise<{ readonly users?: readonly string[] | undefined }>;
    };
  };
}

/** Slack's user groups, each cached for five minutes. A failure is not cached. */
export class SlackUserGroups implements UserGroups {
  readonly members: (groupId: string) => Promise<readonly string[]>;

  constructor(
    private readonly client: UserGroupClient,
    clock: Clock,
  ) {
    this.members = memoizeFor(CACHED_FOR_MS, clock, (groupId) => this.list(groupId));
  }

  private async list(usergroup: string): Promise<readonly string[]> {
    try {
      return (await this.client.usergroups.users.list({ usergroup })).users ?? [];
    } catch (error) {
      throw groupError(error);
    }
  }
}

/** These pass by themselves. Source: the errors of Slack's `usergroups.users.list`. */
const PASSING = ['accesslimited', 'request_timeout', 'service_unavailable', 'team_added_to_org'];

function groupError(error: unknown): UserGroupError {
  const failure = toSendFailure(error);
  if (failure.kind !== 'refused') return new UserGroupError('Slack did not answer', 'retry');
  const { code } = failure;
  const reason = code === 'missing_scope' ? 'missing_scope: the app needs usergroups:read' : code;
  return new UserGroupError(reason, PASSING.includes(code) ? 'retry' : 'setup');
}

/** Slack's user groups over the Web API. */
export const slackUserGroups = (
  { botToken, apiUrl }: Pick<SlackConfig, 'botToken' | 'apiUrl'>,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): UserGroups =>
  new SlackUserGroups(
    new WebClient(botToken, {
      slackApiUrl: apiUrl,
      timeout: TIME_LIMIT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: boltLogger(log),
    }),
    clock,
  );
