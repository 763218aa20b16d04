import { historyUnavailableMessage, type Message } from '../../formatters';
import { HistoryUnavailableError } from '../../src/history/historyReader';

/** Why the history cannot be read. Throws any other error again. */
export function historyFailureMessage(error: unknown): Message {
  if (error instanceof HistoryUnavailableError) return historyUnavailableMessage(error.health);
  throw error;
}
