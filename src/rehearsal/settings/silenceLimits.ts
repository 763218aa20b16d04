import type { AlertSettings } from '../../alerting';
import { settingsOf } from '../../alerting/evaluation/settingsOf';
import { noHeartbeat } from '../../alerting/rules/noHeartbeat';
import { noSignOfLife } from '../../alerting/rules/noSignOfLife';
import { stalePortfolio } from '../../alerting/rules/stalePortfolio';
import type { RecordedTarget } from '../../history/historyReader';

/** From this part of its limit on a rule waits for a silence to become as long. */
export const WAITS_FROM = 3;

/** After so much silence, in ms, one of the rules about silences alerts of any of these targets. The shortest first; each once. */
export function silenceLimits(
  settings: readonly AlertSettings[],
  recorded: readonly RecordedTarget[],
): readonly number[] {
  const limits = settings.flatMap(({ rules }) =>
    recorded.flatMap(({ target }) => [
      settingsOf(noSignOfLife, rules[noSignOfLife.name], target).staleAfterMs,
      settingsOf(noHeartbeat, rules[noHeartbeat.name], target).staleAfterMs,
      settingsOf(stalePortfolio, rules[stalePortfolio.name], target).afterMs,
    ]),
  );
  return [...new Set(limits)].sort((a, b) => a - b);
}
