import type { CommandResponse } from '../../commands/command';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { loadBotConfig } from '../../src/config';
import { type HttpLimits, HttpServer } from '../../src/http/server';
import { type Clock, systemClock } from '../../src/lib/clock';
import { SlackApp } from '../../src/slack/inbound/app';
import type { ReactionHandler } from '../../src/slack/inbound/reactions';
import { NewBlocks } from '../../src/slack/outbound/newBlocks';
import { MANIFEST, slackEnv } from './botUnderTest';
import { type KeptLog, keptLog } from './log';

export interface SlackUnderTestOptions {
  readonly transport: 'socket' | 'http';
  /** What `/arb-status` answers to its text. */
  readonly answer: (text: string) => Promise<CommandResponse>;
  /** What is done about 👀 on a message; nothing unless given. */
  readonly onReaction?: ReactionHandler;
  readonly ackResponseDeadlineMs?: number;
  readonly maxConcurrent?: number;
  readonly clock?: Clock;
  readonly sandbox?: SandboxOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly httpLimits?: HttpLimits;
  /** Gets the sandbox before the bot connects to it. */
  readonly before?: (sandbox: Sandbox) => void;
}

export interface SlackUnderTest {
  readonly sandbox: Sandbox;
  readonly slack: SlackApp;
  readonly url: string;
  readonly log: KeptLog;
  readonly newBlocks: NewBlocks;
  /** Types `/arb-status` as the operator in #ops. */
  command(text?: string): ReturnType<Sandbox['command']>;
  /** What the operator sees in #ops, as it is shown. */
  shown(): string[];
  /** Stops the bot's side; a command in flight is given up after 1 s. */
  stopBot(): Promise<void>;
  /** Stops both. */
  stop(): Promise<void>;
}

export const OPERATOR = { user: 'operator', channel: 'ops' };

/** The bot's side of Slack connected to a sandbox, with an answer of the test's own. */
export async function startSlackUnderTest(options: SlackUnderTestOptions): Promise<SlackUnderTest> {
  const { transport, answer, clock = systemClock, ackResponseDeadlineMs, maxConcurrent } = options;
  const sandbox = await startSandbox({ manifest: MANIFEST, clock, ...options.sandbox });
  options.before?.(sandbox);
  const log = keptLog();
  const config = loadBotConfig({ ...slackEnv(sandbox, transport), ...options.env });
  const deps = {
    clock,
    log: log.log,
    newBlocks: new NewBlocks({ clock, log: log.log }),
    ...(ackResponseDeadlineMs === undefined ? {} : { ackResponseDeadlineMs }),
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    retryAfterMs: [10, 10],
  };
  const slack = new SlackApp(
    config.slack,
    [{ name: '/arb-status', handle: answer }],
    async () => null,
    deps,
    options.onReaction && { onReaction: options.onReaction },
  );
  const readiness = async () => ({ slack: await slack.readiness() });
  const limits = options.httpLimits === undefined ? {} : { limits: options.httpLimits };
  const http = new HttpServer({
    host: '127.0.0.1',
    port: 0,
    readiness,
    slackEvents: slack.requestListener,
    log: log.log,
    ...limits,
  });
  const url = `http://127.0.0.1:${await http.start()}`;
  if (transport === 'http') sandbox.sendTo(`${url}/slack/events`);
  await slack.start();
  const stopBot = async (): Promise<void> => {
    await Promise.all([http.stop(1_000), slack.stop(1_000)]);
  };
  return {
    sandbox,
    slack,
    url,
    log,
    newBlocks: deps.newBlocks,
    command: (text = '') => sandbox.command('/arb-status', text, OPERATOR),
    shown: () => sandbox.seenBy('operator', 'ops').map(({ shown }) => shown),
    stopBot,
    stop: async () => {
      await stopBot();
      await sandbox.stop();
    },
  };
}

/** A promise that a test settles itself. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** An answer that says no more than this. */
export const saying = (text: string, isPublic = false): CommandResponse => ({
  message: { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
  public: isPublic,
});
