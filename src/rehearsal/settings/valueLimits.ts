import type { AlertSettings } from '../../alerting';
import { settingsOf } from '../../alerting/evaluation/settingsOf';
import { ruleModeOf } from '../../alerting/ruleSettings/ruleMode';
import { balanceDrop } from '../../alerting/rules/balanceDrop';
import { divergence } from '../../alerting/rules/divergence';
import { highExposure } from '../../alerting/rules/highExposure';
import { noTrades } from '../../alerting/rules/noTrades';
import type { TargetId } from '../../state/keys';

/** From which values on a rule may say something of a target, by any of the settings. */
export interface ValueLimits {
  /** `every`: rules go by each value. Null: none goes by the balance. */
  readonly balance:
    | 'every'
    | { readonly percent: number; readonly withinMs: number; readonly dayPercent: number }
    | null;
  /** Null: none goes by the utilization rate. */
  readonly abovePercent: number | null;
}

/** Of a longer time too much would have to be remembered, in ms. */
const LONGEST_WITHIN_MS = 3_600_000;

export function valueLimits(settings: readonly AlertSettings[], target: TargetId): ValueLimits {
  const isOn = ({ rules }: AlertSettings, name: string) => ruleModeOf(rules, name, target) !== 'off';
  const drops = settings
    .filter((each) => isOn(each, balanceDrop.name))
    .map(({ rules }) => settingsOf(balanceDrop, rules[balanceDrop.name], target));
  const exposures = settings
    .filter((each) => isOn(each, highExposure.name))
    .map(({ rules }) => settingsOf(highExposure, rules[highExposure.name], target).abovePercent);
  const withinMs = Math.max(...drops.map((drop) => drop.withinMs));
  const isEvery =
    settings.some((each) => isOn(each, noTrades.name) || isOn(each, divergence.name)) ||
    withinMs > LONGEST_WITHIN_MS;
  const least = (values: readonly number[]) => (values.length === 0 ? null : Math.min(...values));
  return {
    balance: isEvery
      ? 'every'
      : drops.length === 0
        ? null
        : {
            withinMs,
            percent: Math.min(...drops.map(({ percent }) => percent)),
            dayPercent: Math.min(...drops.map(({ dayPercent }) => dayPercent)),
          },
    abovePercent: least(exposures),
  };
}
