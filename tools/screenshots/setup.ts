import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { type Sandbox, startSandbox } from '../../sandbox';
import { clockOf } from '../../sandbox/clock';
import { DemoSystem, demoControls } from '../../sandbox/demo';
import { demoPast } from '../../sandbox/demo/past';
import { seededRandom } from '../../sandbox/demo/random';
import { TraderKeys } from '../../sandbox/demo/traderKeys';
import { TuningKeys } from '../../sandbox/demo/tuningKeys';
import { startPage } from '../../sandbox/page';
import { type AlertPipeline, createAlertPipeline } from '../../src/alertPipeline';
import { createBot } from '../../src/bot';
import { loadBotConfig, watchSettings } from '../../src/config';
import { configFile, NO_FILE } from '../../src/config/file';
import type { Sleep } from '../../src/lib/clock';
import { DEFAULT_KEY_PREFIX, type Place } from '../../src/state/keys';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import type { Stores } from '../../src/storage/connect';

const MANIFEST = join(__dirname, '../../manifest.yml');

/** What a scene changes of the bot. */
interface SceneSettings {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of its configuration file. */
  readonly file?: string;
  readonly state?: (demo: Stores) => Stores;
  readonly past?: boolean;
}

/** The same instant for every scene, so that pictures change only when messages do. */
const OPENS_AT = '2026-11-22T07:42:00Z';
const SECOND_MS = 1_000;
const CHECK_EVERY_MS = 15_000;
const DIGEST_LIMIT_MS = 500;
const PRESS_LOOK_MS = 50;
const PRESS_LOOKS = 20;

/** The clock of a scene stands still while the bot waits, so that a short wait need not be a real one. */
const briefly: Sleep = (ms, signal) =>
  sleep(ms > 5_000 ? ms : Math.min(ms, 5), undefined, signal && { signal });

const IN_ALERTS = { user: 'operator', channel: 'trading-alerts' };

/** The bot, the sandbox with its page, and the demo, at a time that stands still until it is moved on. */
export interface Stage {
  /** The address of the page. */
  readonly url: string;
  readonly demo: DemoSystem;
  readonly store: MemoryStore;
  now(): Date;
  /** Lets the demo live on for so many seconds. */
  pass(seconds: number): void;
  /** Lets the demo live on while the bot checks every 15 s, and sends what there is to send every second. */
  watch(seconds: number): Promise<void>;
  /** The stand-in for Slack. */
  readonly slack: Sandbox;
  /** Presses a button of the newest message in #trading-alerts that has it, or picks from its menu. */
  use(actionId: string, choice?: string): Promise<void>;
  /** The operator types a command. */
  type(line: string): Promise<void>;
  /** Writes another text into the configuration file, which is not read by itself. */
  write(text: string): void;
  /** Starts another instance of the bot, which checks once, with a configuration file of its own. */
  startElsewhere(text: string): Promise<void>;
  /** Presses a control of the page. */
  press(id: string): Promise<void>;
  /** What writes another trader's keys. */
  traderKeys(target: Place): TraderKeys;
  /** What writes the keys of tuning sessions on a target. */
  tuningKeys(target: Place): TuningKeys;
  stop(): Promise<void>;
}

export async function startStage(scene: SceneSettings): Promise<Stage> {
  let nowMs = Date.parse(OPENS_AT);
  const clock = clockOf(() => nowMs);
  const sandbox = await startSandbox({ manifest: MANIFEST, clock });
  const demo = new DemoSystem({ clock });
  const controls = demoControls(demo, sandbox);
  const env = {
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: sandbox.tokens.bot,
    SLACK_APP_TOKEN: sandbox.tokens.app,
    PORT: '0',
    CURRENCY: 'KRW',
    ALERT_CHANNEL: 'C0ALERTS',
    ALERT_FALLBACK_CHANNEL: 'C0OPS',
    ...scene.env,
  };
  let text = scene.file;
  const read = (of = text) => ({
    env,
    file: of === undefined ? NO_FILE : configFile('arbwatch.yaml', of),
  });
  const start = read();
  const config = loadBotConfig(start.env, start.file);
  const source = {
    start,
    read: () => read(),
    readOther: () => read(),
    fileHash: async () => start.file.hash,
  };
  const state = scene.state?.(demo.state) ?? demo.state;
  const log = pino({ level: 'silent' });
  let watching: AlertPipeline | undefined;
  // It checks and sends when the stage asks, and not by itself.
  const paced = (pipeline: AlertPipeline): AlertPipeline => {
    watching = pipeline;
    return { ...pipeline, start: () => undefined };
  };
  const bot = createBot(config, {
    clock,
    log,
    source,
    host: 'arbwatch-1',
    demo: state,
    sleep: briefly,
    paced,
    ...(scene.past && { history: demoPast(clock, seededRandom(7)) }),
  });
  const page = await startPage({ sandbox, controls, notice: null, port: 0, host: '127.0.0.1', clock });
  await bot.start();
  const { store } = demo;
  return {
    url: page.url,
    demo,
    store,
    now: clock.now,
    pass(seconds) {
      for (let second = 0; second < seconds; second++) {
        nowMs += SECOND_MS;
        demo.tick();
      }
    },
    async watch(seconds) {
      for (let second = 1; second <= seconds; second++) {
        nowMs += SECOND_MS;
        demo.tick();
        if (nowMs % CHECK_EVERY_MS === 0) {
          await watching?.check();
          // While Redis is away it tries again and again, until it is back.
          await Promise.race([watching?.runDigests(), sleep(DIGEST_LIMIT_MS)]);
        }
        await watching?.stepDrill();
        await watching?.dispatchDue();
      }
    },
    slack: sandbox,
    async use(actionId, choice) {
      const seen = () => JSON.stringify(sandbox.seenBy('operator', IN_ALERTS.channel));
      const before = seen();
      const { failure } = await (choice === undefined
        ? sandbox.click(actionId, IN_ALERTS)
        : sandbox.choose(actionId, choice, IN_ALERTS));
      if (failure !== null) throw new Error(`The button "${actionId}" failed: ${failure}`);
      // The bot acknowledges a press before it has looked up who pressed.
      for (let i = 0; i < PRESS_LOOKS && seen() === before; i++) {
        await sleep(PRESS_LOOK_MS);
        await watching?.dispatchDue();
      }
    },
    async type(line) {
      const [command = '', ...words] = line.split(' ');
      const before = sandbox.seenBy('operator', 'ops').length;
      await sandbox.command(command, words.join(' '), { user: 'operator', channel: 'ops' });
      await sandbox.until(() => sandbox.seenBy('operator', 'ops').at(before));
      await watching?.dispatchDue();
    },
    write(changed) {
      text = changed;
    },
    async startElsewhere(changed) {
      const { file } = read(changed);
      const loaded = loadBotConfig(env, file);
      const other = watchSettings(() => loaded);
      const deps = { clock, log, demo: true, host: 'arbwatch-2', sleep: briefly };
      await (other && createAlertPipeline(other, state, deps).check());
    },
    press: (id) => controls.press(id),
    traderKeys: (target) => new TraderKeys(store, target, DEFAULT_KEY_PREFIX),
    tuningKeys: (target) => new TuningKeys(store, target, DEFAULT_KEY_PREFIX, 'UTC'),
    async stop() {
      await page.stop();
      await bot.stop();
      await sandbox.stop();
    },
  };
}
