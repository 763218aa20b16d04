import { earlier, later } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { type Env, placeId } from '../../state/keys';
import { observedStake } from '../evidence/stake';
import type { TargetId } from '../incidents/incident';
import { LONG_KNOWN } from '../observation/discovered';
import type { Observed } from '../observation/observation';
import { seenAliveAt } from '../observation/storedLate';
import { observeTarget, type TargetObservation } from '../observation/targetObservation';
import { ruleModeOf } from '../ruleSettings/ruleMode';
import { RULES } from '../rules';
import type { WatchWindow } from '../rules/gracePeriod';
import type { Reason } from '../rules/reason';
import type { Condition, RuleEvent, RuleInput } from '../rules/rule';
import type { Severity } from '../severity/severity';
import { severityOf } from '../severity/severitySettings';
import type { Reported, TargetRecord } from '../state/alertState';
import type { AlertSettings } from '../types';
import { decodeMemory, encodeMemory } from './ruleMemory';
import { settingsOf, staleAfterMsOf } from './settingsOf';

/** What one rule says of one target. */
export interface Verdict {
  readonly rule: string;
  readonly target: TargetId;
  readonly env: Env;
  readonly condition: Condition | null;
  /** Of the condition, should it be bad. */
  readonly severity: Severity;
  /** To what it may raise an incident that is open already: what is not known proves nothing then. */
  readonly provenSeverity: Severity;
}

export interface RuleResults {
  /** Its status and hints are still those of before: they depend on the incidents, too. */
  readonly known: TargetRecord;
  readonly snapshot: LiveStatusSnapshot;
  readonly observation: TargetObservation;
  readonly verdicts: readonly Verdict[];
  readonly events: readonly (RuleEvent & { readonly rule: string; readonly target: TargetId })[];
  readonly log: readonly string[];
}

/** How a check evaluates all targets. */
export interface RuleContext extends WatchWindow {
  /** The last check of all targets. */
  readonly observedAt: Date;
  readonly lostAt: Date | null;
  /** `TIMEZONE`, and the day that it is there. */
  readonly zone: string;
  readonly day: string;
  /** What the configuration says of single targets. */
  readonly targets: AlertSettings['targets'];
  /** The newest real orders that this check knows of. */
  readonly lastRealOrders: Observed['lastRealOrders'];
  /** What this check has read of their records. */
  readonly records: Observed['records'];
  /** The last observation that is stored was this instance's, by the same clock. */
  readonly isOwnClock: boolean;
  /** A rule that is off may be on in the configuration that is active: what it knew is kept, and its alerts stay. */
  readonly isStandIn: boolean;
  /** Each rule's part of the configuration. */
  readonly rules: Readonly<Record<string, unknown>>;
}

/** Asks every rule that is on about a target. A rule that is off forgets what it knew. */
export function runRules(
  known: TargetRecord | null,
  snapshot: LiveStatusSnapshot,
  watch: RuleContext,
  paper: RuleInput<unknown, unknown>['paper'] = () => null,
): RuleResults {
  const target = placeId(snapshot);
  // Named one by one: to spread them for each rule takes as long as all that the rules do.
  const { now, continuousSince, unseenMs, lostAt, isOwnClock, day, zone } = watch;
  const lastRealOrderAt = newestOrder(known?.lastRealOrderAt ?? null, watch.lastRealOrders?.get(target), now);
  const configured = watch.targets?.get(target);
  const records = watch.records?.get(target) ?? null;
  const signs = known?.signs ?? null;
  const observation = observeTarget(snapshot, { signs, lastRealOrderAt, configured, isOwnClock }, now);
  const downAfterMs = staleAfterMsOf(watch.rules, target);
  const aliveAt = known && seenAliveAt(known, watch.observedAt, downAfterMs);
  const memories: Record<string, unknown> = {};
  const reasons: Record<string, Reason> = {};
  const verdicts: Verdict[] = [];
  const events: RuleResults['events'][number][] = [];
  const log: string[] = [];
  for (const rule of RULES) {
    if (ruleModeOf(watch.rules, rule.name, target) === 'off') {
      const memory = known?.rules[rule.name];
      if (!watch.isStandIn || memory === undefined) continue;
      memories[rule.name] = memory;
      verdicts.push(undecided(rule.name, target, snapshot.env));
      continue;
    }
    const settings = settingsOf(rule, watch.rules[rule.name], target);
    const { memory, forgotten } = decodeMemory(rule, known?.rules[rule.name]);
    if (forgotten !== null) log.push(`${target}: what ${rule.name} remembered is forgotten: ${forgotten}`);
    const result = rule.evaluate({
      now,
      continuousSince,
      unseenMs,
      lostAt,
      seenAliveAt: aliveAt,
      memory,
      snapshot,
      observation,
      records,
      paper,
      settings,
      downAfterMs,
      day,
      zone,
    });
    memories[rule.name] = encodeMemory(result.memory);
    reasons[rule.name] = result.reason;
    const about = { rule: rule.name, target, realMoney: observation.money.value };
    verdicts.push({
      rule: rule.name,
      target,
      env: snapshot.env,
      condition: result.condition,
      severity: severityOf(watch.rules, about),
      provenSeverity: severityOf(watch.rules, { ...about, realMoney: about.realMoney ?? false }),
    });
    for (const event of result.events) events.push({ ...event, rule: rule.name, target });
    for (const line of result.log ?? []) log.push(`${target}: ${line}`);
  }
  const stake = observedStake(known?.stake, snapshot);
  return {
    known: {
      ...LONG_KNOWN,
      ...known,
      target,
      rules: memories,
      reasons,
      evaluatedAt: now,
      muted: known?.muted ?? false,
      signs: observation.signs,
      status: known?.status ?? 'unknown',
      reported: reportedBy(snapshot),
      lastRealOrderAt,
      hints: known?.hints ?? [],
      ...(stake && { stake }),
    },
    snapshot,
    observation,
    verdicts,
    events,
    log,
  };
}

/** Of what a rule says nothing now, and which stays as it is. */
export const undecided = (rule: string, target: TargetId, env: Env): Verdict => ({
  rule,
  target,
  env,
  condition: { status: 'pending' },
  severity: 'info',
  provenSeverity: 'info',
});

const reportedBy = ({
  liveEnabled,
  liveArmed,
  liveByMetrics,
  breakerActive,
}: LiveStatusSnapshot): Reported => ({
  liveEnabled,
  liveArmed,
  liveByMetrics,
  breakerActive,
});

/** Our clock may have been set back since it was noted. */
function newestOrder(known: Date | null, seen: Date | undefined, now: Date): Date | null {
  const newest = known === null ? (seen ?? null) : later(known, seen ?? known);
  return newest && earlier(newest, now);
}
