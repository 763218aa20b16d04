import { heartbeat } from '../alerts/rules/heartbeat';
import { settingsFor } from '../alerts/rulesSchema';
import { NO_TARGET, namedTargets, type RulePart } from './ruleSettings';

type Rules = Readonly<Record<string, RulePart>>;

/** The rules, where a target is counted as down after the time that makes it stale, unless it is set otherwise. */
export function withTally(rules: Rules): Rules {
  const { targets, ...common } = rules.tally ?? {};
  const own = targets as Readonly<Record<string, RulePart>> | undefined;
  const staleAfter = (target: string) => settingsFor(heartbeat, rules.heartbeat, target).staleAfterMs / 1000;
  const byTarget = namedTargets(rules.heartbeat, rules.tally).map((target) => [
    target,
    { staleAfter: staleAfter(target), ...common, ...own?.[target] },
  ]);
  return {
    ...rules,
    tally: { staleAfter: staleAfter(NO_TARGET), ...common, targets: Object.fromEntries(byTarget) },
  };
}
