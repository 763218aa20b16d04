import type { AlertSettings, AlertState, Observed } from '../../alerting';
import type { CheckRecord, HistoryRecorder } from '../../history/model/checkRecord';
import type { Logger } from '../../lib/logger';
import type { UnavailableReason } from '../../redis/errors';
import { checkRecordOf } from './checkRecord';

/** Hands what checks found to the history. No check waits for it, and none fails by it. */
export interface RecordChecks {
  observed(observation: Observed, evaluated: AlertState, settings: AlertSettings): void;
  unavailable(at: Date, reason: UnavailableReason): void;
}

export function recordChecks(recorder: HistoryRecorder, log: Logger): RecordChecks {
  const record = (make: () => CheckRecord): void => {
    try {
      recorder.record(make());
    } catch (error) {
      log.error({ err: error }, 'failed to record a check');
    }
  };
  return {
    observed: (observation, evaluated, settings) =>
      record(() => checkRecordOf(observation, evaluated, settings)),
    unavailable: (at, reason) => record(() => ({ kind: 'unavailable', at, reason })),
  };
}
