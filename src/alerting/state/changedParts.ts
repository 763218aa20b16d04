import type { StateRecords } from '../../storage/alertStore';
import type { SignRecord, Signs } from '../observation/signs';
import { isLateSign, isQuiet } from '../observation/storedLate';
import { balanceDrop } from '../rules/balanceDrop';
import { counterReset } from '../rules/counterReset';
import { divergence } from '../rules/divergence';
import { noTrades } from '../rules/noTrades';
import { uptimeTotals } from '../rules/uptimeTotals';
import type { TargetRecord } from './alertState';
import { encodePart, type StateParts } from './codec';

/** Their numbers only add up what goes on all the time. */
const COUNTING_RULES: readonly string[] = [
  uptimeTotals.name,
  counterReset.name,
  balanceDrop.name,
  noTrades.name,
  divergence.name,
];

/** How late a target's record may be stored, in ms. */
export type MaxRecordAge = (target: string) => number;

export interface ChangedParts {
  readonly records: StateRecords;
  /** The parts as they are stored once these records are. */
  readonly stored: StateParts;
}

/**
 * What has to be stored of `next`, where `stored` is what the store has. A target whose situation is as it was is stored
 * once every `maxAgeMs`, at a time of its own, so that a check of many quiet targets writes little. `maxAgeMs` null: all
 * that differs is stored.
 */
export function changedParts(
  stored: StateParts,
  next: StateParts,
  maxAgeMs: MaxRecordAge | null,
): ChangedParts {
  const records = new Map<string, string | null>();
  const after = new Map<string, unknown>();
  for (const [name, part] of next) {
    const before = stored.get(name);
    const stays = before !== undefined && isStoredLater(name, before, part, maxAgeMs);
    after.set(name, stays ? before : part);
    if (!stays) records.set(name, encodePart(name, part));
  }
  for (const name of stored.keys()) if (!next.has(name)) records.set(name, null);
  return { records, stored: after };
}

function isStoredLater(name: string, before: unknown, part: unknown, maxAgeMs: MaxRecordAge | null): boolean {
  if (before === part) return true;
  if (!name.startsWith('target:')) return encodePart(name, before) === encodePart(name, part);
  if (maxAgeMs === null) return false;
  const [was, is] = [before as TargetRecord, part as TargetRecord];
  const ageMs = maxAgeMs(is.target);
  return turnOf(was, ageMs) === turnOf(is, ageMs) && isSameSituation(was, is, ageMs);
}

/** Counts up once every `ageMs`, for each target at another time. */
const turnOf = ({ target, evaluatedAt }: TargetRecord, ageMs: number): number =>
  Math.floor((evaluatedAt.getTime() + phaseOf(target)) / ageMs);

function phaseOf(target: string): number {
  let hash = 0;
  for (let at = 0; at < target.length; at++) hash = (hash * 31 + target.charCodeAt(at)) % 1_000_003;
  return hash;
}

/**
 * Whether only time has passed, a living trader has written its signs again, and counted on. A sign that is late is
 * stored as it was written last: so the moment of a death is exact, whoever finds it.
 */
function isSameSituation(was: TargetRecord, is: TargetRecord, lateAfterMs: number): boolean {
  const { rules, reasons: _, signs, evaluatedAt: _at, lastKeysAt: _keys, probation, stake, ...rest } = is;
  const { rules: wasRules, signs: wasSigns, probation: wasProbation, stake: wasStake, ...wasRest } = was;
  return (
    Object.entries(rest).every(([key, value]) => isAlike(wasRest[key as keyof typeof rest], value)) &&
    isAlike(wasStake, stake, true) &&
    probation?.mark === wasProbation?.mark &&
    isAlike(wasProbation?.since, probation?.since) &&
    hasSameSigns(wasSigns, signs, lateAfterMs) &&
    isQuiet(wasSigns, lateAfterMs) === isQuiet(signs, lateAfterMs) &&
    haveSameKeys(wasRules, rules) &&
    Object.entries(rules).every(([rule, memory]) =>
      isAlike(wasRules[rule], memory, COUNTING_RULES.includes(rule)),
    )
  );
}

const hasSameSigns = (was: Signs, is: Signs, lateAfterMs: number): boolean =>
  isAlike(was.heartbeatReleasedAt, is.heartbeatReleasedAt) &&
  haveSameKeys(was.records, is.records) &&
  Object.entries(is.records).every(([id, sign]) => {
    const before = was.records[id];
    return before !== undefined && situationOf(before, lateAfterMs) === situationOf(sign, lateAfterMs);
  });

const situationOf = (sign: SignRecord, lateAfterMs: number): string => {
  const { text, at, writtenAt, fullTtl, ttlMs } = sign;
  const missing = [text, at, writtenAt, fullTtl, ttlMs].map((each) => each === null);
  return [...missing, isLateSign(sign, lateAfterMs)].join();
};

const haveSameKeys = (a: object, b: object): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(b).every((key) => key in a);

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const isTime = (value: unknown): boolean =>
  value instanceof Date || (typeof value === 'string' && ISO_TIME.test(value));

/** What was measured over time: it grows and shrinks by itself. */
const isSeries = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'object');

/** Whether two values differ in nothing but their times, and, where these do not count, their numbers. */
function isAlike(a: unknown, b: unknown, anyNumber = false): boolean {
  if (a === b) return true;
  if (typeof a !== typeof b || a === null || b === null) return false;
  if (typeof a === 'number') return anyNumber;
  if (isTime(a) && isTime(b)) return true;
  if (typeof a !== 'object' || a instanceof Date || b instanceof Date) return false;
  if (anyNumber && isSeries(a) && isSeries(b)) return true;
  return (
    haveSameKeys(a, b as object) &&
    Object.entries(a).every(([key, value]) =>
      isAlike(value, (b as Readonly<Record<string, unknown>>)[key], anyNumber),
    )
  );
}
