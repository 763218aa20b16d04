import { type CaseGroup, report, withEnv, withFile } from '../setUp';
import type { World } from '../world';

const refusing =
  (method: string, error: string) =>
  ({ slack }: World) => {
    slack.fail(method, { error });
    return {};
  };

/** What is wrong with the channels that alerts go to. */
export const channelCases: CaseGroup = {
  title: 'Channels',
  cases: [
    {
      name: 'no alert channel',
      source: null,
      wrong: withEnv({ ALERT_CHANNEL: undefined }),
      line: 'warning  ALERT_CHANNEL is not set: the bot answers commands, and sends no alerts',
      code: 1,
      bot: 'notWatching',
    },
    {
      name: 'a channel that the bot was not invited to',
      source: report('home-assistant/home-assistant.io', 29368),
      wrong: withEnv({ ALERT_CHANNEL: 'C0LOUNGE' }),
      line: 'error  Slack takes no message for C0LOUNGE (ALERT_CHANNEL): not_in_channel',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a channel that does not exist, or is private and not the bot’s',
      source: report('ansible/awx', 9727),
      wrong: withEnv({ ALERT_CHANNEL: 'C0NOWHERE' }),
      line: 'error  Slack takes no message for C0NOWHERE (ALERT_CHANNEL): channel_not_found',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an archived channel',
      source: report('dblock/slack-strava', 112),
      wrong: withEnv({ ALERT_CHANNEL: 'C0OLDDESK' }),
      line: 'error  Slack takes no message for C0OLDDESK (ALERT_CHANNEL): is_archived',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a channel where only some people may post',
      source: null,
      wrong: ({ slack }) => {
        for (const method of ['chat.postMessage', 'chat.scheduleMessage'])
          slack.fail(method, { error: 'restricted_action' });
        return {};
      },
      line: 'error  Slack takes no message for C0ALERTS (ALERT_CHANNEL): restricted_action',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an archived fallback channel',
      source: report('ministryofjustice/cloud-platform', 6562),
      wrong: withEnv({ ALERT_FALLBACK_CHANNEL: 'C0OLDDESK' }),
      line: 'error  Slack takes no message for C0OLDDESK (ALERT_FALLBACK_CHANNEL): is_archived',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a route to a channel that the bot was not invited to',
      source: report('grafana-cold-storage/oncall', 3267),
      wrong: withFile('routes: [{ match: { severity: critical }, channel: C0LOUNGE }]\n'),
      line: 'error  Slack takes no message for C0LOUNGE (routes.0): not_in_channel',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a digest for a channel that does not exist',
      source: null,
      wrong: withFile("digests: [{ name: weekly, cron: '0 9 * * 1', channel: C0NOWHERE }]\n"),
      line: 'error  Slack takes no message for C0NOWHERE (digest weekly): channel_not_found',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a channel whose history may not be read',
      source: null,
      wrong: refusing('conversations.history', 'missing_scope'),
      line: "warning  A message to C0ALERTS (ALERT_CHANNEL) cannot be found again in the channel's history",
      code: 1,
      bot: 'warns',
    },
  ],
};
