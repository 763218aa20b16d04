import type { AlertSettings, AlertState, Observed, RecentBalances } from '../../alerting';
import type { CheckRecord, HistoryRecorder } from '../../history/model/checkRecord';
import type { Logger } from '../../lib/logger';
import type { UnavailableReason } from '../../redis/errors';
import { BalanceRing } from './balanceRing';
import { checkRecordOf } from './checkRecord';

/** Hands what checks found to the history. No check waits for it, and none fails by it. */
export interface RecordChecks {
  observed(observation: Observed, evaluated: AlertState, settings: AlertSettings): void;
  unavailable(at: Date, reason: UnavailableReason): void;
  /** What this instance observed in the last hour, and was told of before. */
  recentBalances(): RecentBalances;
  /** Tells it what was recorded before it was started. */
  seed(past: RecentBalances): void;
}

/** `recorder` keeps more than the last hour of balances; nobody does where it is absent. */
export function recordChecks(recorder: HistoryRecorder | undefined, log: Logger): RecordChecks {
  const ring = new BalanceRing();
  const record = (make: () => CheckRecord): void => {
    try {
      const check = make();
      ring.record(check);
      recorder?.record(check);
    } catch (error) {
      log.error({ err: error }, 'failed to record a check');
    }
  };
  return {
    recentBalances: () => ring.recent(),
    seed: (past) => ring.seed(past),
    observed: (observation, evaluated, settings) =>
      record(() => checkRecordOf(observation, evaluated, settings)),
    unavailable: (at, reason) => record(() => ({ kind: 'unavailable', at, reason })),
  };
}
