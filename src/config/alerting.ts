import type { AlertSettings } from '../alerting';
import { noSignOfLife } from '../alerting/rules/noSignOfLife';
import { resolveRuleSettings } from '../alerting/rules/schema';
import type { DigestConfig } from '../digests/digest';
import type { LiveMonitorSettings } from '../monitors/live/liveStatusMonitor';
import { loadDigests } from './digests';
import { keyOf } from './file';
import type { ConfigReader } from './reader';
import { type RulePart, ruleSettings } from './rules';
import { remindAfterMs } from './schema/remindAfter';
import { withStaleAfter } from './schema/staleAfter';
import type { ConfiguredTargets } from './targets';
import { validateAgainstInterval } from './thresholds';

/** How the bot watches by itself. */
export interface AlertConfig {
  readonly decide: AlertSettings;
  /** Gets what the alert channel cannot take; null for none. */
  readonly fallbackChannel: string | null;
  /** Asked for after each whole check; null for none. */
  readonly deadmanPingUrl: string | null;
  /** None where they are switched off. */
  readonly digests: readonly DigestConfig[];
}

type Rules = Readonly<Record<string, RulePart>>;

/** How the bot watches; null where no alert channel is set, or, with problems, where something is wrong. */
export function alertSettings(settings: ConfigReader, targets: ConfiguredTargets | null): AlertConfig | null {
  const channel = settings.optional('ALERT_CHANNEL');
  const fallbackChannel = settings.optional('ALERT_FALLBACK_CHANNEL');
  const deadmanPingUrl = settings.optional('DEADMAN_PING_URL');
  const checkInterval = settings.required('CHECK_INTERVAL');
  const blindAfter = settings.required('BLIND_AFTER');
  const rules = loadRuleSettings(settings);
  const remindAfter = remindAfterMs(settings);
  const digests = loadDigests(settings, channel);
  if (channel === null || checkInterval === null || blindAfter === null || rules === null) {
    if (deadmanPingUrl !== null && !settings.has('ALERT_CHANNEL'))
      settings.report(
        'DEADMAN_PING_URL',
        'is set, and ALERT_CHANNEL is not: nothing would be watched, nor pinged',
      );
    return null;
  }
  validateAgainstInterval(settings, { checkInterval, blindAfter, rules });
  return {
    decide: {
      channel,
      checkIntervalMs: checkInterval * 1000,
      outageAfterMs: blindAfter * 1000,
      remindAfterMs: remindAfter,
      rules: withStaleAfter(rules),
      ...(targets && { directory: targets.directory, targets: targets.named }),
    },
    fallbackChannel,
    deadmanPingUrl,
    digests,
  };
}

/** The settings of all rules, those that a variable may set among them; null when one of these is wrong. */
export function loadRuleSettings(settings: ConfigReader): Rules | null {
  const own = ruleSettings(settings);
  const staleAfter = resolveOverride(settings, own[noSignOfLife.name], 'STALE_AFTER', [
    noSignOfLife.name,
    'stale_after',
  ]);
  const frozenAfter = resolveOverride(settings, own.stale_portfolio, 'FROZEN_AFTER', [
    'stale_portfolio',
    'after',
  ]);
  if (staleAfter === null || frozenAfter === null) return null;
  return {
    ...own,
    [noSignOfLife.name]: { ...own[noSignOfLife.name], stale_after: staleAfter },
    stale_portfolio: { ...own.stale_portfolio, after: frozenAfter },
  };
}

/** After how much silence a trader is stale, for those that show one: as for the rule, in ms. */
export function staleThresholds(
  rules: Rules,
): Pick<LiveMonitorSettings, 'staleAfterMs' | 'staleAfterMsByTarget'> {
  const { targets = {}, ...common } = rules[noSignOfLife.name] ?? {};
  const own = Object.keys(targets as object).map((target) => [
    target,
    resolveRuleSettings(noSignOfLife, rules[noSignOfLife.name], target).staleAfterMs,
  ]);
  return {
    staleAfterMs: resolveRuleSettings(noSignOfLife, common, '').staleAfterMs,
    ...(own.length > 0 && { staleAfterMsByTarget: Object.fromEntries(own) }),
  };
}

/** What the variable sets, or the rule's part of the file, or the file under the variable's key: in this order. */
function resolveOverride(
  settings: ConfigReader,
  part: RulePart | undefined,
  variable: 'STALE_AFTER' | 'FROZEN_AFTER',
  [rule, name]: readonly [string, string],
): unknown {
  const seconds = settings.required(variable);
  const own = part?.[name];
  if (own !== undefined && settings.file.texts[variable] !== undefined)
    settings.add({
      where: settings.file.where(['rules', rule, name]),
      message: `is set beside ${keyOf(variable)}: set one of them only. Example: rules: { ${rule}: { ${name}: ${String(own)} } }`,
    });
  if (own !== undefined && !settings.isInEnvironment(variable)) return own;
  return seconds === null ? null : `${seconds}s`;
}
