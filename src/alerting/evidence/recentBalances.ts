import type { TargetId } from '../../state/keys';

/** A total balance as it was reported: epoch ms, value. */
export type BalancePoint = readonly [atMs: number, value: number];

/** What each target reported in the last hour, ascending. */
export type RecentBalances = ReadonlyMap<TargetId, readonly BalancePoint[]>;

/** The time before an alert that is kept with it, in ms, and how long each of its parts is. */
const KEPT_MS = 3_600_000;
const PART_MS = 300_000;
/** Fewer values show no course. */
const FEW = 4;

/** With one more value: those that are older than an hour go, and of each minute the last one stays. */
export function withBalance(known: readonly BalancePoint[], latest: BalancePoint): readonly BalancePoint[] {
  const [nowMs] = latest;
  const isKept = ([atMs]: BalancePoint): boolean =>
    atMs >= nowMs - KEPT_MS && Math.floor(atMs / 60_000) < Math.floor(nowMs / 60_000);
  return [...known.filter(isKept), latest];
}

/** Of the hour before `now` the first value, then the last one of every 5 min; none where that is too few to show anything. */
export function hourBefore(all: readonly BalancePoint[], now: Date): BalancePoint[] {
  const nowMs = now.getTime();
  const [first, ...others] = all.filter(([atMs]) => atMs <= nowMs && atMs >= nowMs - KEPT_MS);
  if (first === undefined) return [];
  const lasts = new Map(others.map((point) => [Math.floor((nowMs - point[0]) / PART_MS), point]));
  return lasts.size + 1 < FEW ? [] : [first, ...lasts.values()];
}
