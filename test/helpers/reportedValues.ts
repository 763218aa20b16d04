import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { ALWAYS, type Trader, trader } from './traders';

export type Reports = Partial<LiveStatusSnapshot>;

/** A trader that lives and reports one thing after another, each from its second on. */
export const reporting = (...steps: Steps) => reportedBy('live:docker', steps);

type Steps = readonly (readonly [from: number, reports: Reports])[];

export const reportedBy = (target: Trader['target'], steps: Steps) => ({
  traders: [trader(target, [ALWAYS], { reports: (t) => steps.findLast(([from]) => from <= t)?.[1] ?? {} })],
  until: 1800,
});
export const trips = (
  circuitBreakerTriggersTotal: number | null,
  active: boolean | null = null,
): Reports => ({
  circuitBreakerTriggersTotal,
  breakerActive: active,
});
export const violations = (safetyViolationsTotal: number | null): Reports => ({ safetyViolationsTotal });
export const flags = (liveEnabled: boolean | null, liveArmed: boolean | null): Reports => ({
  liveEnabled,
  liveArmed,
});
