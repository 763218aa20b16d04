import { observeLosses } from '../dataLoss';
import { type Membership, membershipIn } from '../observation/discovered';
import { detectGap, type ObservationGap } from '../observation/gap';
import type { Observed } from '../observation/observation';
import type { Addressing } from '../routing/address';
import { localDate } from '../silences/clockTimes';
import type { AlertState } from '../state/alertState';
import type { AlertSettings } from '../types';
import type { RuleContext } from './runRules';

export interface CheckContext {
  readonly gap: ObservationGap;
  readonly losses: Pick<AlertState, 'dataLossAt' | 'losses'>;
  readonly watch: RuleContext;
  readonly addressing: Addressing;
  readonly settings: AlertSettings;
  readonly membership: Membership;
  readonly mayEvict: boolean;
}

/** What the check means for all targets alike: gaps, losses, and how the targets are watched. */
export function contextOf(known: AlertState, seen: Observed, settings: AlertSettings): CheckContext {
  const gap = detectGap(known, seen, settings);
  const losses = observeLosses(known, seen, settings.checkIntervalMs);
  const watch = {
    now: seen.at,
    continuousSince: gap.continuousSince,
    unseenMs: gap.unseenMs,
    lostAt: losses.dataLossAt,
    day: localDate(settings.zone ?? 'UTC', seen.at),
    rules: settings.rules,
    targets: settings.targets,
    lastRealOrders: seen.lastRealOrders,
    isStandIn: settings.isStandIn === true,
    isOwnClock:
      seen.lastObservedByThisInstance === undefined ||
      seen.lastObservedByThisInstance?.getTime() === known.observedAt.getTime(),
  };
  const addressing = { settings, duty: known.duty, detectedAt: seen.at };
  const membership = membershipIn(settings.directory, settings.isStandIn);
  return { gap, losses, watch, addressing, settings, membership, mayEvict: seen.mayEvict ?? false };
}
