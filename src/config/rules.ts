import { resolveRuleSettings } from '../alerting/ruleSettings/schema';
import { noHeartbeat } from '../alerting/rules/noHeartbeat';
import { noSignOfLife } from '../alerting/rules/noSignOfLife';
import { uptimeTotals } from '../alerting/rules/uptimeTotals';
import type { LiveMonitorSettings } from '../monitors/live/liveStatusMonitor';
import { type ConfigView, RULE_VARIABLES, type RulePart, type RuleParts } from './sources';

/** The name of a target for which nothing is set of its own. */
export const NO_TARGET = '';

/** The targets for which something is set of their own in any of these parts. */
export const namedTargets = (...parts: readonly (RulePart | undefined)[]): readonly string[] => [
  ...new Set(parts.flatMap((part) => Object.keys((part?.targets as object | undefined) ?? {}))),
];

/**
 * The rules of the file, with what settings say of them; `uptime_totals` and `no_heartbeat` have the `stale_after` of
 * `no_sign_of_life` unless it is set otherwise.
 */
export function effectiveRules({ rules, values, sources }: Omit<ConfigView, 'report'>): RuleParts {
  const set = RULE_VARIABLES.map(({ variable, rule, key }) => {
    const bySetting = values[variable] === undefined ? {} : { [key]: `${values[variable]}s` };
    const part = rules[rule];
    return [rule, sources.isInEnvironment(variable) ? { ...part, ...bySetting } : { ...bySetting, ...part }];
  });
  const all: RuleParts = { ...rules, ...Object.fromEntries(set) };
  return {
    ...all,
    [uptimeTotals.name]: withStaleAfter(all, uptimeTotals.name),
    [noHeartbeat.name]: withStaleAfter(all, noHeartbeat.name),
  };
}

function withStaleAfter(rules: RuleParts, name: string): RulePart {
  const { targets, ...common } = rules[name] ?? {};
  const own = targets as RuleParts | undefined;
  const leading = rules[noSignOfLife.name];
  const byTarget = namedTargets(leading, rules[name]).map((target) => [
    target,
    { stale_after: staleAfterMs(leading, target) / 1000, ...common, ...own?.[target] },
  ]);
  return {
    stale_after: staleAfterMs(leading, NO_TARGET) / 1000,
    ...common,
    targets: Object.fromEntries(byTarget),
  };
}

/** After how much silence a trader is stale, for those that show one: as for the rule, in ms. */
export function staleThresholds(
  rules: RuleParts,
): Pick<LiveMonitorSettings, 'staleAfterMs' | 'staleAfterMsByTarget'> {
  const part = rules[noSignOfLife.name];
  const own = namedTargets(part).map((target) => [target, staleAfterMs(part, target)]);
  return {
    staleAfterMs: staleAfterMs(part, NO_TARGET),
    ...(own.length > 0 && { staleAfterMsByTarget: Object.fromEntries(own) }),
  };
}

const staleAfterMs = (part: RulePart | undefined, target: string): number =>
  resolveRuleSettings(noSignOfLife, part, target).staleAfterMs;
