import { type CaseGroup, report, withEnv } from '../setUp';
import type { World } from '../world';

const rejectedBy =
  (method: string, error: string) =>
  ({ slack }: World) => {
    slack.fail(method, { error });
    return {};
  };

const without =
  (...scopes: readonly string[]) =>
  ({ slack }: World) => {
    slack.grant(slack.settings.scopes.filter((scope) => !scopes.includes(scope)));
    return {};
  };

const TEN_MINUTES_MS = 600_000;

/** What is wrong with the app in Slack, and with the way there. */
export const slackCases: CaseGroup = {
  title: 'The Slack app',
  cases: [
    {
      name: 'a bot token that was revoked',
      source: report('slackapi/bolt-python', 1029),
      wrong: rejectedBy('auth.test', 'token_revoked'),
      line: 'error  Slack rejects SLACK_BOT_TOKEN: token_revoked',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'an app that somebody removed from the workspace',
      source: report('slackapi/bolt-python', 1029),
      wrong: rejectedBy('auth.test', 'account_inactive'),
      line: 'error  Slack rejects SLACK_BOT_TOKEN: account_inactive',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a bot token of nobody',
      source: report('JoshuaKGoldberg/temporal-adventure-bot', 10),
      wrong: withEnv({ SLACK_BOT_TOKEN: 'xoxb-1-2-nobody' }),
      line: 'error  Slack rejects SLACK_BOT_TOKEN: invalid_auth',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'an app token of nobody',
      source: report('slackapi/bolt-python', 1391),
      wrong: withEnv({ SLACK_APP_TOKEN: 'xapp-1-A0SANDBOX-2-nobody' }),
      line: 'error  Slack rejects SLACK_APP_TOKEN: invalid_auth',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'an app token of another app',
      source: null,
      wrong: ({ slack }) => {
        slack.issueBotTokenOf('A0STAGING');
        return {};
      },
      line: 'error  SLACK_BOT_TOKEN is of the app A0STAGING, SLACK_APP_TOKEN of A0SANDBOX',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an app token without connections:write',
      source: null,
      wrong: rejectedBy('apps.connections.open', 'missing_scope'),
      line: 'error  Slack rejects SLACK_APP_TOKEN: missing_scope',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a token that was copied before the app was installed again with all its scopes',
      source: 'https://github.com/CopilotKit/CopilotKit/pull/6330',
      wrong: without('commands'),
      line: 'error  The bot token lacks the scope commands: without it no command works',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'no right to post',
      source: null,
      wrong: without('chat:write'),
      line: 'error  The bot token lacks the scope chat:write: without it no alert can be posted',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'no right to read the history of its channels',
      source: null,
      wrong: without('channels:history'),
      line: 'warning  The bot token lacks the scope channels:history: without it a message whose sending was interrupted may be sent twice, in public channels',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'operators by a user group, and no right to read user groups',
      source: null,
      wrong: (world) => ({ ...without('usergroups:read')(world), env: { OPERATORS: 'S0ONCALL' } }),
      line: 'error  The bot token lacks the scope usergroups:read: without it nobody counts as a member of the user groups that VIEWERS or OPERATORS names',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a workspace that does not take a block as the bot makes it',
      source: null,
      wrong: ({ slack }) => {
        slack.refuseBlocks(['table']);
        return {};
      },
      line: 'warning  Slack takes no block table as the bot makes it: unsupported type: table',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a firewall between it and Slack',
      source: report('slackapi/bolt-js', 995),
      wrong: withEnv({ SLACK_API_URL: 'http://127.0.0.1:3/api/' }),
      line: 'error  Slack did not answer with SLACK_BOT_TOKEN: ECONNREFUSED',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Slack that answers with errors of a proxy',
      source: report('slackapi/python-slack-sdk', 952),
      wrong: ({ slack }) => {
        slack.fail('*', { status: 502 });
        return {};
      },
      line: 'error  Slack did not answer with SLACK_BOT_TOKEN: HTTP 502',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a clock that is ten minutes ahead',
      source: null,
      wrong: () => ({ aheadMs: TEN_MINUTES_MS }),
      line: "error  This machine's clock is 10 min ahead of Slack's",
      code: 2,
      bot: 'unhealthy',
    },
  ],
};
