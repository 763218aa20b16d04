import { missedCheckAfterMs } from './alerting/observation/gap';
import type { HistoryConfig, WatchConfig } from './config';
import type { HistoryReader } from './history/historyReader';
import type { HistoryRecorder } from './history/model/checkRecord';
import { ThreadHistory } from './history/thread/threadHistory';
import type { Clock } from './lib/clock';
import type { Logger } from './lib/logger';

/** Keeps what checks find, and answers from it. */
export interface CheckHistory extends HistoryReader, HistoryRecorder {
  start(): void;
  /** Writes what waits, within `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

export interface CheckHistoryDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

/** Null where none is to be kept. Nothing is opened before `start`. */
export function createCheckHistory(
  settings: () => WatchConfig,
  { clock, log }: CheckHistoryDeps,
): CheckHistory | null {
  const { history } = settings();
  if (history.kind === 'off') return null;
  return new ThreadHistory({
    path: pathOf(history),
    mayWrite: true,
    missedAfterMs: () => missedCheckAfterMs(settings().alerts.decide.checkIntervalMs),
    clock,
    log,
  });
}

const pathOf = (config: HistoryConfig): string | null => (config.kind === 'file' ? config.path : null);
