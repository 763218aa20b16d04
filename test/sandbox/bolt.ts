import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Sandbox } from '../../sandbox';

/** A logger of Bolt's that says nothing. */
export const SILENCE = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
/** Bolt logs on the console; it is kept quiet unless a test is being looked into. */
const quiet = process.env.SANDBOX_TEST_LOG === undefined;
const logging = quiet ? { logger: SILENCE } : { logLevel: LogLevel.DEBUG };

/** Settings for a client that tries each call once, so that a test sees what the sandbox did. */
export function clientOptionsFor(slack: Sandbox) {
  return {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
    ...(quiet ? { logger: SILENCE } : {}),
  };
}

/**
 * A real Bolt app in Socket Mode. The client waits `pingTimeoutMs` for a pong, and as long before it reconnects: a short
 * one makes tests of reconnecting quick, and takes a loaded machine's pause for a dead connection.
 */
export function socketApp(slack: Sandbox, pingTimeoutMs = 5_000): App {
  const receiver = new SocketModeReceiver({
    appToken: slack.tokens.app,
    clientPingTimeout: pingTimeoutMs,
    installerOptions: {
      clientOptions: { ...clientOptionsFor(slack), retryConfig: { retries: 100, minTimeout: 20 } },
    },
    ...logging,
  });
  return new App({ token: slack.tokens.bot, receiver, clientOptions: clientOptionsFor(slack), ...logging });
}

/** A real Bolt app that takes requests over HTTP, on any free port, and the URL they go to. */
export async function startHttpApp(
  slack: Sandbox,
  prepare: (app: App) => void,
): Promise<{ app: App; url: string }> {
  const receiver = new HTTPReceiver({
    signingSecret: slack.tokens.signingSecret,
    port: 0,
    unhandledRequestTimeoutMillis: 200,
    ...logging,
  });
  const app = new App({
    token: slack.tokens.bot,
    receiver,
    clientOptions: clientOptionsFor(slack),
    ...logging,
  });
  prepare(app);
  await slack.until(() => slack.journal.calls('auth.test').length > 0);
  const server = await app.start(0);
  const address = 'address' in server ? server.address() : null;
  if (address === null || typeof address === 'string') throw new Error('The app listens on no port');
  return { app, url: `http://127.0.0.1:${address.port}/slack/events` };
}
