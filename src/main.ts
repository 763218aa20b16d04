import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Bot, type BotDeps, createBot } from './bot';
import { printFindings } from './cli/doctor';
import { ManifestUsageError, manifestText } from './cli/manifest';
import { watch } from './cli/watch';
import { parseWatchOptions, WATCH_USAGE, type WatchOptions, WatchUsageError } from './cli/watchOptions';
import { ConfigError, loadBotConfig, loadCliConfig } from './config';
import { configSource } from './config/environment/configSource';
import { type ConfigInput, readConfigInput } from './config/environment/readFiles';
import { secretsIn } from './config/secrets';
import { configSummary } from './config/summary';
import { webhookSecrets } from './config/webhooks/webhookConfig';
import { type DemoModule, isDemoMode } from './demoMode';
import { runDoctor, toFinding } from './doctor/runDoctor';
import { PortError } from './http/server';
import { systemClock } from './lib/clock';
import { createLogger, type Logger } from './lib/logger';
import { LogOutput } from './lib/logOutput';
import { KnownSecrets } from './lib/redact';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import { SlackTokenError } from './slack/slackErrors';
import { connectStores } from './storage/connect';
import { ForeignStoreError } from './storage/storeOwner';

const USAGE = `Usage: arbwatch                 runs the Slack bot
       arbwatch --check-config  checks the configuration without starting anything
       arbwatch doctor [--json] tries everything that the bot needs, and says how to fix what does not work
       arbwatch manifest [--http https://HOST] [--open]
                                prints the Slack app's manifest, or the link that creates the app with it
       arbwatch watch …         shows a trader or a tuning session in this terminal

${WATCH_USAGE}`;

const STOP_LIMIT_MS = 10_000;

/** Nothing tells a process that npm, which started it, was killed. */
const PARENT_CHECK_MS = 1_000;

/** There in a checkout; neither in dist nor in the image. */
const SANDBOX = join(__dirname, '../sandbox/start.ts');

/** Beside package.json: two folders up in a checkout, three in dist. */
const manifestPath = (): string =>
  ['../manifest.yml', '../../manifest.yml'].map((path) => join(__dirname, path)).find(existsSync) ??
  'manifest.yml';

/** Errors that the person can fix; their message says all. */
const USER_ERRORS = [ConfigError, PortError, SlackTokenError, ForeignStoreError];

async function main([word, ...rest]: readonly string[]): Promise<number> {
  const input = () => readConfigInput(process.env, hostname());
  if (word === undefined) return runBotOrDemo(input());
  if (word === 'watch' && !rest.some(isHelp)) return runWatch(parseWatchOptions(rest), input());
  if (word === '--check-config' && rest.length === 0) {
    const { env, file } = input();
    process.stdout.write(`${configSummary(loadBotConfig(env, file), file)}\n`);
    return 0;
  }
  if (word === 'doctor' && (rest.length === 0 || rest.join() === '--json'))
    return runDoctorCommand(input(), rest.includes('--json'));
  if (word === 'manifest') {
    process.stdout.write(`${manifestText(readFileSync(manifestPath(), 'utf8'), rest).trimEnd()}\n`);
    return 0;
  }
  if (word === 'watch' || isHelp(word)) {
    process.stdout.write(`${word === 'watch' ? WATCH_USAGE : USAGE}\n`);
    return 0;
  }
  throw new WatchUsageError(`"${word}" is not a command of arbwatch`);
}

const isHelp = (word: string): boolean => ['help', '--help', '-h'].includes(word);

async function runBotOrDemo(input: ConfigInput): Promise<number> {
  const { env, file } = input;
  const secrets = new KnownSecrets(secretsOf(input));
  if (isDemoMode(env, file) && existsSync(SANDBOX)) {
    const { createDemoBot }: DemoModule = await import(pathToFileURL(SANDBOX).href);
    const { logLevel } = loadCliConfig(env, file);
    const isSet = Boolean(env.LOG_LEVEL?.trim() || file.texts.LOG_LEVEL?.trim());
    const print = (line: string) => void process.stdout.write(`${line}\n`);
    const deps = { clock: systemClock, ...logging(secrets, isSet ? logLevel : 'warn'), print, file };
    return runUntilSignal(createDemoBot(env, deps), deps.log);
  }
  const config = loadBotConfig(env, file);
  const deps = { clock: systemClock, ...logging(secrets, config.logLevel) };
  for (const { where, message } of config.warnings) deps.log.warn({ where }, `the configuration: ${message}`);
  const settings = { ...file.texts, ...env };
  const host = hostname();
  const onRead = (read: ConfigInput) => secrets.add(secretsOf(read));
  const source = configSource(input, { variables: process.env, hostname: host, onRead });
  const bot = createBot(config, { ...deps, settings, source, host, nodeVersion: process.versions.node });
  reloadOnHangup(bot);
  return runUntilSignal(bot, deps.log);
}

/** Exits with 0, with 1 for warnings, with 2 for errors. A configuration that is invalid is an error itself. */
async function runDoctorCommand({ env, file }: ConfigInput, json: boolean): Promise<number> {
  const output = { json, stdout: process.stdout, zone: localZone() };
  const log = silentLog();
  const settings = { ...file.texts, ...env };
  const deps = { clock: systemClock, log, settings, nodeVersion: process.versions.node };
  try {
    return printFindings(await runDoctor(loadBotConfig(env, file), deps), output);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return printFindings(error.problems.map(toFinding('error')), output);
  }
}

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const silentLog = (): Logger =>
  createLogger({ level: 'silent', destination: process.stderr, pretty: false, secrets: new KnownSecrets() });

/** The log on stdout, and how many of its lines were lost. */
function logging(secrets: KnownSecrets, level: string): Pick<BotDeps, 'log' | 'lostLogLines'> {
  const destination = new LogOutput(process.stdout);
  const log = createLogger({ level, destination, pretty: process.stdout.isTTY, secrets });
  return { log, lostLogLines: () => destination.lostLines };
}

const secretsOf = ({ env, file }: ConfigInput): readonly string[] => [
  ...[...secretsIn(env), ...secretsIn(file.texts)],
  ...webhookSecrets(file, env),
];

/** Runs the bot until a signal; a second signal ends the process at once. */
async function runUntilSignal(bot: Bot, log: Logger): Promise<number> {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled promise rejection'));
  const signalled = waitForShutdownSignal();
  try {
    const ends = bot.failed === undefined ? signalled : Promise.race([signalled, bot.failed]);
    await Promise.race([bot.start(), ends]);
    log.info({ signal: await ends }, 'stopping');
    return 0;
  } finally {
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await bot.stop();
  }
}

/** SIGHUP reloads, unless it says that the terminal is gone in which the bot was started. */
function reloadOnHangup(bot: Bot): void {
  const hasTerminal = process.stdin.isTTY;
  process.on('SIGHUP', () => {
    if (hasTerminal && !isTerminalThere()) process.kill(process.pid, 'SIGTERM');
    else void bot.reload?.('signal');
  });
}

function isTerminalThere(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

async function runWatch(options: WatchOptions, { env, file }: ConfigInput): Promise<number> {
  const config = loadCliConfig(env, file);
  for (const { where, message } of config.warnings) process.stderr.write(`${where} ${message}\n`);
  const log = silentLog();
  const state = connectStores(config.redis, { clock: systemClock, log });
  const interrupted = new AbortController();
  void waitForShutdownSignal().then(() => interrupted.abort());
  const unwritten: string[] = [];
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody reads any more, as behind `| head`.
    if (error.code !== 'EPIPE') unwritten.push(error.message);
    interrupted.abort();
  });
  try {
    const code = await watch(options, config, {
      store: state.store,
      alertStore: state.alertStore,
      eviction: state.eviction,
      // Who looks but once is not made to wait until all sessions are known.
      ...(options.intervalS !== null && {
        sessions: new SessionCache(
          { ...state, clock: systemClock, log },
          { ...config.tuning, keyPrefix: options.prefix ?? config.tuning.keyPrefix },
        ),
      }),
      clock: systemClock,
      stdout: process.stdout,
      stderr: process.stderr,
      zone: localZone(),
      signal: interrupted.signal,
    });
    // A write that failed says so a turn later.
    await setImmediate();
    if (unwritten.length === 0) return code;
    process.stderr.write(`The output could not be written: ${unwritten[0]}\n`);
    return 1;
  } finally {
    await state.close();
  }
}

/** Resolves at the first SIGTERM or SIGINT, and when npm is killed; a second signal ends the process at once. */
function waitForShutdownSignal(): Promise<string> {
  return new Promise((resolve) => {
    let signals = 0;
    const { ppid } = process;
    if (process.env.npm_lifecycle_event !== undefined)
      setInterval(() => process.ppid !== ppid && resolve('npm has ended'), PARENT_CHECK_MS).unref();
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
  const usage = error instanceof WatchUsageError || error instanceof ManifestUsageError;
  const mendable = USER_ERRORS.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (mendable || usage ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n${usage ? `\n${USAGE}\n` : ''}`);
  return usage ? 2 : 1;
}

// With nobody left to tell, the exit code still does.
process.stderr.on('error', () => {});

void main(process.argv.slice(2))
  .catch(exitCodeOf)
  .then((code) => {
    process.exitCode = code;
    // A timer of the Socket Mode client may outlive its connection by half a minute.
    setTimeout(() => process.exit(), 500).unref();
  });
