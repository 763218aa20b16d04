import { durationSchema } from '../alerting';
import { MAX_STALE_MASTER_S } from '../redis/sentinel/demotion';
import { effectiveRules, NO_TARGET, namedTargets } from './rules';
import type { SettingName } from './schema/settings';
import { type ConfigView, RULE_VARIABLES, type RulePart, type RuleParts } from './sources';

/** A time after which a rule fires. */
interface Threshold {
  /** The setting for it beside the rule's own; null for none. */
  readonly variable: SettingName | null;
  readonly rule: string;
  readonly key: string;
}

const [STALE, STALE_PORTFOLIO] = RULE_VARIABLES;
const DOWN: Threshold = { variable: null, rule: 'uptime_totals', key: 'stale_after' };

/** A check takes a moment, and does not begin exactly on time, in s. */
const CHECK_LEEWAY_S = 1;

interface Minimum {
  readonly leastS: number;
  /** What asks for it. */
  readonly cause: string;
  /** What would happen otherwise. */
  readonly or: string;
}

/** A time that is shorter than the one between two checks would pass before every check. */
export function checkAgainstInterval(view: ConfigView): void {
  const { CHECK_INTERVAL: interval, OUTAGE_AFTER: outageAfter } = view.values;
  if (interval === undefined) return;
  const least = { leastS: interval + CHECK_LEEWAY_S, cause: `a CHECK_INTERVAL of ${interval} s` };
  if (outageAfter !== undefined && outageAfter < least.leastS) {
    const or = 'every check would find an outage';
    view.report('OUTAGE_AFTER', tooShortMessage(outageAfter, { ...least, or }));
  }
  refuseShorter(view, STALE, { ...least, or: 'every trader would be stale at every check' });
}

/** A time that is shorter than a trader's writes may be unreadable after a failover would raise false alerts. */
export function checkAgainstFailover(view: ConfigView): void {
  const otherwise = (what: string): Minimum => ({
    leastS: MAX_STALE_MASTER_S,
    cause: 'REDIS_SENTINELS',
    or: `a trader that is alive, and writes to the replaced master for a while after a failover, would be ${what}`,
  });
  refuseShorter(view, STALE, otherwise('reported as down'));
  refuseShorter(view, STALE_PORTFOLIO, otherwise('reported with a stale portfolio'));
  refuseShorter(view, DOWN, otherwise('counted as down'));
}

const tooShortMessage = (seconds: number, { leastS, cause, or }: Minimum): string =>
  `${seconds} s is too short with ${cause}: expected ${leastS} s or more, otherwise ${or}`;

function refuseShorter(view: ConfigView, threshold: Threshold, least: Minimum): void {
  const { rule, key, variable } = threshold;
  const effective = effectiveRules(view)[rule];
  for (const target of [NO_TARGET, ...namedTargets(effective)]) {
    const value = durationSchema.safeParse(ofTarget(effective, target)?.[key] ?? effective?.[key]).data;
    const seconds = (value ?? Number.POSITIVE_INFINITY) / 1000;
    const path = pathOf(view, threshold, target) ?? variable;
    if (seconds < least.leastS && path !== null) view.report(path, tooShortMessage(seconds, least));
  }
}

/** Where the file sets it for a target; null where it does not, or a variable overrides it. */
function pathOf(
  { rules, sources }: ConfigView,
  { variable, rule, key }: Threshold,
  target: string,
): readonly string[] | null {
  if (ofTarget(rules[rule], target)?.[key] !== undefined) return ['rules', rule, 'targets', target, key];
  const isOverridden = variable !== null && sources.isInEnvironment(variable);
  return rules[rule]?.[key] === undefined || isOverridden ? null : ['rules', rule, key];
}

const ofTarget = (part: RulePart | undefined, target: string): RulePart | undefined =>
  (part?.targets as RuleParts | undefined)?.[target];
