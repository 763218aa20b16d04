import { type Sandbox, startSandbox } from '../../sandbox';
import { clockOf } from '../../sandbox/clock';
import { DemoSystem, demoControls } from '../../sandbox/demo';
import type { AlertPipeline } from '../../src/alertPipeline';
import { type Bot, createBot } from '../../src/bot';
import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { MANIFEST, slackEnv } from '../helpers/botUnderTest';
import { keptLog } from '../helpers/log';

const FILE = `
on_call: { people: [U0OPERATOR, U0VIEWER], handover: { day: monday, time: '09:00' }, start: '2026-11-16' }
escalation:
  steps:
    - { after: 5m, notify: on_call }
    - { after: 10m, notify: U0GONE }
    - { after: 20m, notify: on_call_next }
`;
const MINUTE_S = 60;

const SECOND_MS = 1_000;
const CHECK_EVERY_MS = 15_000;

let slack: Sandbox;
let bot: Bot;
/** Lets the demo live on while the bot checks every 15 s, and sends every second. */
let watch: (seconds: number) => Promise<void>;

beforeEach(async () => {
  let nowMs = Date.parse('2026-11-22T07:42:00Z');
  const clock = clockOf(() => nowMs);
  slack = await startSandbox({ manifest: MANIFEST, clock });
  const demo = new DemoSystem({ clock });
  const controls = demoControls(demo, slack);
  const env = { ...slackEnv(slack, 'socket'), PORT: '0', ALERT_CHANNEL: 'C0ALERTS' };
  const config = loadBotConfig(env, configFile('arbwatch.yaml', FILE));
  const { log } = keptLog();
  let watching: AlertPipeline | undefined;
  const paced = (pipeline: AlertPipeline): AlertPipeline => {
    watching = pipeline;
    return { ...pipeline, start: () => undefined };
  };
  bot = createBot(config, { clock, log, demo: demo.state, paced });
  await bot.start();
  watch = async (seconds) => {
    for (let second = 0; second < seconds; second++) {
      nowMs += SECOND_MS;
      demo.tick();
      if (nowMs % CHECK_EVERY_MS === 0) await watching?.check();
      await watching?.dispatchDue();
    }
  };
  await controls.press('arm-live-docker');
  await watch(45);
  await controls.press('stop-live-docker');
});
afterEach(async () => {
  await bot.stop();
  await slack.stop();
});

/** What the bot has written to somebody. */
const directMessages = (user: string) =>
  slack.world.messagesIn(`D${user.slice(1)}`).filter(({ onlyFor }) => onlyFor === null);
const texts = () => slack.seenBy('operator', 'trading-alerts').map(({ text }) => text);

test('An alert that nobody acknowledges reaches one person after the other, past one who is gone, until it is acknowledged from a direct message', async () => {
  await watch(7 * MINUTE_S);
  expect(directMessages('U0OPERATOR').map(({ text }) => text)).toEqual([
    expect.stringMatching(/CRITICAL · Down: live docker · REAL MONEY.*Nobody has acknowledged it for 5 min/),
  ]);
  expect(directMessages('U0VIEWER')).toEqual([]);

  await watch(6 * MINUTE_S);
  expect(texts().filter((text) => text.includes('Could not page'))).toEqual([
    expect.stringContaining(
      'U0GONE> by direct message: there is no such user, or the bot may not write to them',
    ),
  ]);
  // The step after the failed one went at once, and not at its own time.
  expect(directMessages('U0VIEWER')).toHaveLength(1);

  const { failure } = await slack.click('page:acknowledge', { user: 'viewer', channel: 'D0VIEWER' });
  expect(failure).toBeNull();
  await watch(12 * MINUTE_S);
  expect(texts().filter((text) => /acknowledged it\./.test(text))).toHaveLength(1);
  expect([directMessages('U0OPERATOR').length, directMessages('U0VIEWER').length]).toEqual([1, 1]);
}, 60_000);
