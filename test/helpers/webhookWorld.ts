import type { RequestListener } from 'node:http';
import { type Sandbox, startSandbox } from '../../sandbox';
import { DEMO_SETTINGS, DemoSystem, demoControls } from '../../sandbox/demo';
import { type AlertPipeline, createAlertPipeline } from '../../src/alertPipeline';
import { isWatching, loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { MANIFEST, slackEnv } from './botUnderTest';
import { type SettableClock, settableClock } from './clock';
import { type KeptLog, keptLog } from './log';
import { startWebhookReceiver, type WebhookReceiver } from './webhookReceiver';

/** The demo's traders, a Slack, a receiver of webhooks, and instances of the bot that work only when a test lets them. */
export interface WebhookWorld {
  readonly clock: SettableClock;
  readonly slack: Sandbox;
  readonly demo: DemoSystem;
  readonly receiver: WebhookReceiver;
  readonly log: KeptLog;
  press(control: string): Promise<void>;
  instance(): AlertPipeline;
  /** Lets these instances work for so many seconds. */
  pass(seconds: number, ...instances: readonly AlertPipeline[]): Promise<void>;
  /** The texts in a channel, the oldest first. */
  said(channel: string): string[];
  /** The events that the receiver got. */
  events(): string[];
  stop(): Promise<void>;
}

/** `fileOf` gives the configuration file for the receiver's address; `answer` answers each request; 200 unless given. */
export async function startWebhookWorld(
  fileOf: (url: string) => string,
  answer?: RequestListener,
): Promise<WebhookWorld> {
  const clock = settableClock();
  const slack = await startSandbox({ manifest: MANIFEST, clock });
  const receiver = await startWebhookReceiver(answer);
  const demo = new DemoSystem({ clock });
  const log = keptLog();
  const controls = demoControls(demo, slack);
  const env = { ...DEMO_SETTINGS, ...slackEnv(slack, 'socket'), PORT: '0' };
  const config = loadBotConfig(env, configFile('arbwatch.yaml', fileOf(receiver.url)));
  if (!isWatching(config)) throw new Error('nothing is watched');
  return {
    ...{ clock, slack, demo, receiver, log },
    press: (control) => controls.press(control),
    instance: () => createAlertPipeline(() => config, demo.state, { clock, log: log.log, demo: false }),
    async pass(seconds, ...instances) {
      for (let second = 1; second <= seconds; second++) {
        clock.advance(1_000);
        demo.tick();
        for (const each of instances) {
          if (clock.now().getSeconds() % 15 === 0) await each.check();
          await each.stepDrill();
          await each.dispatchDue();
        }
      }
    },
    said: (channel) => slack.world.messagesIn(channel).map(({ text }) => text),
    events: () => receiver.got.map(({ body }) => JSON.parse(body).event),
    async stop() {
      await slack.stop();
      await receiver.stop();
    },
  };
}
