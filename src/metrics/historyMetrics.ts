import { HISTORY_MODES, HISTORY_PROBLEMS, type HistoryHealth } from '../history/model/health';
import type { Instruments } from './instruments';

/** What Prometheus learns of the history; no alert depends on that. */
export function registerHistoryMetrics(make: Instruments, health: () => HistoryHealth): void {
  make.gauge(
    'arbwatch_history_mode',
    '1 for where the history of checks is kept: file, memory, read_only (another process writes it), off.',
    () => oneOf(HISTORY_MODES, health().mode),
    'mode',
  );
  make.gauge(
    'arbwatch_history_problem',
    '1 for what is wrong with the file of the history, 0 for the others.',
    () => oneOf(HISTORY_PROBLEMS, health().problem?.code ?? null),
    'problem',
  );
  make.counters(
    'arbwatch_history_checks_dropped_total',
    'Checks that the history could not keep.',
    [],
    () => [{ labels: {}, value: health().droppedChecks }],
  );
  make.gauge(
    'arbwatch_history_checks_pending',
    'Checks that wait to be written.',
    () => health().pendingChecks,
  );
  make.gauge(
    'arbwatch_history_file_bytes',
    'The size of the file of the history, with its log.',
    () => health().fileBytes ?? undefined,
  );
}

const oneOf = (all: readonly string[], current: string | null): Readonly<Record<string, number>> =>
  Object.fromEntries(all.map((each) => [each, Number(each === current)]));
