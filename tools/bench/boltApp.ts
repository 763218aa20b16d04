import { App, LogLevel, type SlackCommandMiddlewareArgs, SocketModeReceiver } from '@slack/bolt';

type Handler = (args: SlackCommandMiddlewareArgs) => Promise<void>;

/** The least that a Bolt app in Socket Mode can be, with one command. Connects to the Slack in the environment. */
export async function runBoltApp(command: `/${string}`, handler: Handler): Promise<void> {
  const {
    SLACK_API_URL: slackApiUrl = '',
    SLACK_BOT_TOKEN: token = '',
    SLACK_APP_TOKEN: appToken = '',
  } = process.env;
  const logLevel = LogLevel.ERROR;
  const clientOptions = { slackApiUrl };
  const receiver = new SocketModeReceiver({
    appToken,
    logLevel,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({ token, receiver, clientOptions, logLevel });
  app.command(command, handler);
  await app.start();
}
