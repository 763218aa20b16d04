import { setTimeout } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../sandbox';
import { DemoSystem, demoControls } from '../../sandbox/demo';
import type { AlertPipeline } from '../../src/alertPipeline';
import { type Bot, createBot } from '../../src/bot';
import { loadBotConfig } from '../../src/config';
import type { ConfigSource } from '../../src/config/environment/configSource';
import { configFile } from '../../src/config/file';
import { MANIFEST, slackEnv } from './botUnderTest';
import { type SettableClock, settableClock } from './clock';
import { type KeptLog, keptLog } from './log';

const CHECK_EVERY_S = 15;

/** One instance of the bot, with a configuration file of its own. */
export interface ReloadInstance {
  /** What stands in its file; a test may change it. */
  readonly file: { text: string };
  readonly bot: Bot;
  readonly pipeline: AlertPipeline;
  readonly log: KeptLog;
  /** As SIGHUP does. */
  reload(): Promise<void>;
}

/** The demo's traders, a Slack, and instances of the bot over one store, which work only when a test lets them. */
export interface ReloadWorld {
  readonly clock: SettableClock;
  readonly slack: Sandbox;
  readonly demo: DemoSystem;
  press(control: string): Promise<void>;
  /** `hears`: it is the one that answers in Slack. */
  instance(name: string, text: string, options?: { readonly hears?: boolean }): Promise<ReloadInstance>;
  /** Lets these instances work for so many seconds, in the order in which they are given. */
  pass(seconds: number, ...instances: readonly ReloadInstance[]): Promise<void>;
  /** What is read in a channel without the threads, the oldest first. */
  said(channel?: string): string[];
  /** What the operator reads after typing the line. */
  ask(line: string, user?: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startReloadWorld(
  variables: Readonly<Record<string, string>> = {},
): Promise<ReloadWorld> {
  const clock = settableClock();
  const slack = await startSandbox({ manifest: MANIFEST, clock });
  const demo = new DemoSystem({ clock });
  const controls = demoControls(demo, slack);
  const env = {
    ...slackEnv(slack, 'socket'),
    PORT: '0',
    ALERT_CHANNEL: 'C0ALERTS',
    OPERATORS: 'U0OPERATOR',
    ...variables,
  };
  const bots: Bot[] = [];
  const read = (text: string) => ({ env, file: configFile('arbwatch.yaml', text) });
  return {
    ...{ clock, slack, demo },
    press: (control) => controls.press(control),
    async instance(name, text, { hears = false } = {}) {
      const file = { text };
      const log = keptLog();
      const start = read(text);
      const source: ConfigSource = {
        start,
        read: () => read(file.text),
        readOther: () => read(file.text),
        fileHash: async () => read(file.text).file.hash,
      };
      let pipeline: AlertPipeline | undefined;
      const paced = (made: AlertPipeline): AlertPipeline => {
        pipeline = made;
        return { ...made, start: () => undefined };
      };
      const bot = createBot(loadBotConfig(start.env, start.file), {
        ...{ clock, log: log.log, source, host: name, paced },
        demo: demo.state,
        // Its file is looked at often; how much time has passed then, the clock says.
        sleep: (_, signal) => setTimeout(5, undefined, signal && { signal }),
      });
      bots.push(bot);
      if (hears) await bot.start();
      if (pipeline === undefined) throw new Error('nothing is watched');
      return { file, bot, pipeline, log, reload: async () => bot.reload?.('signal') };
    },
    async pass(seconds, ...instances) {
      for (let second = 1; second <= seconds; second++) {
        clock.advance(1_000);
        demo.tick();
        for (const { pipeline } of instances) {
          if (clock.now().getSeconds() % CHECK_EVERY_S === 0) await pipeline.check();
          await pipeline.dispatchDue();
        }
      }
    },
    said: (channel = 'C0ALERTS') =>
      slack.world
        .messagesIn(channel)
        .filter(({ threadTs }) => threadTs === null)
        .map(({ text }) => text),
    async ask(line, user = 'operator') {
      const [command = '', ...words] = line.split(' ');
      const before = slack.seenBy(user, 'ops').length;
      await slack.command(command, words.join(' '), { user, channel: 'ops' });
      const reply = await slack.until(() => slack.seenBy(user, 'ops').at(before));
      return reply.shown;
    },
    async stop() {
      for (const bot of bots) await bot.stop();
      await slack.stop();
    },
  };
}
