import { liveStatusMessage, type Message, withoutHistory, withPeriod } from '../../formatters';
import type { TargetView } from '../../src/alerting/targetStates';
import { HistoryUnavailableError } from '../../src/history/historyReader';
import { addMs } from '../../src/lib/time';
import { periodReport } from '../../src/performance/periodReport';
import type { CommandDeps } from '../command';

/** The status of a target, with what it did in the last `periodMs`. Throws StateUnavailableError. */
export async function statusOverPeriod(
  view: TargetView,
  periodMs: number,
  { format, history, clock, botStore, zone, signal }: CommandDeps,
): Promise<Message> {
  const status = liveStatusMessage(view, format);
  const to = clock.now();
  const query = { target: view.state.target, from: addMs(to, -periodMs), to };
  const notes = await botStore.balanceNotes();
  try {
    const report = await periodReport(history, query, notes, signal);
    return withPeriod(status, report, history.health(), { ...format, zone });
  } catch (error) {
    // How it is now is known, and must not wait for a disk.
    if (error instanceof HistoryUnavailableError) return withoutHistory(status, error.health);
    throw error;
  }
}
