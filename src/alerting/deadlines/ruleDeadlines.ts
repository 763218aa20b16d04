import { later } from '../../lib/time';
import { placeOfId, type TargetId } from '../../state/keys';
import { decodeMemory } from '../evaluation/ruleMemory';
import { settingsOf } from '../evaluation/settingsOf';
import { expectedSigns } from '../observation/expectedSigns';
import { lastOf } from '../observation/targetObservation';
import { ruleModeOf } from '../ruleSettings/ruleMode';
import { RULES } from '../rules';
import { noSignOfLife } from '../rules/noSignOfLife';
import type { AlertState, TargetRecord } from '../state/alertState';
import type { AlertSettings } from '../types';

/** When something that a check decides can change by time alone. */
export interface Deadline {
  readonly at: Date;
  /** The target whose observation tells; null where nothing need be observed, or everything. */
  readonly target: TargetId | null;
  /** Whose deadlines belong together, should they lie close to each other; null for nobody's. */
  readonly storm: string | null;
}

/** When the rules' verdicts on targets can change that alerts are sent of, after these were looked at last. */
export const ruleDeadlines = (known: AlertState, settings: AlertSettings): readonly Deadline[] =>
  known.targets.flatMap((record) => {
    if (record.muted || record.probation !== null) return [];
    const lookedAt = later(record.evaluatedAt, known.observedAt);
    return targetDeadlines(record, known, settings).filter(({ at }) => at > lookedAt);
  });

function targetDeadlines(
  { target, rules, signs }: TargetRecord,
  { continuousSince, dataLossAt: lostAt }: AlertState,
  settings: AlertSettings,
): readonly Deadline[] {
  const configured = settings.targets?.get(target);
  const last = () => lastOf(expectedSigns(signs, configured?.signs ?? null));
  return RULES.flatMap((rule) => {
    const { name } = rule;
    if (ruleModeOf(settings.rules, name, target) === 'off') return [];
    const { memory } = decodeMemory(rule, rules[name]);
    if (memory === null) return [];
    const own = settingsOf(rule, settings.rules[name], target);
    const storm = rule === noSignOfLife ? (placeOfId(target)?.env ?? target) : null;
    return rule
      .changesAt(memory, { continuousSince, lostAt, last, settings: own })
      .map((at) => ({ at, target, storm }));
  });
}
