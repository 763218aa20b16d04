import { type Sandbox, startSandbox } from '../../sandbox';
import type { Controls } from '../../sandbox/controls';
import { DEMO_SETTINGS, DemoSystem, demoControls } from '../../sandbox/demo';
import type { AlertPipeline } from '../../src/alertPipeline';
import { createBot } from '../../src/bot';
import { loadBotConfig } from '../../src/config';
import { MANIFEST, slackEnv } from './botUnderTest';
import { settableClock } from './clock';
import { keptLog } from './log';

export interface DemoUnderTest {
  readonly slack: Sandbox;
  readonly demo: DemoSystem;
  readonly controls: Controls;
  /** Lets the demo live on for so many seconds. */
  pass(seconds: number): void;
  /** The same, while the bot checks and sends as often as it does beside the demo. */
  watch(seconds: number): Promise<void>;
  /** What stands in the alert channel, threads left out, the oldest first. */
  alerts(): readonly string[];
  /** What the operator reads after typing the line; a failure that Slack tells of is one too. */
  ask(line: string): Promise<string>;
  stop(): Promise<void>;
}

/** The whole bot on the demo trading system, by a clock that only `pass` moves. */
export async function startDemoUnderTest(): Promise<DemoUnderTest> {
  const clock = settableClock();
  const slack = await startSandbox({ manifest: MANIFEST, clock });
  const demo = new DemoSystem({ clock });
  const config = loadBotConfig({ ...DEMO_SETTINGS, ...slackEnv(slack, 'socket'), PORT: '0' });
  const { log } = keptLog();
  const checkEveryS = (config.alerts?.decide.checkIntervalMs ?? 0) / 1_000;
  let watching: AlertPipeline | undefined;
  // It checks and sends when a test asks, and not by itself.
  const paced = (pipeline: AlertPipeline): AlertPipeline => {
    watching = pipeline;
    return { ...pipeline, start: () => undefined };
  };
  const bot = createBot(config, { clock, log, demo: demo.state, paced });
  await bot.start();
  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      demo.tick();
    }
  };
  return {
    slack,
    demo,
    controls: demoControls(demo, slack),
    pass,
    async watch(seconds) {
      for (let second = 1; second <= seconds; second++) {
        pass(1);
        if (second % checkEveryS === 0) await watching?.check();
        await watching?.dispatchDue();
      }
    },
    alerts: () =>
      slack
        .seenBy('operator', 'trading-alerts')
        .filter(({ author, threadTs }) => author === 'arbwatch' && threadTs === null)
        .map(({ shown }) => shown),
    async ask(line) {
      const [command = '', ...words] = line.split(' ');
      const before = slack.seenBy('operator', 'ops').length;
      await slack.command(command, words.join(' '), { user: 'operator', channel: 'ops' });
      const reply = await slack.until(() => slack.seenBy('operator', 'ops').at(before));
      return reply.shown;
    },
    async stop() {
      await bot.stop();
      await slack.stop();
    },
  };
}
