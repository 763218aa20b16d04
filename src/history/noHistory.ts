import { type HistoryReader, HistoryUnavailableError } from './historyReader';
import type { HistoryHealth } from './model/health';

const OFF: HistoryHealth = {
  mode: 'off',
  file: null,
  problem: null,
  movedTo: null,
  recordedSince: null,
  droppedChecks: 0,
  pendingChecks: 0,
  sharedAt: null,
  fileBytes: null,
};

const refuse = async (): Promise<never> => {
  throw new HistoryUnavailableError('no history is kept', OFF);
};

/** Where no history is kept: every question is refused. */
export const NO_HISTORY: HistoryReader = {
  series: refuse,
  closings: refuse,
  events: refuse,
  uptime: refuse,
  samples: refuse,
  targets: refuse,
  health: () => OFF,
};
