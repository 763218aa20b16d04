import { WebClient } from '@slack/web-api';
import { UserGroupError, type UserGroups } from '../../access/roles';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { boltLogger } from '../boltLogger';
import { toSendFailure } from './apiFailure';

/** Who is in a group is asked again after this time, in ms. */
const REMEMBERED_MS = 5 * 60_000;
/** Short enough for a press on a button to be answered while the person still looks. */
const TIME_LIMIT_MS = 2_500;

/** The part of Slack that is asked. */
export interface UserGroupClient {
  readonly usergroups: {
    readonly users: {
      list(args: { usergroup: string }): Promise<{ readonly users?: readonly string[] | undefined }>;
    };
  };
}

/** Slack's user groups, each remembered for five minutes. A failure is not remembered. */
export class SlackUserGroups implements UserGroups {
  private readonly asked = new Map<
    string,
    { readonly at: number; readonly members: Promise<readonly string[]> }
  >();

  constructor(
    private readonly client: UserGroupClient,
    private readonly clock: Clock,
  ) {}

  members(groupId: string): Promise<readonly string[]> {
    const now = this.clock.monotonicMs();
    const known = this.asked.get(groupId);
    const isFresh = known !== undefined && now - known.at < REMEMBERED_MS;
    if (isFresh) return known.members;
    const members = this.ask(groupId);
    const entry = { at: now, members };
    this.asked.set(groupId, entry);
    members.catch(() => {
      if (this.asked.get(groupId) === entry) this.asked.delete(groupId);
    });
    return members;
  }

  private async ask(usergroup: string): Promise<readonly string[]> {
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
