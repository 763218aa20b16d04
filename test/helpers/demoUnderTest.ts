import { type Sandbox, startSandbox } from '../../sandbox';
import type { Controls } from '../../sandbox/controls';
import { DemoSystem, demoControls } from '../../sandbox/demo';
import { createBot } from '../../src/bot';
import { botConfig } from '../../src/config';
import { MANIFEST, slackEnv } from './botUnderTest';
import { settableClock } from './clock';
import { keptLog } from './log';

export interface DemoUnderTest {
  readonly slack: Sandbox;
  readonly demo: DemoSystem;
  readonly controls: Controls;
  /** Lets the demo live on for so many seconds. */
  pass(seconds: number): void;
  /** What the operator reads after typing the line; a failure that Slack tells of is one too. */
  ask(line: string): Promise<string>;
  stop(): Promise<void>;
}

/** The whole bot on the demo trading system, by a clock that only `pass` moves. */
export async function startDemoUnderTest(): Promise<DemoUnderTest> {
  const clock = settableClock();
  const slack = await startSandbox({ manifest: MANIFEST, clock });
  const demo = new DemoSystem({ clock });
  const config = botConfig({ ...slackEnv(slack, 'socket'), PORT: '0' });
  const bot = createBot(config, { clock, log: keptLog().log, demo: demo.state });
  await bot.start();
  return {
    slack,
    demo,
    controls: demoControls(demo, slack),
    pass(seconds) {
      for (let second = 0; second < seconds; second++) {
        clock.advance(1_000);
        demo.tick();
      }
    },
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
