import { msBetween } from '../../src/lib/time';
import type { RehearsedAlert } from '../../src/rehearsal/alertCollector';
import { rehearse } from '../../src/rehearsal/rehearse';
import { type FaultName, MINUTE, type Plan, planOf } from '../simulation/plan';
import { changedSettings, withSettings } from './changedSettings';
import { liveThrough } from './livedAlerts';

/** Those that leave gaps, the same in both lives, and nothing that a history does not hold: when a bot that was killed is started again, chance says. */
const FAULTS: ReadonlySet<FaultName> = new Set(['redis away', 'instances paused']);

/** The rules about silences and changes. */
const RULES = [
  'no_sign_of_life',
  'no_heartbeat',
  'stale_portfolio',
  'live_trading',
  'circuit_breaker',
  'safety_violations',
];

export interface SeedResult {
  readonly seed: number;
  readonly checkIntervalMs: number;
  /** How many alerts the bot sent with the new settings. */
  readonly lived: number;
  /** How many with the former ones. */
  readonly before: number;
  readonly rehearsed: number;
  /** Where they differ, each as a line. */
  readonly differences: readonly string[];
}

/** Lives through the world of a seed with its own settings, rehearses others, and lives through it with those. */
export async function compareSeed(seed: number, days: number): Promise<SeedResult> {
  const plan = rehearsedPlan(seed, days);
  const after = changedSettings(plan);
  const past = await liveThrough(plan, (config) => config, { isRecorded: true });
  const { history } = past;
  if (history === null) throw new Error('nothing was recorded');
  const report = await rehearse(
    {
      since: new Date(plan.startMs),
      before: plan.alerts.decide,
      after,
      changes: [],
      zone: 'UTC',
    },
    { history, clock: { now: () => new Date(plan.endMs) }, breathe: () => null },
  );
  const rehearsed = (report?.rehearsed.after ?? []).filter(isCompared);
  history.close();
  const lived = await liveThrough(plan, withSettings(after));
  const real = lived.alerts.filter(isCompared);
  const { checkIntervalMs } = plan.alerts.decide;
  return {
    ...{ seed, checkIntervalMs, lived: real.length, rehearsed: rehearsed.length },
    before: past.alerts.filter(isCompared).length,
    differences: differencesOf(rehearsed, real, checkIntervalMs),
  };
}

/**
 * The plan of a seed with the faults that leave gaps, and a check each minute at least: where a key lives for 2 min, and checks are
 * 20 min apart, whether a write of it is seen depends on when a bot looks, and so on its settings.
 */
export function rehearsedPlan(seed: number, days: number): Plan {
  const plan = planOf(seed, days);
  const { alerts } = plan;
  const checkIntervalMs = Math.min(alerts.decide.checkIntervalMs, MINUTE);
  return {
    ...plan,
    instances: 1,
    faults: new Set([...plan.faults].filter((fault) => FAULTS.has(fault))),
    alerts: { ...alerts, decide: { ...alerts.decide, checkIntervalMs } },
  };
}

const isCompared = ({ rule, causes }: RehearsedAlert): boolean =>
  RULES.includes(rule) &&
  !causes.some((cause) => cause.startsWith('event:live_trading:') && cause.includes(':orders:'));

/** What only one of them has, and what they have at times that are more than a check apart. */
function differencesOf(
  rehearsed: readonly RehearsedAlert[],
  real: readonly RehearsedAlert[],
  checkIntervalMs: number,
): readonly string[] {
  const left = [...real];
  const lines: string[] = [];
  for (const alert of rehearsed) {
    const nearest = left
      .filter((other) => isSame(alert, other))
      .sort((a, b) => Math.abs(msBetween(alert.at, a.at)) - Math.abs(msBetween(alert.at, b.at)))[0];
    const apartMs = nearest === undefined ? Infinity : Math.abs(msBetween(nearest.at, alert.at));
    if (nearest === undefined || apartMs > 1.5 * checkIntervalMs + 5_000)
      lines.push(`rehearsed alone: ${text(alert)}${nearest ? ` (nearest ${nearest.at.toISOString()})` : ''}`);
    else left.splice(left.indexOf(nearest), 1);
  }
  return [...lines, ...left.map((alert) => `sent alone: ${text(alert)}`)];
}

const isSame = (a: RehearsedAlert, b: RehearsedAlert): boolean =>
  a.rule === b.rule && a.kind === b.kind && a.targets.some((target) => b.targets.includes(target));

const text = ({ rule, targets, at, causes }: RehearsedAlert): string =>
  `${rule} of ${targets.join(', ')} at ${at.toISOString()} (${causes.join('; ')})`;
