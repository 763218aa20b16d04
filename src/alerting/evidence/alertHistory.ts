import { z } from 'zod';
import { earlier, instant, msBetween } from '../../lib/time';
import type { IncidentEvidence } from './evidence';

export const HISTORY_MS = 30 * 86_400_000;
/** So many openings of each rule are remembered. */
const OPENINGS_KEPT = 50;

export const alertHistorySchema = z.object({
  /** Since when they are noted. */
  since: instant,
  openings: z.record(z.string(), z.array(instant)),
});
/** When alerts of one target were opened in the last 30 days, by rule, oldest first. */
export type OpeningHistory = Readonly<z.output<typeof alertHistorySchema>>;

/** With alerts of these rules that were opened just now. */
export function noteOpenings(
  before: OpeningHistory | undefined,
  rules: readonly string[],
  now: Date,
): OpeningHistory {
  if (rules.length === 0) return before ?? { since: now, openings: {} };
  const openings = { ...before?.openings };
  for (const rule of rules) openings[rule] = [...(openings[rule] ?? []), now];
  return { since: before?.since ?? now, openings: recent(openings, now) };
}

const recent = (openings: OpeningHistory['openings'], now: Date): OpeningHistory['openings'] =>
  Object.fromEntries(
    Object.entries(openings)
      .map(([rule, times]) => [rule, times.filter((at) => isRecent(at, now)).slice(-OPENINGS_KEPT)] as const)
      .filter(([, times]) => times.length > 0),
  );

const isRecent = (at: Date, now: Date): boolean => Math.abs(msBetween(at, now)) <= HISTORY_MS;

/** How often the rule has opened an alert, with the one of now; null where that was not noted before. */
export function countOpenings(
  history: OpeningHistory | undefined,
  rule: string,
  now: Date,
): IncidentEvidence['history'] {
  if (history === undefined) return null;
  const before = (history.openings[rule] ?? []).filter((at) => isRecent(at, now)).length;
  const isWhole = msBetween(history.since, now) >= HISTORY_MS;
  return {
    times: before + 1,
    isAtLeast: before >= OPENINGS_KEPT,
    since: isWhole ? null : history.since,
  };
}

/** All openings that either knows. */
export function mergeHistory(
  one: OpeningHistory | undefined,
  other: OpeningHistory | undefined,
): OpeningHistory | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const rules = new Set([...Object.keys(one.openings), ...Object.keys(other.openings)]);
  const openings = [...rules].map((rule) => {
    const times = [...(one.openings[rule] ?? []), ...(other.openings[rule] ?? [])].map((at) => at.getTime());
    const all = [...new Set(times)].sort((a, b) => a - b).slice(-OPENINGS_KEPT);
    return [rule, all.map((ms) => new Date(ms))] as const;
  });
  return { since: earlier(one.since, other.since), openings: Object.fromEntries(openings) };
}
