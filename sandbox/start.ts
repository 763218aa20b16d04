import { join } from 'node:path';
import { type Bot, createBot } from '../src/bot';
import { type BotConfig, loadBotConfig } from '../src/config';
import { NO_FILE } from '../src/config/file';
import type { Environment } from '../src/config/sources';
import type { DemoDeps, DemoModule } from '../src/demoMode';
import { describeRedis } from '../src/redis/connect/options';
import { DEMO_SETTINGS, DemoSystem, demoControls, slackControls } from './demo';
import { demoPast } from './demo/past';
import { seededRandom } from './demo/random';
import { startPage } from './page';
import { type Sandbox, startSandbox } from './sandbox';

const MANIFEST = join(__dirname, '../manifest.yml');
const HOST = '127.0.0.1';
const PAST_SEED = 7;
const PAGE_PORTS = [3030, 3031, 3032, 3033, 3034, 3035, 3036, 3037, 3038, 3039];

/** With `REDIS_*` set, the traders' real state; without it, that of a demo trading system. */
export const createDemoBot: DemoModule['createDemoBot'] = (env, deps) => {
  const stops: (() => Promise<void>)[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  return {
    start() {
      const started = start(env, deps, stops);
      starting = started.catch(() => undefined);
      return started;
    },
    async stop() {
      await starting;
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
};

async function start(
  env: Environment,
  { print, file = NO_FILE, ...deps }: DemoDeps,
  stops: (() => Promise<void>)[],
): ReturnType<Bot['start']> {
  const { clock } = deps;
  const sandbox = await startSandbox({ manifest: MANIFEST, clock });
  stops.push(() => sandbox.stop());
  const settings = { ...file.texts, ...env };
  const input = { env: demoEnvironment(settings, sandbox), file };
  const config = loadBotConfig(input.env, file);
  const demo = namesRedis(settings)
    ? null
    : new DemoSystem({ clock, keyPrefix: config.live.keyPrefix, zone: config.tuning.zone });
  demo?.start();
  stops.push(async () => demo?.stop());
  const bot = createBot(config, {
    ...deps,
    input,
    ...(demo && { demo: demo.state, history: demoPast(clock, seededRandom(PAST_SEED)) }),
  });
  stops.push(() => bot.stop());
  const ready = await bot.start();
  const page = await startOnFreePort({
    sandbox,
    controls: demo ? demoControls(demo, sandbox) : slackControls(sandbox),
    notice: demo ? demoNotice(config) : realNotice(config),
    host: HOST,
  });
  stops.push(() => page.stop());
  print(`arbwatch runs in its sandbox${demo ? ', with demo data' : ''}. Open ${page.url} (Ctrl-C stops it)`);
  return ready;
}

const namesRedis = (env: Environment): boolean => Object.keys(env).some((name) => name.startsWith('REDIS_'));

const demoEnvironment = (env: Environment, sandbox: Sandbox): Environment => ({
  PORT: '0',
  TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
  ...(namesRedis(env) ? {} : DEMO_SETTINGS),
  ...env,
  HOST,
  SLACK_API_URL: sandbox.apiUrl,
  SLACK_BOT_TOKEN: sandbox.tokens.bot,
  SLACK_APP_TOKEN: sandbox.tokens.app,
});

/** Short, because a phone is small. */
function demoNotice({ alerts, live }: BotConfig): string {
  if (alerts === null) return 'Demo data. Type /arb-status below and press Enter.';
  const seconds = (live.staleAfterMs + alerts.decide.checkIntervalMs) / 1000;
  return `Demo data. Stop a trader and watch #trading-alerts: it tells within ${seconds} s. Or type /arb-status below.`;
}

const realNotice = ({ redis }: BotConfig): string =>
  `The bot is real and so is its Redis (${describeRedis(redis)}); only Slack is a stand-in. ` +
  'Type /arb-status below and press Enter.';

/** The page at its usual port, or at the next one that is free. Throws when ten in a row are taken. */
async function startOnFreePort(options: Omit<Parameters<typeof startPage>[0], 'port'>) {
  for (const port of PAGE_PORTS) {
    try {
      return await startPage({ ...options, port });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(
    `The ports ${PAGE_PORTS[0]} to ${PAGE_PORTS.at(-1)} are all taken: free one for the sandbox's page`,
  );
}

// Not by instanceof: under jest, Node's own errors are of another realm.
const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
