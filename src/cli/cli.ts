import type { AlertConfig, HistoryReading, MonitorConfig } from '../config';
import type { ConfigInput } from '../config/environment/readFiles';
import type { Environment } from '../config/sources';
import type { Finding } from '../doctor/finding';
import type { HistoryReader } from '../history/historyReader';
import type { Clock } from '../lib/clock';
import type { CopyEntry, StoreTransfer } from '../storage/transfer/storeCopy';
import type { ReadingServices } from './readingServices';
import type { Output } from './screen';

/** What a command ends with: fine; what was asked for cannot be had or done; or it was asked, or configured, wrongly. */
export type ExitCode = 0 | 1 | 2;

/** Keys as a terminal sends them, where it is one. */
export interface KeyInput {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  off(event: 'data', listener: (bytes: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Where arbwatch was started: a terminal, a pipe, a script. */
export interface Terminal {
  readonly stdin: KeyInput;
  readonly stdout: Output;
  readonly stderr: Output;
  /** For NO_COLOR, FORCE_COLOR and TERM. */
  readonly env: Environment;
  /** The IANA zone in which times are shown. */
  readonly zone: string;
  /** Stops the process, as Ctrl-Z does; returns once it goes on. Absent where it cannot be stopped. */
  readonly suspend?: () => void;
}

export interface OpenOptions {
  /** Who reads again and again keeps the tuning sessions in memory; who reads once does not wait until all are read. */
  readonly repeats: boolean;
  /** What answers from the past, and the IANA zone of its days; none unless given. */
  readonly past?: { readonly history: HistoryReader; readonly timezone: string };
}

/** A history that is only read. */
export interface OpenHistory extends HistoryReader {
  close(): Promise<void>;
}

export interface OpenTransfer {
  readonly transfer: StoreTransfer;
  close(): Promise<void>;
}

/** What the commands of a terminal work with; wired in src/main.ts. */
export interface Cli {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** The version of arbwatch. */
  readonly version: string;
  /** Reads `.env` and the configuration file, or this one in its place. */
  input(file?: string): ConfigInput;
  /** Aborted by Ctrl-C and SIGTERM, from the first call on: until then they end the process. */
  interruption(): AbortSignal;
  /** Connects to read what Slack's commands read; `alerts` is null where the bot does not watch. */
  open(config: MonitorConfig, alerts: AlertConfig | null, options: OpenOptions): ReadingServices;
  /** The history that the bot keeps; nothing of it is opened before it is asked. */
  openHistory(config: HistoryReading): OpenHistory;
  /** A first reading is retried for so many ms where Redis cannot be reached. */
  readonly retryForMs: number;
  /** Connects to the store; null for one in this process. */
  openTransfer(config: MonitorConfig): OpenTransfer | null;
  /** Why this version cannot read a part of a store; null where it can. */
  entryProblem(entry: CopyEntry): string | null;
  /** Runs the bot, or the demo, until a signal. */
  runBot(input: ConfigInput): Promise<ExitCode>;
  /** Tries everything that the bot needs. */
  examine(input: ConfigInput): Promise<readonly Finding[]>;
  /** The text of manifest.yml. */
  manifest(): string;
}
