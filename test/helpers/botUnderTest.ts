import { join } from 'node:path';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { type Bot, createBot } from '../../src/bot';
import { loadBotConfig } from '../../src/config';
import { type Clock, systemClock } from '../../src/lib/clock';
import { type KeptLog, keptLog } from './log';

export const MANIFEST = join(__dirname, '../../manifest.yml');

export interface BotUnderTestOptions {
  readonly redisUrl: string;
  /** How Slack's requests come in. Default: socket. */
  readonly transport?: 'socket' | 'http';
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions;
  /** A sandbox that is there already, for a further copy of the bot. */
  readonly slack?: Sandbox;
  /** In place of one that keeps lines as they are; made for the environment that the bot gets. */
  readonly log?: (env: Readonly<Record<string, string>>) => KeptLog;
}

export interface BotUnderTest {
  readonly slack: Sandbox;
  readonly bot: Bot;
  /** The address of the bot's HTTP side. */
  readonly url: string;
  readonly log: KeptLog;
  /** Stops the bot, and the sandbox that came with it. */
  stop(): Promise<void>;
}

/** The whole bot, as main.ts wires it, connected to a sandbox that has the app of manifest.yml. */
export async function startBotUnderTest(options: BotUnderTestOptions): Promise<BotUnderTest> {
  const { clock = systemClock, transport = 'socket' } = options;
  const slack = options.slack ?? (await startSandbox({ manifest: MANIFEST, clock, ...options.sandbox }));
  const env = {
    ...slackEnv(slack, transport),
    REDIS_URL: options.redisUrl,
    PORT: '0',
    OPERATORS: 'U0OPERATOR',
    ...options.env,
  };
  const log = options.log?.(env) ?? keptLog();
  const config = loadBotConfig(env);
  const bot = createBot(config, { clock, log: log.log });
  const { port } = await bot.start().catch(async (error: unknown) => {
    await bot.stop();
    if (options.slack === undefined) await slack.stop();
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  if (transport === 'http') slack.sendTo(`${url}/slack/events`);
  return {
    slack,
    bot,
    url,
    log,
    stop: async () => {
      await bot.stop();
      if (options.slack === undefined) await slack.stop();
    },
  };
}

/** What the sandbox's app is reached with. */
export const slackEnv = (slack: Sandbox, transport: 'socket' | 'http'): Record<string, string> => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.tokens.bot,
  HISTORY_FILE: 'off',
  ...(transport === 'socket'
    ? { SLACK_APP_TOKEN: slack.tokens.app }
    : { SLACK_SIGNING_SECRET: slack.tokens.signingSecret }),
});
