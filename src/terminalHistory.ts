import { existsSync } from 'node:fs';
import { missedCheckAfterMs } from './alerting/observation/gap';
import type { HistoryReading } from './config';
import {
  type ClosingsQuery,
  type HistoryReader,
  HistoryUnavailableError,
  type SamplesQuery,
  type SeriesQuery,
  type SpanQuery,
} from './history/historyReader';
import { NO_HISTORY } from './history/noHistory';
import { ThreadHistory } from './history/thread/threadHistory';
import type { Clock } from './lib/clock';
import type { Logger } from './lib/logger';

/** Who reads needs no time to write. */
const CLOSE_LIMIT_MS = 500;

/** A history that is only read, for a terminal: the bot may write its file meanwhile. Nothing is opened before it is asked. */
export class TerminalHistory implements HistoryReader {
  private opened: ThreadHistory | null = null;

  constructor(
    private readonly config: HistoryReading,
    private readonly deps: { readonly clock: Clock; readonly log: Logger },
  ) {}

  async series(query: SeriesQuery, signal?: AbortSignal) {
    return this.reader().series(query, signal);
  }

  async closings(query: ClosingsQuery, signal?: AbortSignal) {
    return this.reader().closings(query, signal);
  }

  async events(query: SpanQuery, signal?: AbortSignal) {
    return this.reader().events(query, signal);
  }

  async uptime(query: SpanQuery, signal?: AbortSignal) {
    return this.reader().uptime(query, signal);
  }

  async samples(query: SamplesQuery, signal?: AbortSignal) {
    return this.reader().samples(query, signal);
  }

  async targets(signal?: AbortSignal) {
    return this.reader().targets(signal);
  }

  /** Another process writes the file, which is as it should be. */
  health() {
    if (this.opened !== null) return this.opened.health();
    const { kind } = this.config.history;
    const mode = kind === 'file' ? ('read_only' as const) : kind;
    return { ...NO_HISTORY.health(), mode };
  }

  async close(): Promise<void> {
    await this.opened?.stop(CLOSE_LIMIT_MS);
    this.opened = null;
  }

  private reader(): HistoryReader {
    if (this.opened !== null) return this.opened;
    const { history, checkIntervalMs } = this.config;
    if (history.kind !== 'file') throw unavailable(WHY[history.kind]);
    if (!existsSync(history.path)) throw unavailable(`there is no file ${history.path}: see HISTORY_FILE`);
    const opened = new ThreadHistory({
      ...this.deps,
      path: history.path,
      mayWrite: false,
      missedAfterMs: () => missedCheckAfterMs(checkIntervalMs),
    });
    opened.start();
    this.opened = opened;
    return opened;
  }
}

const WHY = {
  memory: 'HISTORY_FILE is memory, that of the bot, which nobody else can read',
  off: 'none is kept (HISTORY_FILE=off)',
} as const;

const unavailable = (why: string): HistoryUnavailableError =>
  new HistoryUnavailableError(`The history cannot be read: ${why}.`, NO_HISTORY.health());
