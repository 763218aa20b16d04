import { noHeartbeat } from '../../alerting/rules/noHeartbeat';
import { noSignOfLife } from '../../alerting/rules/noSignOfLife';
import { resolveRuleSettings } from '../../alerting/rules/schema';
import { tally } from '../../alerting/rules/uptimeTotals';
import { NO_TARGET, namedTargets, type RulePart } from '../rules';

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
  const leading = rules[noSignOfLife.name];
  const staleAfter = (target: string) =>
    resolveRuleSettings(noSignOfLife, leading, target).staleAfterMs / 1000;
  const byTarget = namedTargets(leading, rules[name]).map((target) => [
    target,
    { stale_after: staleAfter(target), ...common, ...own?.[target] },
  ]);
  return { stale_after: staleAfter(NO_TARGET), ...common, targets: Object.fromEntries(byTarget) };
}
