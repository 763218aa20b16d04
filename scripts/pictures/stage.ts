import { join } from 'node:path';
import pino from 'pino';
import { startSandbox } from '../../sandbox';
import { DemoSystem, demoControls } from '../../sandbox/demo';
import { TraderKeys } from '../../sandbox/demo/traderKeys';
import { TuningKeys } from '../../sandbox/demo/tuningKeys';
import { startPage } from '../../sandbox/page';
import { createBot } from '../../src/bot';
import { botConfig } from '../../src/config';
import { DEFAULT_KEY_PREFIX, type Target } from '../../src/state/keys';
import type { MemoryStore } from '../../src/state/memoryStore';
import type { Scene } from './scene';

const MANIFEST = join(__dirname, '../../manifest.yml');
/** The same instant for every scene, so that pictures change only when messages do. */
const OPENS_AT = '2026-11-22T07:42:00Z';
const SECOND_MS = 1_000;

/** The bot, the sandbox with its page, and the demo, at a time that stands still until it is moved on. */
export interface Stage {
  /** The address of the page. */
  readonly url: string;
  readonly demo: DemoSystem;
  readonly store: MemoryStore;
  now(): Date;
  /** Lets the demo live on for so many seconds. */
  pass(seconds: number): void;
  /** Presses a control of the page. */
  press(id: string): Promise<void>;
  /** What writes another trader's keys. */
  traderKeys(target: Target): TraderKeys;
  /** What writes the keys of tuning sessions on a target. */
  tuningKeys(target: Target): TuningKeys;
  stop(): Promise<void>;
}

export async function startStage(scene: Scene): Promise<Stage> {
  let nowMs = Date.parse(OPENS_AT);
  const clock = { now: () => new Date(nowMs) };
  const sandbox = await startSandbox({ manifest: MANIFEST, clock });
  const demo = new DemoSystem({ clock });
  const controls = demoControls(demo, sandbox);
  const config = botConfig({
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: sandbox.tokens.bot,
    SLACK_APP_TOKEN: sandbox.tokens.app,
    PORT: '0',
    CURRENCY: 'KRW',
    ...scene.env,
  });
  const state = scene.state?.(demo.state) ?? demo.state;
  const bot = createBot(config, { clock, log: pino({ level: 'silent' }), demo: state });
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
