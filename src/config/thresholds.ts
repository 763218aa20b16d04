import { noSignOfLife } from '../alerting/rules/noSignOfLife';
import { resolveRuleSettings } from '../alerting/rules/schema';
import { stalePortfolio } from '../alerting/rules/stalePortfolio';
import { tally } from '../alerting/rules/uptimeTotals';
import { MAX_STALE_MASTER_S } from '../redis/sentinel/demotion';
import type { ConfigReader } from './reader';
import { NO_TARGET, namedTargets, type RulePart } from './rules';

type Rules = Readonly<Record<string, RulePart>>;

/** A time after which a rule takes something about a trader for bad. */
interface Threshold {
  readonly rule: string;
  readonly name: string;
  /** What sets it beside the rule's own part of the file; null for nothing. */
  readonly variable: 'STALE_AFTER' | 'FROZEN_AFTER' | null;
  readonly example: string;
  /** For a target, in ms. */
  of(rules: Rules, target: string): number;
}

const STALE: Threshold = {
  rule: noSignOfLife.name,
  name: 'stale_after',
  variable: 'STALE_AFTER',
  example: '90s',
  of: (rules, target) => resolveRuleSettings(noSignOfLife, rules[noSignOfLife.name], target).staleAfterMs,
};
const FROZEN: Threshold = {
  rule: 'stale_portfolio',
  name: 'after',
  variable: 'FROZEN_AFTER',
  example: '10m',
  of: (rules, target) => resolveRuleSettings(stalePortfolio, rules.stale_portfolio, target).afterMs,
};
/** Where it is not set it is as for the heart. */
const DOWN: Threshold = {
  rule: 'uptime_totals',
  name: 'stale_after',
  variable: null,
  example: '90s',
  of: (rules, target) => resolveRuleSettings(tally, rules.uptime_totals, target).staleAfterMs,
};

/** A check takes a moment, and is not begun to the ms, in s. */
const CHECK_LEEWAY_S = 1;

/** What is shorter than the time between two checks would be over at every one. Times in s. */
export function validateAgainstInterval(
  settings: ConfigReader,
  limits: { readonly checkInterval: number; readonly blindAfter: number; readonly rules: Rules },
): void {
  const { checkInterval, blindAfter, rules } = limits;
  const leastS = checkInterval + CHECK_LEEWAY_S;
  const beside = `a CHECK_INTERVAL of ${checkInterval} s`;
  if (blindAfter < leastS) {
    const or = 'the bot would be blind at every check';
    settings.report('BLIND_AFTER', tooShortMessage(blindAfter, { leastS, beside, or }));
  }
  const or = 'every trader would be stale at every check';
  refuseShorter(settings, rules, STALE, { leastS, beside, or });
}

/** What is shorter than a trader may be unseen after a failover would tell of traders that live and work. */
export function validateAgainstFailover(settings: ConfigReader, rules: Rules): void {
  const wouldBe = (what: string) => ({
    leastS: MAX_STALE_MASTER_S,
    beside: 'REDIS_SENTINELS',
    or: `a trader that lives, and writes to the replaced master for a while after a failover, would be ${what}`,
  });
  refuseShorter(settings, rules, STALE, wouldBe('called dead'));
  refuseShorter(settings, rules, FROZEN, wouldBe('called frozen'));
  refuseShorter(settings, rules, DOWN, wouldBe('counted as down'));
}

interface Minimum {
  readonly leastS: number;
  readonly beside: string;
  /** What would come of a shorter time. */
  readonly or: string;
}

const tooShortMessage = (seconds: number, { leastS, beside, or }: Minimum): string =>
  `${seconds} s is too short beside ${beside}: it must be ${leastS} s or more, or ${or}`;

function refuseShorter(settings: ConfigReader, rules: Rules, limit: Threshold, least: Minimum): void {
  for (const target of [NO_TARGET, ...namedTargets(rules[noSignOfLife.name], rules[limit.rule])]) {
    const seconds = limit.of(rules, target) / 1000;
    if (seconds >= least.leastS) continue;
    const what = tooShortMessage(seconds, least);
    const path = pathOf(settings, rules, limit, target);
    if (path !== null)
      settings.add({
        where: settings.file.where(path, 'value'),
        message: `${what}. Example: ${limit.name}: ${limit.example}`,
      });
    else if (limit.variable !== null) settings.report(limit.variable, what);
  }
}

/** Where the rule's part of the file sets it for a target; null where it is set by the variable, or not at all. */
function pathOf(
  settings: ConfigReader,
  rules: Rules,
  { rule, name, variable }: Threshold,
  target: string,
): readonly string[] | null {
  const targets = rules[rule]?.targets as Rules | undefined;
  if (targets?.[target]?.[name] !== undefined) return ['rules', rule, 'targets', target, name];
  const inFile = settings.file.parts.rules as Rules | undefined;
  const isOverruled = variable !== null && settings.isInEnvironment(variable);
  return inFile?.[rule]?.[name] !== undefined && !isOverruled ? ['rules', rule, name] : null;
}
