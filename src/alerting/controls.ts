import { z } from 'zod';
import { addMs, isoSeconds, msBetween } from '../lib/time';
import type { ControlMode, ControlState } from '../state/controlState';
import type { Observed } from './observation/observation';
import { ownSettings } from './ruleSettings/commonSettings';
import { ruleModeOf } from './ruleSettings/ruleMode';
import type { RuleEvent } from './rules/rule';
import type { AlertState, ControlRecord } from './state/alertState';

export const controlSettingsSchema = z.strictObject({});

/** What a run is in only when something is badly wrong. */
const ALARMS: readonly ControlMode[] = ['PANIC', 'EMERGENCY_CLOSE'];

/** So many runs are remembered, those seen last. */
const CONTROLS_KEPT = 200;
/** One that is gone is remembered for so long, in ms, so that the same PANIC is not reported twice. */
const GONE_KEPT_MS = 86_400_000;
/** One that never expires, and is seen no more, likewise. */
const UNSEEN_KEPT_MS = 7 * 86_400_000;
/** By the clocks of two instances, and between two checks, the end of a key may be so far apart, in ms. */
const EXPIRY_SLACK_MS = 60_000;

/** When a control state that is an alarm has certainly expired, of each one that can. */
export const controlsExpireAt = (controls: readonly ControlRecord[]): readonly Date[] =>
  controls.flatMap(({ gone, mode, expiresAt }) =>
    gone || expiresAt === null || !isAlarm(mode) ? [] : [addMs(expiresAt, EXPIRY_SLACK_MS + 1)],
  );

export interface ControlResults {
  readonly controls: readonly ControlRecord[];
  readonly events: readonly (RuleEvent & { readonly rule: 'control'; readonly target: string })[];
}

/** A run by name, as events have it: `v2:production:<run id>`. */
export const controlTarget = ({ env, runId }: Pick<ControlState, 'env' | 'runId'>): string =>
  `v2:${env}:${runId}`;

/** True in PANIC and EMERGENCY_CLOSE. */
const isAlarm = (mode: ControlMode): boolean => ALARMS.includes(mode);

/**
 * What the control states of the runs tell:
 *
 * 1. A run that comes into PANIC or EMERGENCY_CLOSE is reported loudly, once; so is one that is in it when it is seen
 *    for the first time.
 * 2. That it has left it is calm information; so is that its control state has expired meanwhile.
 * 3. One that is seen no more before it can have expired (it may not be readable just now) stays as it was. One that comes
 *    back after that is reported again, unless it is the same PANIC, by its time.
 */
function evaluateControls(
  known: readonly ControlRecord[],
  seen: readonly ControlState[],
  now: Date,
): ControlResults {
  const before = new Map(known.map((each) => [controlTarget(each), each]));
  const events: ControlResults['events'][number][] = [];
  const controls = seen.map((state) => {
    const target = controlTarget(state);
    const event = changeEventOf(before.get(target) ?? null, state);
    before.delete(target);
    if (event !== null) events.push({ ...event, rule: 'control', target });
    return toRecord(state, now);
  });
  for (const [target, each] of before) {
    const isGone = each.gone || (each.expiresAt !== null && now > addMs(each.expiresAt, EXPIRY_SLACK_MS));
    if (isGone && !each.gone && isAlarm(each.mode))
      events.push({ ...expiredEvent(each), rule: 'control', target });
    controls.push({ ...each, gone: isGone });
  }
  return { controls: retained(controls, now), events };
}

const toRecord = ({ env, runId, mode, updatedAt, expiresInMs }: ControlState, now: Date): ControlRecord => ({
  env,
  runId,
  mode,
  updatedAt,
  seenAt: now,
  expiresAt: expiresInMs === null ? null : addMs(now, Math.min(expiresInMs, UNSEEN_KEPT_MS)),
  gone: false,
});

function changeEventOf(before: ControlRecord | null, state: ControlState): RuleEvent | null {
  const { mode } = state;
  if (isAlarm(mode)) {
    const isSame = before?.mode === mode && (!before.gone || isOfOneTime(before, state));
    return isSame ? null : changeEvent('loud', before === null ? 'is' : 'entered', before, state);
  }
  return before !== null && isAlarm(before.mode) ? changeEvent('normal', 'left', before, state) : null;
}

const isOfOneTime = (before: ControlRecord, { updatedAt }: ControlState): boolean =>
  updatedAt !== null && before.updatedAt?.getTime() === updatedAt.getTime();

const changeEvent = (
  level: RuleEvent['level'],
  what: 'is' | 'entered' | 'left',
  before: ControlRecord | null,
  { env, runId, mode, updatedAt, updatedBy, reason, symbolBlacklist }: ControlState,
): RuleEvent => ({
  key: `${what}:${mode}`,
  level,
  details: {
    what,
    env,
    runId,
    mode,
    was: before?.mode ?? null,
    updatedAt: updatedAt === null ? null : isoSeconds(updatedAt),
    updatedBy,
    reason,
    // A line each: a symbol may hold a comma.
    symbolBlacklist: symbolBlacklist.slice(0, 20).join('\n'),
    symbols: symbolBlacklist.length,
  },
});

const expiredEvent = ({ env, runId, mode, updatedAt }: ControlRecord): RuleEvent => ({
  key: `expired:${mode}`,
  level: 'normal',
  details: {
    what: 'expired',
    env,
    runId,
    mode,
    updatedAt: updatedAt === null ? null : isoSeconds(updatedAt),
  },
});

const retained = (controls: readonly ControlRecord[], now: Date): ControlRecord[] =>
  controls
    .filter(({ gone, seenAt }) => msBetween(seenAt, now) <= (gone ? GONE_KEPT_MS : UNSEEN_KEPT_MS))
    .sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime())
    .slice(0, CONTROLS_KEPT);

/** What follows from the control states of the runs; nothing while the rule is off, or they could not be read. */
export function evaluateRunControls(
  { controls }: AlertState,
  { controls: seen, at }: Observed,
  rules: Readonly<Record<string, unknown>>,
) {
  controlSettingsSchema.parse(ownSettings(rules.control ?? {}));
  if (ruleModeOf(rules, 'control', '') === 'off') return { controls: [], events: [] };
  return seen === undefined ? { controls, events: [] } : evaluateControls(controls, seen, at);
}
