import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { type Bot, createBot } from './bot';
import { watch } from './cli/watch';
import { WATCH_USAGE, type WatchOptions, WatchUsageError, watchOptions } from './cli/watchOptions';
import { systemClock } from './clock';
import { botConfig, ConfigError, watchConfig } from './config';
import { secretsIn } from './config/secrets';
import type { Environment } from './config/settingsReader';
import { createLogger, type Logger } from './logger';
import { PortError } from './slack/httpServer';
import { SlackTokenError } from './slack/slackErrors';
import { openState } from './state/open';
import { type TrialModule, wantsTrial } from './trial';

const USAGE = `Usage: arbwatch          runs the Slack bot
       arbwatch watch …  shows a trader or a tuning session in this terminal

${WATCH_USAGE}`;

const STOP_LIMIT_MS = 10_000;

/** There in a checkout; neither in dist nor in the image. */
const SANDBOX = join(__dirname, '../sandbox/start.ts');

/** What was asked for could not be done, for a reason that the person can mend; the message tells all. */
const MENDABLE = [ConfigError, PortError, SlackTokenError];

/** The variables of the process, over those of `.env` where there is one. */
const environment = (): Environment => ({
  ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}),
  ...process.env,
});

async function main([word, ...rest]: readonly string[]): Promise<number> {
  if (word === undefined) return runBotOrTrial(environment());
  if (word === 'watch' && !rest.some(isHelp)) return runWatch(watchOptions(rest), environment());
  if (word === 'watch' || isHelp(word)) {
    process.stdout.write(`${word === 'watch' ? WATCH_USAGE : USAGE}\n`);
    return 0;
  }
  throw new WatchUsageError(`"${word}" is not a command of arbwatch`);
}

const isHelp = (word: string): boolean => ['help', '--help', '-h'].includes(word);

async function runBotOrTrial(env: Environment): Promise<number> {
  if (wantsTrial(env) && existsSync(SANDBOX)) {
    const { createTrial }: TrialModule = await import(pathToFileURL(SANDBOX).href);
    const log = loggerFor(env, watchConfig({ LOG_LEVEL: 'warn', ...env }).logLevel);
    const print = (line: string) => void process.stdout.write(`${line}\n`);
    return runUntilSignal(createTrial(env, { clock: systemClock, log, print }), log);
  }
  const config = botConfig(env);
  const log = loggerFor(env, config.logLevel);
  return runUntilSignal(createBot(config, { clock: systemClock, log }), log);
}

const loggerFor = (env: Environment, level: string): Logger =>
  createLogger({
    level,
    destination: process.stdout,
    forPeople: process.stdout.isTTY,
    secrets: secretsIn(env),
  });

/** Runs the bot until a signal; a second signal ends the process at once. */
async function runUntilSignal(bot: Bot, log: Logger): Promise<number> {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected unheard'));
  const signalled = firstSignal();
  try {
    await Promise.race([bot.start(), signalled]);
    log.info({ signal: await signalled }, 'stopping');
    return 0;
  } finally {
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await bot.stop();
  }
}

async function runWatch(options: WatchOptions, env: Environment): Promise<number> {
  const config = watchConfig(env);
  const log = createLogger({ level: 'silent', destination: process.stderr, forPeople: false, secrets: [] });
  const state = openState(config.redis, { clock: systemClock, log });
  const interrupted = new AbortController();
  void firstSignal().then(() => interrupted.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody reads any more, as behind `| head`.
    if (error.code !== 'EPIPE') throw error;
    interrupted.abort();
  });
  try {
    return await watch(options, config, {
      store: state.store,
      clock: systemClock,
      stdout: process.stdout,
      stderr: process.stderr,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      signal: interrupted.signal,
    });
  } finally {
    await state.close();
  }
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let signals = 0;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        signals += 1;
        if (signals > 1) process.exit(130);
        resolve(signal);
      });
    }
  });
}

function exitCodeOf(error: unknown): number {
  const usage = error instanceof WatchUsageError;
  const mendable = MENDABLE.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (mendable || usage ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n${usage ? `\n${USAGE}\n` : ''}`);
  return usage ? 2 : 1;
}

void main(process.argv.slice(2))
  .catch(exitCodeOf)
  .then((code) => {
    process.exitCode = code;
    // A timer of the Socket Mode client may outlive its connection by half a minute.
    setTimeout(() => process.exit(), 500).unref();
  });
