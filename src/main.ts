#!/usr/bin/env node
import './compileCache';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { t } from '../formatters';
import { type Bot, type BotDeps, createBot } from './bot';
import type { Cli, ExitCode } from './cli/cli';
import { runCommandLine } from './cli/commandLine';
import { ConfigError, loadBotConfig, loadCliConfig } from './config';
import { configSource } from './config/environment/configSource';
import { type ConfigInput, readConfigInput } from './config/environment/readFiles';
import { secretsIn } from './config/secrets';
import { webhookSecrets } from './config/webhooks/webhookConfig';
import { type DemoModule, isDemoMode } from './demoMode';
import { examine } from './doctor/examine';
import { PortError } from './http/server';
import { systemClock } from './lib/clock';
import { createLogger, type Logger } from './lib/logger';
import { LogOutput } from './lib/logOutput';
import { KnownSecrets } from './lib/redact';
import { SlackTokenError } from './slack/slackErrors';
import { ForeignStoreError } from './storage/storeOwner';
import { entryProblem, openTransfer } from './storeTransfer';
import { TerminalHistory } from './terminalHistory';
import { openTerminalServices } from './terminalServices';

const STOP_LIMIT_MS = 10_000;

/** Nothing tells a process that npm, which started it, was killed. */
const PARENT_CHECK_MS = 1_000;

/** Where one of several hosts is dead, a connection takes longer than a command may wait. */
const RETRY_FOR_MS = 5_000;

/** There in a checkout; neither in dist nor in the image. */
const SANDBOX = join(__dirname, '../sandbox/start.ts');

/** A file beside package.json: one folder up in a checkout, two in dist. */
const besidePackage = (name: string): string =>
  ['..', '../..'].map((up) => join(__dirname, up, name)).find(existsSync) ?? name;

/** Errors that the person can fix; their message says all. */
const USER_ERRORS = [ConfigError, PortError, SlackTokenError, ForeignStoreError];

async function main(args: readonly string[]): Promise<ExitCode> {
  const output = new OutputFaults();
  const code = await runCommandLine(args, cliOfProcess(output));
  // A write that failed says so a turn later.
  await setImmediate();
  if (output.failure === null) return code;
  process.stderr.write(`${t.terminal.cannotWrite(output.failure)}\n`);
  return code === 0 ? 1 : code;
}

/** Why what was to be shown could not be written. */
class OutputFaults {
  /** The first of the reasons; null where nobody reads any more, as behind `| head`. */
  failure: string | null = null;
  private readonly lost = new AbortController();
  private readonly onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') this.failure ??= error.message;
    this.lost.abort();
  };

  constructor() {
    process.stdout.on('error', this.onError);
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** From now on somebody else sees to it. */
  ignore(): void {
    process.stdout.off('error', this.onError);
  }
}

const cliOfProcess = (output: OutputFaults): Cli => ({
  terminal: {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    zone: localZone(),
    suspend: () => process.kill(process.pid, 'SIGTSTP'),
  },
  clock: systemClock,
  retryForMs: RETRY_FOR_MS,
  version: JSON.parse(readFileSync(besidePackage('package.json'), 'utf8')).version,
  input: (file) =>
    readConfigInput(file === undefined ? process.env : { ...process.env, ARBWATCH_CONFIG: file }, hostname()),
  interruption() {
    const interrupted = new AbortController();
    void waitForShutdownSignal().then(() => interrupted.abort());
    return AbortSignal.any([interrupted.signal, output.signal]);
  },
  open: (config, alerts, options) =>
    openTerminalServices(config, alerts, {
      ...options,
      clock: systemClock,
      log: silentLog(),
      zone: localZone(),
    }),
  openHistory: (config) => new TerminalHistory(config, { clock: systemClock, log: silentLog() }),
  openTransfer: (config) => openTransfer(config, { clock: systemClock, log: silentLog() }),
  entryProblem,
  runBot: (input) => {
    output.ignore();
    return runBotOrDemo(input);
  },
  examine: (input) =>
    examine(input, { clock: systemClock, log: silentLog(), nodeVersion: process.versions.node }),
  manifest: () => readFileSync(besidePackage('manifest.yml'), 'utf8'),
});

async function runBotOrDemo(input: ConfigInput): Promise<ExitCode> {
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
async function runUntilSignal(bot: Bot, log: Logger): Promise<ExitCode> {
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

function exitCodeOf(error: unknown): ExitCode {
  const mendable = USER_ERRORS.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (mendable ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  return error instanceof ConfigError ? 2 : 1;
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
