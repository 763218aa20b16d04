import { missedCheckAfterMs } from './alerting/observation/gap';
import type { WatchConfig } from './config';
import type { HistoryReader } from './history/historyReader';
import type { HistoryRecorder } from './history/model/checkRecord';
import { HistorySharing } from './history/shared/historySharing';
import { ThreadExchange } from './history/thread/threadExchange';
import { ThreadHistory } from './history/thread/threadHistory';
import type { Clock } from './lib/clock';
import type { Logger } from './lib/logger';
import type { SharedTexts } from './storage/sharedTexts';

/** Keeps what checks find, answers from it, and shares its closing values with other instances. */
export interface CheckHistory {
  readonly history: HistoryReader & HistoryRecorder;
  start(): void;
  /** Writes what waits, within `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

export interface CheckHistoryDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** What instances tell each other; absent where there is no other one. */
  readonly texts: SharedTexts | undefined;
}

/** Null where none is to be kept. Nothing is opened before `start`. */
export function createCheckHistory(
  settings: () => WatchConfig,
  { clock, log, texts }: CheckHistoryDeps,
): CheckHistory | null {
  const { history: config } = settings();
  if (config.kind === 'off') return null;
  const history = new ThreadHistory({
    path: config.kind === 'file' ? config.path : null,
    mayWrite: true,
    missedAfterMs: () => missedCheckAfterMs(settings().alerts.decide.checkIntervalMs),
    clock,
    log,
  });
  const zone = () => settings().timezone;
  const sharing =
    texts && new HistorySharing({ texts, history: new ThreadExchange(history), clock, log, zone });
  return {
    history,
    start() {
      history.start();
      sharing?.start();
    },
    async stop(limitMs) {
      await sharing?.stop(limitMs / 2);
      await history.stop(limitMs / 2);
    },
  };
}
