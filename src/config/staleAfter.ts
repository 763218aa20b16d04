import { noHeartbeat } from '../alerts/rules/noHeartbeat';
import { noSignOfLife } from '../alerts/rules/noSignOfLife';
import { tally } from '../alerts/rules/tally';
import { settingsFor } from '../alerts/rulesSchema';
import { TARGETS, traderNamespace } from '../state/keys';
import type { RulePart } from './ruleSettings';

type Rules = Readonly<Record<string, RulePart>>;

/** The rules, where all that knows a `staleAfter` has that of `no_sign_of_life`, unless it is set otherwise. */
export const withStaleAfter = (rules: Rules): Rules => ({
  ...rules,
  [tally.name]: filledIn(rules, tally.name),
  [noHeartbeat.name]: filledIn(rules, noHeartbeat.name),
});

function filledIn(rules: Rules, name: string): RulePart {
  const { targets, ...common } = rules[name] ?? {};
  const own = targets as Readonly<Record<string, RulePart>> | undefined;
  const byTarget = TARGETS.map(traderNamespace).map((target) => {
    const { staleAfterMs } = settingsFor(noSignOfLife, rules[noSignOfLife.name], target);
    return [target, { staleAfter: staleAfterMs / 1000, ...common, ...own?.[target] }];
  });
  return { ...common, targets: Object.fromEntries(byTarget) };
}
