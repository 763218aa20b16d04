import type { RequestListener } from 'node:http';
import { type CaseGroup, report, type SetUp } from '../setUp';
import type { World } from '../world';

/** In HTTP mode, behind something that answers like this. */
const behind =
  (listener: RequestListener) =>
  async (world: World): Promise<SetUp> => ({
    env: {
      SLACK_APP_TOKEN: undefined,
      SLACK_SIGNING_SECRET: world.slack.tokens.signingSecret,
      PUBLIC_URL: await world.startWeb(listener),
    },
  });

const answering = (status: number) => behind((_, response) => response.writeHead(status).end());

/** What is wrong with the way from Slack to the bot in HTTP mode. */
export const publicAddressCases: CaseGroup = {
  title: 'The public address of HTTP mode',
  cases: [
    {
      name: 'a reverse proxy that does not know the path',
      source: report('slackapi/bolt-js', 616),
      wrong: answering(404),
      line: ({ lastWeb }) => `error  http://${lastWeb}/slack/events is not known there (HTTP 404)`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a reverse proxy with no bot behind it',
      source: report('slackapi/bolt-js', 579),
      wrong: answering(502),
      line: ({ lastWeb }) => `warning  Behind http://${lastWeb}/slack/events nothing answers (HTTP 502)`,
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a reverse proxy that changes what is signed, or a bot with another secret',
      source: report('slackapi/bolt-python', 582),
      wrong: answering(401),
      line: ({ lastWeb }) =>
        `error  http://${lastWeb}/slack/events refuses a request that is signed with SLACK_SIGNING_SECRET (HTTP 401)`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a reverse proxy that redirects',
      source: report('slackapi/bolt-js', 1427),
      wrong: answering(301),
      line: ({ lastWeb }) => `error  http://${lastWeb}/slack/events answers as no bot does (HTTP 301)`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'another program that takes what is not signed',
      source: report('JoshuaKGoldberg/temporal-adventure-bot', 8),
      wrong: behind((request, response) => request.pipe(response)),
      line: ({ lastWeb }) =>
        `error  http://${lastWeb}/slack/events answers a request that is not signed: it is not this bot`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an address that does not answer',
      source: report('slackapi/java-slack-sdk', 1105),
      wrong: ({ slack }) => ({
        env: {
          SLACK_APP_TOKEN: undefined,
          SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
          PUBLIC_URL: 'http://127.0.0.1:3',
        },
      }),
      line: 'warning  http://127.0.0.1:3/slack/events cannot be reached from here: ECONNREFUSED',
      code: 1,
      bot: 'warns',
    },
  ],
};
