import type { AlertSettings } from '../../alerting';
import { settingsOf } from '../../alerting/evaluation/settingsOf';
import { noHeartbeat } from '../../alerting/rules/noHeartbeat';
import { noSignOfLife } from '../../alerting/rules/noSignOfLife';
import { stalePortfolio } from '../../alerting/rules/stalePortfolio';
import type { RecordedTarget } from '../../history/historyReader';

/** After so much silence, in ms, the first of the rules about silences says something of any of these targets. */
export const shortestLimitMs = (
  settings: readonly AlertSettings[],
  recorded: readonly RecordedTarget[],
): number =>
  Math.min(
    ...settings.flatMap(({ rules }) =>
      recorded.flatMap(({ target }) => [
        settingsOf(noSignOfLife, rules[noSignOfLife.name], target).staleAfterMs,
        settingsOf(noHeartbeat, rules[noHeartbeat.name], target).staleAfterMs,
        settingsOf(stalePortfolio, rules[stalePortfolio.name], target).afterMs,
      ]),
    ),
  );
