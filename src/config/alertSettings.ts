import type { DecideSettings } from '../alerts';
import { heartbeat } from '../alerts/rules/heartbeat';
import { settingsFor } from '../alerts/rulesSchema';
import type { DigestConfig } from '../digests/digest';
import type { LiveMonitorSettings } from '../monitors/liveStatusMonitor';
import { TARGETS, traderNamespace } from '../state/keys';
import { keyOf } from './configFile';
import { configuredDigests } from './configuredDigests';
import { remindAfterMs } from './remindAfter';
import { type RulePart, ruleSettings } from './ruleSettings';
import type { SettingsReader } from './settingsReader';
import { withTally } from './tallyRule';

/** How the bot watches by itself. */
export interface AlertConfig {
  readonly decide: DecideSettings;
  /** Gets what the alert channel cannot take; null for none. */
  readonly fallbackChannel: string | null;
  /** Asked for after each whole check; null for none. */
  readonly deadmanPingUrl: string | null;
  /** None where they are switched off. */
  readonly digests: readonly DigestConfig[];
}

type Rules = Readonly<Record<string, RulePart>>;

/** A check takes a moment, and is not begun to the ms, in s. */
const CHECK_LEEWAY_S = 1;

/** How the bot watches; null where no alert channel is set, or, with problems, where something is wrong. */
export function alertSettings(settings: SettingsReader): AlertConfig | null {
  const channel = settings.optional('ALERT_CHANNEL');
  const fallbackChannel = settings.optional('ALERT_FALLBACK_CHANNEL');
  const deadmanPingUrl = settings.optional('DEADMAN_PING_URL');
  const checkInterval = settings.required('CHECK_INTERVAL');
  const blindAfter = settings.required('BLIND_AFTER');
  const rules = watchRules(settings);
  const remindAfter = remindAfterMs(settings);
  const digests = configuredDigests(settings, channel);
  if (channel === null || checkInterval === null || blindAfter === null || rules === null) {
    if (deadmanPingUrl !== null && !settings.has('ALERT_CHANNEL'))
      settings.report(
        'DEADMAN_PING_URL',
        'is set, and ALERT_CHANNEL is not: nothing would be watched, nor pinged',
      );
    return null;
  }
  refuseShorterThanCheck(settings, { checkInterval, blindAfter, rules });
  return {
    decide: {
      channel,
      checkIntervalMs: checkInterval * 1000,
      blindAfterMs: blindAfter * 1000,
      remindAfterMs: remindAfter,
      rules: withTally(rules),
    },
    fallbackChannel,
    deadmanPingUrl,
    digests,
  };
}

/** The settings of all rules, those that a variable may set among them; null when one of these is wrong. */
export function watchRules(settings: SettingsReader): Rules | null {
  const own = ruleSettings(settings);
  const staleAfter = eitherOf(settings, own.heartbeat, 'STALE_AFTER', ['heartbeat', 'staleAfter']);
  const frozenAfter = eitherOf(settings, own.frozen, 'FROZEN_AFTER', ['frozen', 'frozenAfter']);
  if (staleAfter === null || frozenAfter === null) return null;
  return {
    ...own,
    heartbeat: { ...own.heartbeat, staleAfter },
    frozen: { ...own.frozen, frozenAfter },
  };
}

/** After how much silence a trader is stale, for those that show one: as for the rule, in ms. */
export function staleAfterSettings(
  rules: Rules,
): Pick<LiveMonitorSettings, 'staleAfterMs' | 'staleAfterMsByTarget'> {
  const { targets = {}, ...common } = rules.heartbeat ?? {};
  const own = Object.keys(targets as object).map((target) => [target, staleAfterMs(rules, target)]);
  return {
    staleAfterMs: settingsFor(heartbeat, common, '').staleAfterMs,
    ...(own.length > 0 && { staleAfterMsByTarget: Object.fromEntries(own) }),
  };
}

const staleAfterMs = (rules: Rules, target: string): number =>
  settingsFor(heartbeat, rules.heartbeat, target).staleAfterMs;

/** What the variable sets, or the rule's part of the file, or the file under the variable's key: in this order. */
function eitherOf(
  settings: SettingsReader,
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

/** What is shorter than the time between two checks would be over at every one. */
function refuseShorterThanCheck(
  settings: SettingsReader,
  limits: { readonly checkInterval: number; readonly blindAfter: number; readonly rules: Rules },
): void {
  const { checkInterval, blindAfter, rules } = limits;
  const least = checkInterval + CHECK_LEEWAY_S;
  const tooShort = (is: string, never: string) =>
    `${is} is too short beside a CHECK_INTERVAL of ${checkInterval} s: it must be ${least} s or more, or ${never}`;
  if (blindAfter < least)
    settings.report('BLIND_AFTER', tooShort(`${blindAfter} s`, 'the bot would be blind at every check'));
  for (const target of TARGETS.map(traderNamespace)) {
    const seconds = staleAfterMs(rules, target) / 1000;
    if (seconds >= least) continue;
    const what = tooShort(`${seconds} s`, 'every trader would be stale at every check');
    const path = staleAfterPath(settings, rules, target);
    if (path === null) settings.report('STALE_AFTER', what);
    else
      settings.add({
        where: settings.file.where(path, 'value'),
        message: `${what}. Example: staleAfter: 90s`,
      });
  }
}

/** Where the file sets it for a target; null where it is set as STALE_AFTER, or not at all. */
function staleAfterPath(settings: SettingsReader, rules: Rules, target: string): readonly string[] | null {
  const targets = rules.heartbeat?.targets as Readonly<Record<string, RulePart>> | undefined;
  if (targets?.[target]?.staleAfter !== undefined)
    return ['rules', 'heartbeat', 'targets', target, 'staleAfter'];
  const inFile = settings.file.parts.rules as { heartbeat?: RulePart } | undefined;
  const isCommon = inFile?.heartbeat?.staleAfter !== undefined && !settings.isInEnvironment('STALE_AFTER');
  return isCommon ? ['rules', 'heartbeat', 'staleAfter'] : null;
}
