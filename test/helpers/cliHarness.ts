import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cli, KeyInput } from '../../src/cli/cli';
import { runCommandLine } from '../../src/cli/commandLine';
import type { ReadingServices } from '../../src/cli/readingServices';
import { loadAlertConfig, loadCliConfig } from '../../src/config';
import { NO_FILE } from '../../src/config/file';
import type { Environment } from '../../src/config/sources';
import type { HistoryReader } from '../../src/history/historyReader';
import { NO_HISTORY } from '../../src/history/noHistory';
import { UNKNOWN_EVICTION } from '../../src/redis/eviction';
import { UNVERIFIED } from '../../src/redis/sentinel/verifiedRead';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { Stores } from '../../src/storage/connect';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { IN_MEMORY } from '../../src/storage/storeStatus';
import { entryProblem, openTransfer } from '../../src/storeTransfer';
import { openTerminalServices } from '../../src/terminalServices';
import { type SettableClock, settableClock } from './clock';
import { keptLog } from './log';

const MANIFEST = join(__dirname, '../../manifest.yml');

/** A keyboard that a test presses keys on. */
export class Keyboard implements KeyInput {
  isTTY = true;
  isRaw = false;
  private listeners: ((bytes: Buffer) => void)[] = [];

  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
  on(_: 'data', listener: (bytes: Buffer) => void): void {
    this.listeners.push(listener);
  }
  off(_: 'data', listener: (bytes: Buffer) => void): void {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }
  resume(): void {}
  pause(): void {}
  get isHeard(): boolean {
    return this.listeners.length > 0;
  }
  press(key: string): void {
    for (const listener of this.listeners) listener(Buffer.from(key));
  }
}

export interface CliHarness {
  readonly clock: SettableClock;
  readonly store: MemoryStore;
  readonly stores: Stores;
  readonly keyboard: Keyboard;
  readonly stdout: string[];
  readonly stderr: string[];
  /** Of the terminal; a pipe unless changed. */
  readonly screen: { isTTY: boolean; columns: number; rows: number };
  /** What the process and `.env` set. */
  readonly env: Record<string, string>;
  /** Ctrl-C. */
  readonly interrupted: AbortController;
  /** Called at every text on stdout or stderr. */
  onWrite: () => void;
  retryForMs: number;
  readonly cli: Cli;
  /** What reads the state, as a command has it. */
  services(): ReadingServices;
  /** Runs a command; resolves to the exit code. */
  run(...args: string[]): Promise<number>;
}

export interface CliHarnessOptions extends Partial<Pick<Stores, 'eviction' | 'alertStore'>> {
  readonly clock?: SettableClock;
  readonly store?: MemoryStore;
  /** None unless given. */
  readonly history?: HistoryReader;
}

/** `arbwatch` over a state in memory, unless given at 07:41:44 UTC on 2026-11-22, in a terminal in Seoul. */
export function cliHarness({
  clock = settableClock('2026-11-22T07:41:44Z'),
  store = new MemoryStore(clock),
  history = NO_HISTORY,
  ...changes
}: CliHarnessOptions = {}): CliHarness {
  const stores: Stores = {
    store,
    verifiedReads: UNVERIFIED,
    tracking: store,
    eviction: async () => UNKNOWN_EVICTION,
    botStore: new MemoryBotStore(store),
    alertStore: new MemoryAlertStore(store, clock),
    storeStatus: IN_MEMORY,
    close: async () => undefined,
    ...changes,
  };
  const keyboard = new Keyboard();
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const screen = { isTTY: false, columns: 40, rows: 0 };
  const interrupted = new AbortController();
  const env: Record<string, string> = {};
  const writingTo = (texts: string[]) => ({
    get isTTY() {
      return screen.isTTY;
    },
    get columns() {
      return screen.columns;
    },
    get rows() {
      return screen.rows;
    },
    write: (text: string) => {
      texts.push(text);
      harness.onWrite();
    },
  });
  const zone = 'Asia/Seoul';
  const cli: Cli = {
    terminal: { stdin: keyboard, stdout: writingTo(stdout), stderr: writingTo(stderr), env, zone },
    clock,
    version: '1.2.3',
    input: () => ({ env: env as Environment, file: NO_FILE }),
    interruption: () => interrupted.signal,
    open: (config, alerts, options) =>
      openTerminalServices(config, alerts, { ...options, clock, log: keptLog().log, zone, stores }),
    get retryForMs() {
      return harness.retryForMs;
    },
    openHistory: () => Object.assign(Object.create(history), { close: async () => undefined }),
    openTransfer: (config) => openTransfer(config, { clock, log: keptLog().log }),
    entryProblem,
    runBot: async () => 0,
    examine: async () => [],
    manifest: () => readFileSync(MANIFEST, 'utf8'),
  };
  const harness: CliHarness = {
    ...{ clock, store, stores, keyboard, stdout, stderr, screen, env, interrupted, cli },
    onWrite: () => undefined,
    retryForMs: 50,
    services: () => cli.open(loadCliConfig(env), loadAlertConfig(env), { repeats: false }),
    run: (...args) => runCommandLine(args, cli),
  };
  return harness;
}
