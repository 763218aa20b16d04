import { heartbeat } from '../alerts/rules/heartbeat';
import { settingsFor } from '../alerts/rulesSchema';
import { TARGETS, traderNamespace } from '../state/keys';
import type { RulePart } from './ruleSettings';

type Rules = Readonly<Record<string, RulePart>>;

/** The rules, where a target is counted as down after the time that makes it stale, unless it is set otherwise. */
export function withTally(rules: Rules): Rules {
  const { targets, ...common } = rules.tally ?? {};
  const own = targets as Readonly<Record<string, RulePart>> | undefined;
  const byTarget = TARGETS.map(traderNamespace).map((target) => {
    const { staleAfterMs } = settingsFor(heartbeat, rules.heartbeat, target);
    return [target, { staleAfter: staleAfterMs / 1000, ...common, ...own?.[target] }];
  });
  return { ...rules, tally: { ...common, targets: Object.fromEntries(byTarget) } };
}
