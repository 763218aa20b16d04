import type { InputChanges } from '../../monitors/live/inputChanges';
import type { CheckHealth } from '../checkHealth';
import type { CheckJob, CheckOutcome } from '../checkJob';
import type { DeadmanPing } from '../deadmanPing';
import type { Discovery } from '../discovery';
import type { CheckReason } from './checkLoop';
import type { CheckScope } from './scope';

export interface ReportedCheckDeps {
  readonly checkJob: Pick<CheckJob, 'check'>;
  readonly discovery: Pick<Discovery, 'runWhenDue'>;
  readonly inputs: Pick<InputChanges, 'refresh'>;
  readonly health: CheckHealth;
  readonly deadman: Pick<DeadmanPing, 'ping'>;
  /** Called after each check. `failure`: what it rejects with, where its outcome is `error`. */
  readonly onCompleted: (outcome: CheckOutcome | 'error', failure?: unknown) => void;
}

/** A check that all who wait for one learn of: the health, the metrics, and the service that is pinged. Rejects as the check does. */
export const reportedCheck =
  ({ checkJob, discovery, inputs, health, deadman, onCompleted }: ReportedCheckDeps) =>
  async (reason: CheckReason = 'interval', scope: CheckScope = null): Promise<CheckOutcome> => {
    void discovery.runWhenDue();
    if (reason === 'interval') inputs.refresh();
    const outcome = await checkJob.check(scope).catch((error: unknown) => {
      onCompleted('error', error);
      throw error;
    });
    // One of some targets says nothing of the others.
    const isWell =
      scope === null && health.record(outcome) && health.checkReadiness().ready && health.isDeliveryHealthy();
    // Who is pinged expects the interval.
    if (isWell && reason === 'interval') deadman.ping();
    onCompleted(outcome);
    return outcome;
  };
